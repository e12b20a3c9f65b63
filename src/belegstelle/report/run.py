"""The report: the notebooks run on one interview, as pages with a front page and a transcript.

`python -m belegstelle.report` runs the notebooks and writes reports/<interview>/; with
--archive it runs the one on the archive and writes reports/archive/; with --in-place it stores the
outputs of all in notebooks/ instead. Plain `jupyter nbconvert` gives the same pages, by way of
jupyter/nbconvert_config.py.
"""

import argparse
import asyncio
import contextlib
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, NoReturn

from belegstelle.english import list_words
from belegstelle.project import TroubleError, choose_interview, raw_path, root, show_path
from belegstelle.report.pages import (
    ARCHIVE_PAGE,
    notebook_path,
    notebook_paths,
    unreadable,
    write_archive_page,
    write_report,
)
from belegstelle.report.stored import settle
from belegstelle.store.files import write_file

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode


# Kernels speak over the loopback address, as Jupyter's do; they need not warn of it each time. And
# a run's cells are not what a person typed: they stay out of IPython's history.
QUIET = ["--IPKernelApp.log_level=40", "--HistoryManager.enabled=False"]

# Files that could not be read, named at the end of a run.
NAMED = 5

# How often a kernel is started before we give up.
TRIES = 3

# How many seconds pass without a word on where a run is; a busy machine takes longer.
EVERY = 5

# What a kernel has loaded when its notebook's turn comes; without a search for what could be freed.
LOADED = "helpers, matplotlib.figure, matplotlib.backends.backend_agg"
READY = [
    *QUIET,
    f"--IPKernelApp.exec_lines=import gc; gc.disable(); import {LOADED}; gc.freeze(); gc.enable()",
    # A reader's own profile may show every line of a cell; a page shows its last.
    "--InteractiveShell.ast_node_interactivity=last_expr",
]


async def run_notebooks(paths: list[Path], finish: Callable, begun: str = "") -> dict[str, str]:
    """Run notebooks in order, each in a kernel of its own; return name → finish(notebook, name).

    Starting a kernel takes as long as running a notebook, so two are kept ready, and a notebook is
    finished while the next runs. begun: what to say once the run can be stopped without a trace.
    Says which cell runs.
    Raises TroubleError, naming notebook and cell, if one fails.
    """
    _stop_at_signals()
    print(begun, end="\n" if begun else "", flush=True)
    clients = [asyncio.create_task(_make_ready(path)) for path in paths[:2]]
    finished, writer = [], ThreadPoolExecutor(1)  # pages share what makes them
    try:
        for number, path in enumerate(paths):
            client = await clients[number]
            if number + 2 < len(paths):
                clients.append(asyncio.create_task(_make_ready(paths[number + 2])))
            notebook = await _run(path.stem, client)
            loop = asyncio.get_running_loop()
            finished.append(loop.run_in_executor(writer, finish, notebook, path.stem))
        names = [path.stem for path in paths]
        return dict(zip(names, await asyncio.gather(*finished), strict=True))
    finally:
        for name in SET_AND_REMOVE:
            vars(asyncio.get_running_loop()).pop(name, None)
        ready = await asyncio.gather(*clients, return_exceptions=True)
        left = [
            client.km for client in ready if not isinstance(client, BaseException) and client.km
        ]
        await asyncio.gather(*(kernel.shutdown_kernel(now=True) for kernel in left))


SET_AND_REMOVE = ["add_signal_handler", "remove_signal_handler"]


