"""The set-up holds: one lock for all doors, and the same bytes wherever it runs."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from conftest import FIRST, ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from belegstelle.charts import counts

PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", re.MULTILINE)
# "  - pandas >=3,<4", "  - pip"; not "  - pip:".
CONDA = re.compile(r"^  - ([\w-]+)(?: (.*))?$", re.MULTILINE)
# Packages that conda-forge has under another name.
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
# A row of docs/dependencies.md: "| `pandas` | …"; not "| what | …".
ROW = re.compile(r"^\| `([\w-]+)` \| (.*) \|$", re.MULTILINE)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def ranges(*, tests):
    """Return name → range of the direct dependencies, with those of the checks or without."""
    extra = project()["optional-dependencies"]["test"] if tests else []
    wanted = [Requirement(line) for line in project()["dependencies"] + extra]
    return {one.name: one.specifier for one in wanted}


def locked():
    return dict(PINNED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))


def conda():
    """Return name → range of environment.yml, by the names of PyPI; "=3.13" is any 3.13."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    text = text.partition("dependencies:")[2]
    text = re.sub(r" =([\d.]+)$", r" ==\1.*", text, flags=re.MULTILINE)
    return {
        CONDA_NAMES.get(name, name): SpecifierSet(wanted) for name, wanted in CONDA.findall(text)
    }


def differences(wanted, versions, where):
    """Name what the lock has not, or has outside a range."""
    return [
        f"{name}: {where} wants {wanted[name] or 'any'}, requirements.lock has "
        f"{versions.get(name, 'none')}"
        for name in sorted(wanted)
        if versions.get(name) is None or versions[name] not in wanted[name]
    ]


def test_every_locked_version_lies_in_the_ranges_of_pyproject():
    assert differences(ranges(tests=True), locked(), "pyproject.toml") == []


def test_every_locked_version_lies_in_the_ranges_of_environment_yml():
    wanted = conda()
    python = wanted.pop("python")
    assert any(f"3.{minor}" in python for minor in range(30))
    assert wanted.pop("pip") == SpecifierSet()
    assert sorted(wanted) == sorted(ranges(tests=False))
    assert differences(wanted, locked(), "environment.yml") == []
    assert all(
        f"3.{minor}" in SpecifierSet(project()["requires-python"])
        for minor in range(30)
        if f"3.{minor}" in python
    )


def test_a_version_outside_its_range_is_named():
    wanted = {"pandas": SpecifierSet(">=3,<4"), "nltk": SpecifierSet(">=3"), "wordcloud": ""}
    assert differences(wanted, {"pandas": "2.2.3", "nltk": "3.9"}, "pyproject.toml") == [
        "pandas: pyproject.toml wants <4,>=3, requirements.lock has 2.2.3",
        "wordcloud: pyproject.toml wants any, requirements.lock has none",
    ]


def test_the_lock_names_hashes_and_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in part for part in re.split(PINNED, text)[3::3])


def test_every_direct_dependency_is_accounted_for():
    rows = ROW.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    assert [name for name, _ in rows] == sorted(ranges(tests=False)) + sorted(
        set(ranges(tests=True)) - set(ranges(tests=False))
    )
    for name, cells in rows:
        cells = [cell.strip() for cell in cells.split(" | ")]
        assert len(cells) == 6 and all(cells), name
        assert cells[0] == locked()[name], f"docs/dependencies.md, {name}: {locked()[name]}"


def test_pythons_are_the_same_everywhere(tasks):
    wanted = SpecifierSet(project()["requires-python"])
    fit = [f"3.{minor}" for minor in range(30) if f"3.{minor}" in wanted]
    assert [fit[0], fit[-1]] == ["%d.%d" % tasks.OLDEST, "%d.%d" % tasks.NEWEST]


