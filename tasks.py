"""Set up the environment and run the project's commands; needs nothing but Python 3.11 or newer.

`make report` is `python3 tasks.py report` (Windows: `py tasks.py report`).
"""

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
BIN = ENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
MADE = ENV / "made-from"
OLDEST, NEWEST = (3, 11), (3, 14)


def fresh_enough():
    """Run this script again under another Python of this machine if this one does not fit."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which("python3.%d" % minor)
        # A stub of pyenv's is on the path but runs nothing.
        if other and not subprocess.call([other, "-c", ""], stderr=subprocess.DEVNULL):
            sys.exit(subprocess.call([other] + sys.argv))
    sys.exit(
        "Belegstelle needs Python %d.%d to %d.%d; this is %d.%d and no other is on the path. "
        "Install one from your system's packages, then run the command again."
        % (OLDEST + NEWEST + sys.version_info[:2])
    )


def call(*command, sorry=""):
    """Run a command from the project's root; if it fails say sorry and stop with its exit code."""
    process = subprocess.Popen([str(part) for part in command], cwd=str(ROOT))
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = None
    while code is None:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches the command: it ends itself
            code = process.wait()
    if code:
        print(sorry, end="\n" if sorry else "", file=sys.stderr)
        sys.exit(code)


def stamp():
    """Return a digest of what the environment is made from: lock, project, place, Python."""
    settings = sorted((ROOT / "jupyter" / "installed").iterdir())
    sources = [ROOT / "requirements.lock", ROOT / "pyproject.toml", Path(__file__), *settings]
    made_of = [path.read_bytes() for path in sources] + [os.fsencode(ROOT), sys.version.encode()]
    return hashlib.sha256(b"\0".join(made_of)).hexdigest()


def site_packages():
    """Return the folder of the environment's packages."""
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(ENV)}))


def installed():
    """Name the packages of the environment as their folders do: pandas-3.1.1.dist-info."""
    return sorted(path.name for path in site_packages().glob("*.dist-info"))


def is_made():
    """Tell whether the environment is made from what lies here and has all its packages still."""
    if not (MADE.is_file() and PYTHON.is_file()):
        return False
    digest, *packages = MADE.read_text().split()
    return digest == stamp() and set(packages) <= set(installed())


def wait_for_others():
    """Hold the lock on .venv until this process ends; wait while another one makes it.

    A lock of SQLite's, for it is the same on every system and goes with its process.
    """
    try:
        lock = sqlite3.connect(str(ROOT / ".venv.lock"), timeout=900, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        sys.exit(
            "The environment can't be made in %s: %s. Copy the project to a folder that you can "
            "write to, and run the command there." % (ROOT, error)
        )
    return lock


def make_environment():
    """Make `.venv` from the lock and install the project into it, unless it is there."""
    if is_made():
        return
    lock = wait_for_others()
    if not is_made():
        print("Making the environment in .venv (a minute or two, once) …", flush=True)
        call(sys.executable, "-m", "venv", "--clear", ENV)
        install_locked("requirements.lock")
        install("--no-deps", "--no-build-isolation", "--editable", ".")
        point_to_source()
        MADE.write_text("\n".join([stamp(), *installed()]))
    lock.close()


def install(*arguments):
    """Let the environment's pip install packages."""
    pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    sorry = "The packages of the lock could not be installed: pip says why above. "
    call(*pip, *arguments, sorry=sorry + "Mend that (mostly the network) and run it again.")


def install_locked(lock, *arguments):
    """Install what a lock names, just as it was when it was locked."""
    install("--require-hashes", "--only-binary", ":all:", *arguments, "-r", lock)


def point_to_source():
    """Name the source relative to the environment: plain ASCII whatever the project's path.

    On Windows, Python before 3.13 reads this file in the system's own encoding, not in UTF-8.
    """
    source = os.path.relpath(str(ROOT / "src"), str(site_packages()))
    (site_packages() / "_belegstelle.pth").write_text(source + "\n")


# Every core runs files of checks.
CORES = ["-n", "auto", "--dist=loadfile", "--no-loadscope-reorder"]


def style(*arguments):
    """Format source and notebooks, then check names, order and types."""
    call(PYTHON, "-m", "ruff", "format", *arguments)
    call(PYTHON, "-m", "ruff", "check", "--fix", *arguments)
    call(PYTHON, "-m", "mypy")


def bench(*arguments):
    """Install the peers, which no report needs, unless they are there; measure beside them."""
    print("Looking for the peers of requirements-bench.lock (about a minute if they are new) …")
    install_locked("requirements-bench.lock", "--no-deps")
    call(PYTHON, "tests/bench.py", *arguments)


def python(*command):
    """Return the function that runs the environment's Python with a command and arguments."""
    return lambda *arguments: call(PYTHON, *command, *arguments)


# The project is JupyterLab's root, so that data, docs and classroom can be opened beside.
LAB = ["--notebook-dir=.", "--FileContentsManager.preferred_dir=notebooks"]


COMMANDS = {
    "report": ("write the report's pages", python("-m", "belegstelle.report")),
    "test": ("run every check", python("-m", "pytest", *CORES)),
    "lab": ("open JupyterLab on the notebooks", python("-m", "jupyter", "lab", *LAB)),
    "notebooks": ("run the notebooks in place", python("-m", "belegstelle.report", "--in-place")),
    "archive": ("read a folder of interviews", python("-m", "belegstelle.report", "--archive")),
    "classroom": (
        "write the student's and the teacher's copy",
        python("-m", "belegstelle.classroom"),
    ),
    "bench": ("measure the speed beside its peers", bench),
    "style": ("format the source and check it", style),
    "matrix": ("run every check on every Python found", python("tests/matrix.py")),
    "doors": ("try the ways in, and bad circumstances", python("tests/doors.py")),
}


def main(arguments):
    """Run the named command, or list what there is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    if not arguments or arguments[0] not in COMMANDS:
        print("Say one of:", *("  %-10s %s" % (n, c[0]) for n, c in COMMANDS.items()), sep="\n")
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    if os.environ.get("FILE"):  # Named from where the reader is; commands run in the root.
        os.environ["FILE"] = os.path.abspath(os.path.expanduser(os.environ["FILE"]))
    os.environ["PYTHONUTF8"] = "1"
    make_environment()
    COMMANDS[arguments[0]][1](*arguments[1:])
    return 0


if __name__ == "__main__":
    fresh_enough()
    sys.exit(main(sys.argv[1:]))
