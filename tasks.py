"""Set up the environment and run the project's commands; needs nothing but Python 3.11 or newer.

`make report` is `python3 tasks.py report` (Windows: `py tasks.py report`).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
BIN = ENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST, NEWEST = (3, 11), (3, 14)


def fresh_enough():
    """Run this script again under a newer Python of this machine if this one is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)
        if newer:
            sys.exit(subprocess.call([newer] + sys.argv))
    sys.exit(
        "Belegstelle needs Python %d.%d or newer; this is %d.%d and no newer one is on the path. "
        "Install one from your system's packages, then run the command again."
        % (OLDEST + sys.version_info[:2])
    )


def say(text):
    """Tell the reader what happens now, at once even through a pipe."""
    print(text, flush=True)


def stamp():
    """Return a digest of what the environment is made from: lock, project, place, Python."""
    made_of = [(ROOT / name).read_bytes() for name in ("requirements.lock", "pyproject.toml")]
    made_of += [Path(__file__).read_bytes(), str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(made_of)).hexdigest()


def call(*command):
    """Run a command from the project's root and stop with its exit code if it fails."""
    code = subprocess.call([str(part) for part in command], cwd=str(ROOT))
    if code:
        sys.exit(code)


def make_environment():
    """Make `.venv` from the lock, install the project into it and point Jupyter at jupyter/."""
    made = ENV / "made-from"
    if made.is_file() and made.read_text() == stamp() and PYTHON.is_file():
        return
    say("Making the environment in .venv (about half a minute, once) …")
    call(sys.executable, "-m", "venv", "--clear", ENV)
    pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    call(*pip, "--require-hashes", "--only-binary", ":all:", "-r", "requirements.lock")
    call(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    point_jupyter_here()
    made.write_text(stamp())


def point_jupyter_here():
    """Write stubs into the environment so that plain `jupyter nbconvert` loads our configuration.

    nbconvert reads no configuration from the working directory, only from the environment's
    etc/jupyter; JupyterLab's own export reads the server's.
    """
    folder = ENV / "etc" / "jupyter"
    folder.mkdir(parents=True, exist_ok=True)
    settings = str(ROOT / "jupyter" / "nbconvert_config.py")
    for name in ("jupyter_nbconvert_config.py", "jupyter_server_config.py"):
        (folder / name).write_text("load_subconfig(%r)\n" % settings, encoding="utf-8")


def python(*arguments):
    """Run the environment's Python."""
    make_environment()
    call(PYTHON, *arguments)


# The project is JupyterLab's root, so that data, docs and classroom can be opened beside.
LAB = ["--notebook-dir=.", "--FileContentsManager.preferred_dir=notebooks"]
COMMANDS = {
    "report": ("write the report's pages", ["-m", "belegstelle.report"]),
    "test": ("run every check", ["-m", "pytest"]),
    "lab": ("open JupyterLab on the notebooks", ["-m", "jupyter", "lab", *LAB]),
    "notebooks": ("run the notebooks in place", ["-m", "belegstelle.report", "--in-place"]),
    "classroom": ("write the student's and the teacher's copy", ["-m", "belegstelle.classroom"]),
}


def main(arguments):
    """Run the named command, or list what there is."""
    if not arguments or arguments[0] not in COMMANDS:
        say("Say one of:\n" + "\n".join("  %-10s %s" % (n, c[0]) for n, c in COMMANDS.items()))
        return 2
    python(*COMMANDS[arguments[0]][1], *arguments[1:])
    return 0


if __name__ == "__main__":
    fresh_enough()
    sys.exit(main(sys.argv[1:]))