def run(*command, **variables):
    """Run a command in the project's folder and return what it printed; fail if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=variables.get("BELEGSTELLE_ROOT", ROOT),
        env=os.environ | variables,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "check",
    [["ruff", "format", "--check"], ["ruff", "check"], ["mypy"]],
    ids=["layout of source and notebooks", "names and order", "types"],
)
def test_the_source_is_in_style(check):
    run(sys.executable, "-m", *check)


@pytest.fixture(scope="module")
def tasks():
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_set_up_script_reads_on_older_pythons_and_other_systems():
    tree = ast.parse((ROOT / "tasks.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    used = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert used.isdisjoint({"fcntl", "grp", "msvcrt", "pwd", "resource", "termios", "winreg"})
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert called.isdisjoint({"fork", "getuid", "geteuid", "chown", "symlink", "execv", "execvp"})


def test_make_and_the_script_know_the_same_commands(tasks):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^COMMANDS := (.*)$", makefile, re.MULTILINE)[1].split() == list(
        tasks.COMMANDS
    )


@pytest.fixture
def made(tasks, tmp_path, monkeypatch):
    """An environment as the script sees it when it is made, with two packages."""
    monkeypatch.setattr(tasks, "ENV", tmp_path)
    monkeypatch.setattr(tasks, "MADE", tmp_path / "made-from")
    monkeypatch.setattr(tasks, "PYTHON", Path(sys.executable))
    for name in ("eins-1.0.dist-info", "zwei-2.0.dist-info"):
        (tasks.site_packages() / name).mkdir(parents=True)
    tasks.MADE.write_text("\n".join([tasks.stamp(), *tasks.installed()]))
    assert tasks.is_made()
    return tasks


def test_an_environment_half_made_is_made_again(made):
    made.MADE.unlink()
    assert not made.is_made()


def test_an_environment_that_lacks_a_package_is_made_again(made):
    (made.site_packages() / "drei-3.0.dist-info").mkdir()
    assert made.is_made()
    (made.site_packages() / "zwei-2.0.dist-info").rmdir()
    assert not made.is_made()


def test_an_environment_from_another_lock_is_made_again(made, monkeypatch):
    monkeypatch.setattr(made, "stamp", lambda: "another")
    assert not made.is_made()


def test_a_folder_that_cannot_be_written_gets_one_sentence(tasks, tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "ROOT", tmp_path / "absent")
    with pytest.raises(SystemExit, match=r"can't be made in .*absent: .* Copy the project"):
        tasks.wait_for_others()


def test_an_unfit_python_without_another_gets_one_sentence(tasks, monkeypatch):
    monkeypatch.setattr(tasks.sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(tasks.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.14; this is 3\.10"):
        tasks.fresh_enough()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project elsewhere, its processed data gone, and a reader of other habits.

    The reader's matplotlib has a style, the clock another zone, the locale is bare.
    """
    folder = tmp_path_factory.mktemp("Für Zeitung") / "beleg stelle"
    for name in ("data", "jupyter", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("processed"))
    habits = folder / "habits"
    habits.mkdir()
    (habits / "matplotlibrc").write_text("axes.grid: True\nsavefig.bbox: tight\nfont.size: 20\n")
    return {
        "BELEGSTELLE_ROOT": str(folder),
        "INTERVIEW": "",
        "MPLCONFIGDIR": str(habits),
        "LC_ALL": "C",
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "17",
    }


def contents(folder):
    """Return name → bytes of every file below a folder."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def differing(one, other):
    """Name the files that two folders do not share byte for byte."""
    one, other = contents(one), contents(other)
    return [name for name in sorted(one | other) if one.get(name) != other.get(name)]


@pytest.fixture(scope="module")
def rerun(copy):
    """The copy after its notebooks ran in place."""
    run(sys.executable, "-m", "belegstelle.report", "--in-place", **copy)
    return Path(copy["BELEGSTELLE_ROOT"])


def test_a_run_gives_the_committed_notebooks_tables_and_charts(rerun):
    assert differing(rerun / "notebooks", ROOT / "notebooks") == []
    mine, committed = (folder / "data" / "processed" / FIRST for folder in (rerun, ROOT))
    assert len(contents(mine)) > 30
    assert differing(mine, committed) == []


def test_plain_nbconvert_gives_the_pages_of_the_report_and_of_the_archive(rerun, copy):
    run(sys.executable, "-m", "belegstelle.report", **copy)
    run(sys.executable, "-m", "belegstelle.report", "--archive", **copy)
    ours = rerun / "ours"
    (rerun / "reports").rename(ours)
    command = "-m jupyter nbconvert --to html --execute".split()
    command += sorted((rerun / "notebooks").glob("*.ipynb"))
    try:
        run(sys.executable, *command, **copy)
    except AssertionError as error:  # a check that runs beside this one may take a kernel's ports
        if "Kernel died" not in str(error):
            raise
        run(sys.executable, *command, **copy)
    assert len(contents(ours)) > 20 and (ours / "archive" / "06_archive.html").exists()
    assert differing(rerun / "reports", ours) == []


def test_the_word_cloud_is_the_same_with_and_without_kerning(monkeypatch):
    """Pillow kerns where the machine has FriBiDi."""
    from PIL import ImageFont

    totals = pd.DataFrame({"term": ["Weiterbildung", "AVATAR", "To"], "n": [3, 2, 1]})
    clouds = []
    for kerned in {ImageFont.core.HAVE_RAQM, False}:
        monkeypatch.setattr(ImageFont.core, "HAVE_RAQM", kerned)
        clouds.append(counts.draw_cloud(totals).tobytes())
    assert clouds[0] == clouds[-1]