def _stop_at_signals() -> None:
    """Let Ctrl-C and SIGTERM cancel the task that runs notebooks, so that it ends its kernels.

    nbclient would take both for itself with every notebook, and leave errors behind: it is let to
    set and remove no more handlers while this loop runs.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop() -> None:
        loop.set_exception_handler(lambda *_: None)
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers, nor has a thread.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop)
    vars(loop).update(dict.fromkeys(SET_AND_REMOVE, lambda *_: None))


async def _make_ready(path: Path) -> "NotebookClient":
    """Return what runs a notebook, its kernel started and ready.

    Two programs that start kernels at once may choose the same ports, and one kernel ends: it is
    started again. Raises TroubleError if that is of no use.
    """
    for _ in range(TRIES):
        try:
            return await _start_kernel(path)
        except RuntimeError as error:
            last = error
    raise TroubleError(
        f"{path.stem}: its kernel does not start ({last}). Delete the folder .venv and run the "
        "command again."
    )


async def _start_kernel(path: Path) -> "NotebookClient":
    from jupyter_client import AsyncKernelManager

    kernel = AsyncKernelManager(kernel_name="python3")
    place = {"cwd": str(path.parent), "stderr": DEVNULL, "env": _kernel_variables()}
    await kernel.start_kernel(extra_arguments=READY, **place)
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    options = {"record_timing": False, "shutdown_kernel": "immediate"}
    client = NotebookClient(notebook, km=kernel, **options)
    await client.async_start_new_kernel_client()
    return client


def _kernel_variables() -> dict[str, str]:
    """Return the variables of a kernel: ours is the helpers it imports.

    It opens no window, and is none of JupyterLab's even if a cell there started the run.
    """
    paths = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    for name in ("MPLBACKEND", "JPY_SESSION_NAME"):
        variables.pop(name, None)
    return variables


class Progress:
    """Which cell of a notebook runs, and how long it has."""

    def __init__(self, name: str, notebook: "NotebookNode") -> None:
        cells = [cell["id"] for cell in notebook.cells if cell.cell_type == "code"]
        self.name, self.n, self.at = name, len(cells), 0
        self._numbers = {cell: number for number, cell in enumerate(cells, start=1)}
        self._begun = time.monotonic()

    def seconds(self) -> float:
        """Return how long the notebook has run."""
        return time.monotonic() - self._begun

    def where(self) -> str:
        """Return which cell runs, of how many."""
        return f"  {self.name}: cell {self.at} of {self.n}"

    def tell(self, cell: "NotebookNode", **_) -> None:
        """Say that a cell begins."""
        self.at = self._numbers.get(cell["id"], self.at)
        _say_over(self.where())


async def _run(name: str, client: "NotebookClient") -> "NotebookNode":
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    progress = Progress(name, client.nb)
    client.on_cell_start = progress.tell
    try:
        with _telling(progress.where):
            await client.async_execute(cleanup_kc=True)
    except CellExecutionError as error:
        raise TroubleError(f"{name}, code cell {progress.at}: {_reason(error)}") from error
    except DeadKernelError as error:
        if asyncio.current_task().cancelling():
            raise asyncio.CancelledError from error
        raise TroubleError(
            f"{name}, code cell {progress.at}: its kernel was ended from outside, as when memory "
            "is short. Close other programs and run again."
        ) from error
    _say_over(f"  {name}: {progress.n} cells, {progress.seconds():.1f} s", end="\n")
    settle(client.nb.metadata)
    return client.nb


@contextlib.contextmanager
def _telling(where: Callable[[], str]) -> Iterator[None]:
    """Say where a run is every few seconds, until what is done meanwhile ends."""
    begun, ended = time.monotonic(), threading.Event()

    def tell() -> None:
        with contextlib.suppress(OSError):  # nobody reads it: who runs is told by the next word
            while not ended.wait(EVERY):
                told = f"{where()}, {time.monotonic() - begun:.0f} s so far"
                _say_over(told, end="" if sys.stdout.isatty() else "\n")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _say_over(text: str, end: str = "") -> None:
    """Say where we are, on one line of a terminal; elsewhere only what is final."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end=end, flush=True)
    elif end:
        print(text, flush=True)


def _reason(error) -> str:
    """Return the sentence of a failed cell's error."""
    if error.ename == "TroubleError":
        return error.evalue
    if error.ename == "ModuleNotFoundError":
        return f"{error.evalue}. Delete the folder .venv and run the command again."
    return f"{error.ename}: {error.evalue}"


@cache
def make_exporter(folder: Path):
    """Return nbconvert's HTML exporter with the configuration of a folder.

    One for all pages of a run: it reads its templates once, and anew when one is another.
    """
    from nbconvert.exporters import HTMLExporter
    from traitlets.config.loader import PyFileConfigLoader

    settings = PyFileConfigLoader("nbconvert_config.py", path=str(folder)).load_config()
    return HTMLExporter(config=settings)


def to_page(notebook: "NotebookNode", name: str) -> str:
    """Return a notebook with outputs as a page. name: without .ipynb."""
    exporter = make_exporter(root() / "jupyter")
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    return page


