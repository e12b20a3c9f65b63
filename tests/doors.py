"""Try the ways in, and bad circumstances, in a fresh clone: each works or says one clear sentence.

`make doors`, or `python3 tests/doors.py`. Needs git, make and the network; some circumstances need
Linux, and are left out elsewhere. Prints a table; the exit code is 0 if every door tried holds.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = "2014-03-14_leonhard"
REPORT = [sys._base_executable, "tasks.py", "report"]
# Runs a command without a network but for the loopback address, or on a folder made read-only.
NO_NETWORK = ["unshare", "-rn", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"]
READ_ONLY = [
    *["unshare", "-rm", "sh", "-c"],
    'mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" && exec "$@"',
    "sh",
]


def clone(name):
    """Return a fresh clone in a folder with a space and an umlaut."""
    folder = Path(tempfile.mkdtemp(prefix="Für Zeitung ")) / name
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def start(folder, command, cwd=None, **variables):
    """Start a command in a process group of its own."""
    bare = {k: v for k, v in os.environ.items() if k not in ("BELEGSTELLE_ROOT", "INTERVIEW")}
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd or folder,
        env=bare | {"PIP_RETRIES": "1"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def pages(folder, interview=FIRST):
    """Return a digest of a report's files; empty if there is none."""
    files = sorted(p for p in (folder / "reports" / interview).rglob("*") if p.is_file())
    whole = hashlib.sha256(b"\0".join(p.name.encode() + p.read_bytes() for p in files))
    return whole.hexdigest()[:12] if files else ""


def works(process, folder, interview=FIRST):
    """Return whether a run made its report, and what to say of it."""
    out, err = process.communicate()
    good = process.returncode == 0 and f"{interview}/index.html" in out
    return good, f"works, pages {pages(folder, interview)}" if good else (out + err)[-1500:]


def says(process, *words):
    """Return whether a run stopped with a sentence that holds these words, and no traceback."""
    out, err = process.communicate()
    last = (err.strip() or out.strip()).splitlines()[-1:]
    last = [line for line in last if all(word in line for word in words)]
    lines = [line for line in (out + err).splitlines() if all(word in line for word in words)]
    good = process.returncode != 0 and bool(last or lines) and "Traceback" not in out + err
    return good, f"says: {(last or lines)[0]}" if good else (out + err)[-1500:]


def no_fitting_python(folder):
    """An older Python, no other on the path."""
    old = next(Path.home().glob(".pyenv/versions/3.[6-9].*/bin/python"), None)
    old = old or next(Path.home().glob(".pyenv/versions/3.10.*/bin/python"), None)
    if not old:
        return None, "no older Python here"
    return says(start(folder, [old, "tasks.py", "report"], PATH="/nowhere"), "needs Python 3.11")


def no_python(folder):
    """No Python by the name make knows."""
    return says(start(folder, ["make", "report", "PYTHON=python3.99"]), "Install Python 3.11")


def read_only_clone(folder):
    """A folder that can't be written, nothing made yet."""
    return says(start(folder, READ_ONLY + REPORT), "Copy the project to a folder")


def no_network_yet(folder):
    """No network when the environment is to be made."""
    return says(start(folder, NO_NETWORK + REPORT), "could not be installed")


def killed_then_twice(folder):
    """Killed while packages are installed; then two runs at once."""
    process = start(folder, REPORT)
    packages = folder / ".venv" / "lib"
    while process.poll() is None and len(list(packages.glob("python*/site-packages/*"))) < 40:
        time.sleep(0.2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    both = [start(folder, REPORT), start(folder, REPORT)]
    results = [works(process, folder) for process in both]
    return all(good for good, _ in results), results[0][1] if results[0][0] else results[1][1]


def two_interviews(folder):
    """Two interviews at once, one of them from elsewhere."""
    other = start(folder, REPORT, FILE=str(folder / "tests" / "invented" / "role_labels.txt"))
    first = works(start(folder, REPORT), folder)
    second = works(other, folder, "role_labels")
    for made in ("data/editorial/role_labels", "data/processed/role_labels"):
        shutil.rmtree(folder / made, ignore_errors=True)
    (folder / "data" / "raw" / "role_labels.txt").unlink()
    return first[0] and second[0], second[1] if first[0] else first[1]


def make(folder):
    """By make."""
    return works(start(folder, ["make", "report"]), folder)


def elsewhere(folder):
    """Another working directory."""
    command = [REPORT[0], folder / "tasks.py", "report"]
    return works(start(folder, command, cwd="/"), folder)


def unwritable_home(folder):
    """A home that can't be written."""
    home = folder.parent / "home"
    home.write_text("a file\n")
    return works(start(folder, REPORT, HOME=str(home)), folder)


def own_kernel(folder):
    """A reader's own kernel named python3, which does not start."""
    kernels = folder.parent / "reader" / ".local" / "share" / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    (kernels / "kernel.json").write_text('{"argv": ["false"], "display_name": "Mine"}')
    return works(start(folder, REPORT, HOME=str(folder.parent / "reader")), folder)


def bare_locale(folder):
    """A terminal that knows ASCII only."""
    bare = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    return works(start(folder, REPORT, PYTHONIOENCODING="ascii", **bare), folder)


def german_locale(folder):
    """A German locale."""
    places = folder.parent / "locales"
    places.mkdir()
    define = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(places / "de_DE.UTF-8")]
    made = shutil.which("localedef") and subprocess.run(define, capture_output=True).returncode == 0
    german = {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}
    good, words = works(start(folder, REPORT, LOCPATH=str(places), **german), folder)
    return good, words + ("" if made else " (set, but not installed here)")


