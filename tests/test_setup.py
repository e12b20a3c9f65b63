"""The set-up holds: one lock for all doors, and the same bytes wherever it runs."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import FIRST, INVENTED, ROOT, SAMPLE, copy_notebooks, copy_sample, take_sample
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from belegstelle.charts import counts
from belegstelle.classroom import copies
from belegstelle.report import pages as report_pages
from belegstelle.report import run as report_run

PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", re.MULTILINE)
# "  - pandas >=3,<4", "  - pip", "      - chunspell >=2,<3" (by pip); not "  - pip:", "- -e .".
CONDA = re.compile(r"^ {2,6}- (\w[\w-]*)(?: (.*))?$", re.MULTILINE)
# Packages that conda-forge has under another name.
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
# A row of docs/dependencies.md: "| `pandas` | …"; not "| what | …".
ROW = re.compile(r"^\| `([\w-]+)` \| (.*) \|$", re.MULTILINE)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


LOCKS = ["requirements.lock", "requirements-bench.lock"]


def ranges(*, tests):
    """Return name → range of the direct dependencies, with those of the checks or without."""
    extra = project()["optional-dependencies"]["test"] if tests else []
    wanted = [Requirement(line) for line in project()["dependencies"] + extra]
    return {one.name: one.specifier for one in wanted}


def peers():
    """Return name → range of what `make bench` adds."""
    wanted = [Requirement(line) for line in project()["optional-dependencies"]["bench"]]
    return {one.name: one.specifier for one in wanted}


def locked(*names):
    """Return name → version of what locks hold; of that of reports and checks if none is named."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in names or LOCKS[:1]]
    return {name: version for text in texts for name, version in PINNED.findall(text)}


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


def test_the_peers_are_locked_beside_and_a_report_installs_none_of_them():
    assert differences(peers(), locked(*LOCKS), "pyproject.toml") == []
    assert locked(LOCKS[0]).keys() & locked(LOCKS[1]).keys() == set()
    assert {"duckdb", "polars", "scikit-learn"} <= locked(LOCKS[1]).keys()


def test_the_peers_are_installed_when_they_are_measured(tasks, monkeypatch):
    called = []
    monkeypatch.setattr(tasks, "call", lambda *command, **_: called.append(command))
    tasks.bench("1")
    assert [command[-1] for command in called] == ["requirements-bench.lock", "1"]
    assert {"--require-hashes", "--no-deps"} <= set(called[0])


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


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_hashes_and_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in part for part in re.split(PINNED, text)[3::3])


def test_every_direct_dependency_is_accounted_for():
    rows = ROW.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    assert [name for name, _ in rows] == sorted(ranges(tests=False)) + sorted(
        set(ranges(tests=True)) - set(ranges(tests=False))
    ) + sorted(peers())
    for name, cells in rows:
        cells = [cell.strip() for cell in cells.split(" | ")]
        assert len(cells) == 6 and all(cells), name
        version = locked(*LOCKS)[name]
        assert cells[0] == version, f"docs/dependencies.md, {name}: {version}"


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


WRONG_WORDS = [
    ("report", ["--in-plce"], "unrecognized arguments: --in-plce"),
    ("report", ["--in"], "unrecognized arguments: --in"),
    ("report", ["2014"], "unrecognized arguments: 2014"),
    ("report", ["--in-place", "--archive"], "argument --archive: not allowed with .*--in-place"),
    ("classroom", ["--folder", "x"], "unrecognized arguments: --folder"),
    ("classroom", ["one", "two"], "unrecognized arguments: two"),
]


@pytest.mark.parametrize(("command", "words", "sentence"), WRONG_WORDS)
def test_a_word_that_a_command_does_not_know_stops_it_with_one_sentence(
    command, words, sentence, capsys
):
    with pytest.raises(SystemExit, match="^2$"):
        {"report": report_run, "classroom": copies}[command].main(words)
    said = capsys.readouterr()
    about = rf"python -m belegstelle\.{command}"
    assert said.out == ""
    assert re.fullmatch(rf"{about}: {sentence}.*\. See {about} --help\.\n", said.err)


@pytest.mark.parametrize(("command", "known"), [("report", "--in-place"), ("classroom", "folder")])
def test_a_command_says_what_it_takes(command, known):
    assert known in run(sys.executable, "-m", f"belegstelle.{command}", "--help")


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), ([], 2), (["reprot"], 2)])
def test_the_set_up_script_lists_its_commands(tasks, words, code, capsys):
    assert tasks.main(words) == code
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in tasks.COMMANDS)


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
    copy_notebooks(copy_sample(folder))
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


@pytest.mark.parametrize("git", [True, False])
def test_what_a_user_puts_beside_the_sample_is_no_part_of_what_is_compared(tmp_path, git):
    mine, taken = tmp_path / "mine", tmp_path / "taken"
    shutil.copytree(SAMPLE, mine)
    for place in ("data/raw/2024_zweites.txt", "data/editorial/2024_zweites/errata.csv"):
        (mine / place).parent.mkdir(exist_ok=True)
        shutil.copy(INVENTED / "two_names.txt", mine / place)
    if git:
        for words in (["init", "-q"], ["add", "."]):  # another interview may be committed
            subprocess.run(["git", "-C", mine, *words], check=True)
        for name in ("claims", "errata"):  # decisions tried in the sample's own folder
            with (mine / "data" / "editorial" / FIRST / f"{name}.csv").open("a") as file:
                file.write("x,y\n")
    for place in ("Untitled.ipynb", ".ipynb_checkpoints/01_read-checkpoint.ipynb"):
        (mine / "notebooks" / place).parent.mkdir(exist_ok=True)
        shutil.copy(SAMPLE / "notebooks" / "01_read.ipynb", mine / "notebooks" / place)
    assert differing(take_sample(mine, taken), SAMPLE) == []
    assert f"data/editorial/{FIRST}/claims.csv" in contents(taken)


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
    assert differing(rerun / "notebooks", SAMPLE / "notebooks") == []
    mine, committed = (folder / "data" / "processed" / FIRST for folder in (rerun, SAMPLE))
    assert len(contents(mine)) > 30
    assert differing(mine, committed) == []


def test_plain_nbconvert_gives_the_pages_of_the_report_and_of_the_archive(rerun, copy, monkeypatch):
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(rerun))
    notebooks = {path.stem: nbformat.read(path, 4) for path in (rerun / "notebooks").iterdir()}
    pages = {name: report_run.to_page(notebook, name) for name, notebook in notebooks.items()}
    archive = pages.pop("06_archive")
    report_pages.write_report(FIRST, pages)
    report_pages.write_archive_page(archive)  # it names the reports there are
    (rerun / "reports" / ".lock").unlink()
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

    totals = pd.DataFrame({"term": ["Weiterbildung", "AVATAR", "To"], "n": [4, 3, 2]})
    clouds = []
    for kerned in {ImageFont.core.HAVE_RAQM, False}:
        monkeypatch.setattr(ImageFont.core, "HAVE_RAQM", kerned)
        clouds.append(counts.place_terms(totals))
    assert clouds[0] == clouds[-1] and len(clouds[0]) == 3