def to_file(notebook: "NotebookNode", name: str) -> str:
    """Return a notebook with outputs as its file holds it, whatever Python ran it."""
    import nbformat

    return nbformat.writes(notebook) + "\n"


def make_report() -> Path:
    """Run the notebooks on the chosen interview and write its report; return index.html's path.

    The variable FILE names a file to take into data/raw first.
    A run that fails leaves the report that was there as it was.
    """
    if file := os.environ.get("FILE"):
        from belegstelle.page.intake import take_in

        os.environ["INTERVIEW"] = taken = take_in(Path(file), os.environ.get("INTERVIEW", ""))
        print(f"{show_path(Path(file))} is {show_path(raw_path(taken))} now.", flush=True)
    interview = choose_interview()
    # A notebook that names another interview is told so, instead of telling of both.
    os.environ["BELEGSTELLE_REPORT"] = interview
    paths = notebook_paths()
    begun = f"Running {len(paths)} notebooks on {interview} …"
    pages = asyncio.run(run_notebooks(paths, to_page, begun))
    print(rest := "  front page, transcript, tables", flush=True)
    with _telling(lambda: rest):
        return write_report(interview, pages)


def make_archive_page() -> Path:
    """Read the archive, run the notebook on it and write its page; return the page's path.

    It is read here and not first in the notebook, so that the progress is seen.
    """
    from belegstelle.archive.partitions import choose_archive, read_archive

    folder, path = choose_archive(), notebook_path(ARCHIVE_PAGE)
    print(f"Reading the interviews of {show_path(folder)} …", flush=True)
    read_archive(folder)
    pages = asyncio.run(run_notebooks([path], to_page))
    if problems := unreadable():
        files = list_words([file for file, _ in problems[:NAMED]])
        rest = f" and {len(problems) - NAMED} more" if len(problems) > NAMED else ""
        print(f"Not read: {files}{rest}; the page says why.", flush=True)
    return write_archive_page(pages[ARCHIVE_PAGE])


def run_in_place() -> None:
    """Run the notebooks and store them with outputs; the same run gives the same files."""
    paths = [*notebook_paths(), notebook_path(ARCHIVE_PAGE)]
    begun = f"Running {len(paths)} notebooks in place …"
    files = asyncio.run(run_notebooks(paths, to_file, begun))
    for path in paths:
        write_file(path, files[path.stem].encode("utf-8"))


class Words(argparse.ArgumentParser):
    """The words a command takes: none is shortened, and a wrong one gets one sentence."""

    def __init__(self, command: str, about: str) -> None:
        super().__init__(f"python -m {command}", description=about, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to read on; the exit code is 2."""
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help.\n")


def read_words(arguments: list[str]) -> argparse.Namespace:
    """Return what the report command is asked for: in_place, archive (each true or false)."""
    words = Words(
        "belegstelle.report",
        "Run the notebooks on an interview of data/raw (the variable INTERVIEW names it, without "
        ".txt or the like; FILE takes a file in first) and write its report to reports/.",
    )
    either = words.add_mutually_exclusive_group()
    either.add_argument(
        "--in-place", action="store_true", help="store all notebooks with their outputs instead"
    )
    either.add_argument(
        "--archive",
        action="store_true",
        help="read a folder of interviews (the variable ARCHIVE names it) and write its page",
    )
    return words.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Make the report or the page of the archive, or run in place; return the exit code."""
    asked = read_words(arguments)
    if sys.stdout is None:  # closed by who started this
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    untouched = (
        "No notebook was changed."
        if asked.in_place
        else "No report was written; one that was there stays as it was."
    )
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # as Ctrl-C
    try:
        _do(asked)
    except TroubleError as error:
        print(error, untouched, sep="\n", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(f"\nStopped. {untouched}", file=sys.stderr)
        return 130
    except BrokenPipeError:  # who reads what is said has left, as `| head -1` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        print(f"Nobody reads what is said here, so it was stopped. {untouched}", file=sys.stderr)
        return 1
    return 0


def _do(asked: argparse.Namespace) -> None:
    begun = time.monotonic()
    if asked.in_place:
        run_in_place()
        print("The notebooks are as run; see what changed with git status.")
    else:
        path = make_archive_page() if asked.archive else make_report()
        print(f"Done in {time.monotonic() - begun:.1f} s. Open {path}", flush=True)