def no_network(folder):
    """No network once the environment is made."""
    return works(start(folder, NO_NETWORK + REPORT), folder)


def no_such_interview(folder):
    """An interview that is not there."""
    return says(start(folder, REPORT, INTERVIEW="nobody"), "no such interview")


def read_only(folder):
    """A folder that can't be written, the environment made."""
    return says(start(folder, READ_ONLY + REPORT), "can't be written")


def broken_package(folder):
    """A package whose files are gone."""
    package = next((folder / ".venv" / "lib").glob("python*/site-packages/wordcloud"))
    package.rename(package.with_name("hidden"))
    result = says(start(folder, REPORT), "Delete the folder .venv")
    package.with_name("hidden").rename(package)
    return result


def missing_package(folder):
    """A package that was uninstalled."""
    pip = [folder / ".venv" / "bin" / "python", "-m", "pip", "uninstall", "--quiet", "--yes"]
    start(folder, [*pip, "nbformat"]).communicate()
    return works(start(folder, REPORT), folder)


def uv(folder):
    """By uv, in a clone of its own."""
    if not shutil.which("uv"):
        return None, "no uv here"
    folder = clone("mit uv")
    steps = "uv venv && uv pip sync --compile-bytecode requirements.lock"
    steps += " && uv pip install --no-deps --editable . && .venv/bin/python -m belegstelle.report"
    try:
        return works(start(folder, ["sh", "-c", steps]), folder)
    finally:
        shutil.rmtree(folder.parent)


def conda(folder):
    """By conda, in a clone of its own."""
    if not shutil.which("conda"):
        return None, "no conda here"
    folder = clone("mit conda")
    steps = "conda env create --prefix .conda --file environment.yml"
    steps += " && .conda/bin/python -m belegstelle.report"
    try:
        return works(start(folder, ["sh", "-c", steps]), folder)
    finally:
        shutil.rmtree(folder.parent)


def nothing_changed(folder):
    """After all that, every committed file is as it was."""
    status = start(folder, ["git", "status", "--porcelain"]).communicate()[0]
    return not status, status or "no change"


DOORS = [
    *[no_fitting_python, no_python, read_only_clone, no_network_yet, killed_then_twice, make],
    *[elsewhere, unwritable_home, own_kernel, bare_locale, german_locale, no_network],
    *[two_interviews, no_such_interview, read_only, broken_package, missing_package],
    *[uv, conda, nothing_changed],
]
LINUX_ONLY = {read_only_clone, no_network_yet, no_network, read_only}


def try_door(door, folder):
    """Print a door's row and return whether it holds; None if it could not be tried."""
    begun = time.monotonic()
    if door in LINUX_ONLY and subprocess.run(["unshare", "-rnm", "true"]).returncode:
        good, words = None, "needs Linux's unshare"
    else:
        good, words = door(folder)
    mark = {True: "ok", False: "FAILED", None: "-"}[good]
    print(f"{mark:6} {door.__doc__}\n       {words} ({time.monotonic() - begun:.0f} s)", flush=True)
    return good


def main(names):
    """Try the doors named, or all; return the exit code."""
    known = [door.__name__ for door in DOORS]
    for name in names:
        if name not in known:
            print(f"There is no door {name!r}. Name some of: {', '.join(known)}.", file=sys.stderr)
            return 2
    folder = clone("beleg stelle")
    try:
        results = [try_door(d, folder) for d in DOORS if not names or d.__name__ in names]
    finally:
        shutil.rmtree(folder.parent)
    passed, failed, skipped = (results.count(result) for result in (True, False, None))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
