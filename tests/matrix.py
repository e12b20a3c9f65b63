"""Run every check on every Python found, each in a fresh clone, and compare what the runs write.

`make matrix`, or `python3 tests/matrix.py /path/to/python3.14 …`. Prints a table; the exit code is
0 if every Python found passes and gives the committed bytes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MINORS = (11, 12, 13, 14)
# What a reader may have set, and a run would take: it has another project, or interview.
SET = ["BELEGSTELLE_ROOT", "INTERVIEW", "ARCHIVE", "FILE", "TRANSCRIPT"]
# What pytest says last: "347 passed in 61.2s".
SUMMARY = re.compile(r"^=+ (.*) in .* =+$", re.MULTILINE)


def find_pythons() -> list[str]:
    """Return one Python of each version from 3.11 to 3.14 that is on the path or of pyenv's."""
    versions = Path.home() / ".pyenv" / "versions"
    found = []
    for minor in MINORS:
        own = [str(path) for path in sorted(versions.glob(f"3.{minor}.*/bin/python"))]
        places = [place for place in (shutil.which(f"python3.{minor}"), *own) if place]
        found += [place for place in places if version_of(place).startswith(f"3.{minor}.")][:1]
    return found


def version_of(python: str) -> str:
    """Return a Python's version, empty if it does not run."""
    say = [python, "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(say, capture_output=True, encoding="utf-8").stdout.strip()


def clone(folder: Path) -> Path:
    """Make a fresh clone of the last commit."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def changed(folder: Path) -> list[str]:
    """Name the committed files that a run has changed."""
    status = ["git", "-C", str(folder), "status", "--porcelain"]
    done = subprocess.run(status, capture_output=True, encoding="utf-8", check=True)
    return [line[3:] for line in done.stdout.splitlines()]


def run(python: str, folder: Path, command: str) -> subprocess.CompletedProcess:
    """Run one of the project's commands in a clone, whatever the reader has set."""
    bare = {name: value for name, value in os.environ.items() if name not in SET}
    return subprocess.run(
        [python, "tasks.py", command], cwd=folder, env=bare, capture_output=True, encoding="utf-8"
    )


def try_python(python: str, folder: Path) -> tuple[bool, str]:
    """Return whether a Python passes and gives the committed bytes, and what to say of it."""
    begun = time.monotonic()
    test = run(python, clone(folder), "test")
    summary = (SUMMARY.findall(test.stdout) or [test.stderr.strip()[-300:] or "no summary"])[-1]
    again = run(python, folder, "notebooks")
    other = changed(folder)
    if test.returncode or again.returncode:
        print(test.stdout[-3000:], again.stderr[-1000:], sep="\n")
    same = f"{len(other)} files differ: {', '.join(other[:4])}" if other else "the same bytes"
    passed = test.returncode == again.returncode == len(other) == 0
    return passed, f"{summary}; {same}; {time.monotonic() - begun:.0f} s"


def main(pythons: list[str]) -> int:
    """Try each Python and print its row."""
    passed = []
    for python in pythons or find_pythons():
        with tempfile.TemporaryDirectory(prefix="belegstelle ") as folder:
            good, words = try_python(python, Path(folder) / "clone")
        print(f"{version_of(python):8} {'ok' if good else 'FAILED':6} {words}", flush=True)
        passed.append(good)
    print(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed")
    return 0 if passed and all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
