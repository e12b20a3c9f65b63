"""A folder of interviews: the notebooks' tables for all of them, a partition at a time.

A partition is some hundred interviews. It is read into one frame a table, written beside and
renamed, and is done when its folder exists: a run that was broken off goes on where it stopped.
The name of a partition is a digest of all it was made from (texts, lists, decisions, code), so
what has changed is read again and nothing else.
"""

import contextlib
import hashlib
import os
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from belegstelle.coding.candidates import find_candidates
from belegstelle.coding.lists import Lists, read_lists
from belegstelle.german.lemmas import read_vocabulary
from belegstelle.german.terms import codes_of, find_terms
from belegstelle.page.blocks import SPOKEN, read_blocks
from belegstelle.page.evidence import DATE
from belegstelle.page.formats import Received, receive
from belegstelle.page.reading import list_blocks
from belegstelle.page.source import find_language
from belegstelle.page.tables import PageTables
from belegstelle.project import (
    ARCHIVE,
    TroubleError,
    editorial_path,
    is_interview,
    processed_path,
    root,
    show_path,
)
from belegstelle.store import schema
from belegstelle.store.files import alone, write_file
from belegstelle.store.tables import to_csv
from belegstelle.terms.counts import measure_terms
from belegstelle.text.edits import Map, unify_layout
from belegstelle.text.errata import clean_text, list_corrections, read_errata
from belegstelle.text.suspects import list_suspects
from belegstelle.text.tokens import cut_sentences

if TYPE_CHECKING:
    import pyarrow as pa


TABLES = "interviews received blocks sentences terms candidates suspects problems".split()

# Interviews to a partition: enough to make a frame worth its while, few enough to hold in memory.
SIZE = 500

# What a sentence has from its block.
OF_BLOCK = ["interview", "block", "voice", "speaker"]

# Stands for a block's n_words where they are its tokens, until those are counted.
AS_TOKENS = -1

# The libraries whose answers stand in the tables: another version may know other lemmas.
LIBRARIES = (
    "charset-normalizer chunspell jupyterlab-spellchecker lxml pandas pyarrow pypdfium2 simplemma "
    "trafilatura"
).split()
# The folder of a partition, or one left half-written; not "charts".
PARTITION = re.compile(r"\.?\d{5}-[0-9a-f]{16}(\.\d+)?$")

BUSY = "Another run reads this archive: waiting until it is done …"

# Folders without interviews: ".git", "page_files" and "Seite-Dateien", which browsers save.
BESIDE = re.compile(r"\..*|.*(?:_files|[-_]Dateien)$")

# The year a file's name opens with: "2014-03-14_leonhard"; not "20140_x".
NAMED_YEAR = re.compile(r"(?:19|20)\d{2}(?!\d)")

# The year of a date: "14.03.2014", "14. März 2014"; not "600 Menschen".
DATED_YEAR = re.compile(r"\d{4}")


def choose_archive() -> Path:
    """Return the folder to read: the variable ARCHIVE if set, else data/raw.

    A folder that is not named from the top is looked for in the project's own.
    Raises TroubleError if it is no folder or holds no interview.
    """
    named = Path(os.environ.get("ARCHIVE") or "data/raw")
    with contextlib.suppress(RuntimeError):  # "~nobody": there is no such home
        named = named.expanduser()
    folder = root() / named
    if not list_documents(folder):
        raise TroubleError(
            f"{show_path(folder)}: no interview there. Name a folder of interviews in ARCHIVE."
        )
    return folder


def list_documents(folder: Path) -> list[tuple[str, Path]]:
    """Return the interviews of a folder and those below it: interview, path; by interview.

    An interview is named by its path in the folder, without what that ends in; of two files of one
    name, the second by all of it. Hidden folders and those that a browser saves beside a page are
    left out. A folder that can't be entered is listed as if it were a file: reading it says why.
    """
    closed: list[OSError] = []
    paths: list[Path] = []
    for place, below, names in os.walk(folder, onerror=closed.append):
        below[:] = [name for name in below if not BESIDE.match(name)]
        paths += [path for path in (Path(place, name) for name in names) if is_interview(path)]
    paths += [Path(error.filename) for error in closed if error.filename != str(folder)]
    found: dict[str, Path] = {}
    for path in sorted(paths):
        inside = path.relative_to(folder)
        name, whole = (_printable(one.as_posix()) for one in (inside.with_suffix(""), inside))
        found[whole if name in found else name] = path
    return sorted(found.items())


def _printable(name: str) -> str:
    r"""Return a file's name as a table can hold it: a byte that is no UTF-8 as its number.

    >>> _printable("gr\udcfc\u00dfe")
    'gr\\udcfcße'
    """
    return name.encode("utf-8", "backslashreplace").decode()


def read_archive(
    folder: Path,
    *,
    target: Path | None = None,
    suspects: bool = False,
    size: int = SIZE,
    workers: int | None = None,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Read every interview of a folder into the tables of the notebooks, kept as Parquet.

    target: where to (data/processed/archive); suspects: list them too, which takes many times as
    long; size: interviews to a partition; workers: processes (all cores); executor: one of your
    own instead, such as Dask's `client.get_executor()`, whose workers see the same folders.
    Writes target/<partition>/<table>.parquet and target/problems.csv, a row for every file that
    could not be read. Shows progress. Broken off, it goes on where it stopped.
    Returns table, partitions, rows.
    A file that could not be opened is tried again by the next run, and one run at a time reads.
    Raises TroubleError if the folder holds no text that can be read, the target can't be written,
    or a worker dies.
    """
    target = Path(target or processed_path(ARCHIVE))
    plan = plan_partitions(folder, size, suspects)
    if not plan:
        raise TroubleError(f"{show_path(folder)}: no interview there. Name a folder of interviews.")
    try:
        with alone(target / ".lock", BUSY):
            todo = [part for part in plan if not _is_done(target / part[0])]
            _show_progress(plan, todo, _run(target, todo, suspects, workers, executor))
            _remove_stale(target, {name for name, _ in plan})
            problems = pd.concat([read for _, read in iterate_table("problems", target)])
            write_file(target / "problems.csv", to_csv(problems))
            read = count_rows(target)
    except OSError as error:
        raise TroubleError(
            f"{show_path(target)} can't be written: {error.strerror or error}. Make room, or make "
            "the folder writable, and run again; what is done is kept."
        ) from error
    if not read.loc[0, "rows"]:
        raise TroubleError(
            f"{show_path(folder)}: none of its texts can be read. {problems['problem'].iloc[0]}"
        )
    return read


def _is_done(partition: Path) -> bool:
    """Tell whether a partition is there, and no file of it is to be tried again."""
    return partition.is_dir() and not pd.read_parquet(partition / "problems.parquet")["again"].any()


def _remove_stale(target: Path, wanted: set[str]) -> None:
    for stale in target.iterdir():
        if PARTITION.match(stale.name) and stale.name not in wanted:
            shutil.rmtree(stale)


def plan_partitions(
    folder: Path, size: int, suspects: bool
) -> list[tuple[str, list[tuple[str, Path]]]]:
    """Return the partitions a folder makes, in order: name, documents (see list_documents)."""
    documents = list_documents(folder)
    shared = _digest_shared(suspects)
    parts = [documents[at : at + size] for at in range(0, len(documents), size)]
    return [
        (f"{number:05}-{_digest_documents(part, shared)}", part)
        for number, part in enumerate(parts)
    ]


def _digest_shared(suspects: bool) -> bytes:
    """Return a digest of what every partition is made with: code, lists, libraries, options."""
    code = Path(__file__).parents[1]
    made_with = [*code.rglob("*.py"), *code.rglob("*.csv"), *editorial_path("").glob("*.*")]
    libraries = sorted((name, version(name)) for name in LIBRARIES)
    digest = hashlib.sha256(repr((suspects, libraries)).encode())
    for path in sorted(made_with):
        digest.update(path.name.encode() + b"\0" + _content(path))
    return digest.digest()


def _content(path: Path) -> bytes:
    """Return a file's bytes, none if it is a folder or can't be read: who reads it says so."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _digest_documents(documents: list[tuple[str, Path]], shared: bytes) -> str:
    digest = hashlib.sha256(shared)
    for interview, path in documents:
        digest.update(repr((interview, *_state(path))).encode())
        for decided in sorted(editorial_path("", interview).glob("[!.~]*.csv")):
            digest.update(decided.name.encode() + b"\0" + _content(decided))
    return digest.hexdigest()[:16]


def _state(path: Path) -> tuple[int, int] | tuple[()]:
    """Return a file's size and time; none of a link that leads nowhere or in a circle."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns


def _run(
    target: Path, todo: list, suspects: bool, workers: int | None, executor: Executor | None
) -> Iterator[int]:
    """Write partitions, here or in other processes; yield the number of interviews of each."""
    workers = min(workers or count_cores(), len(todo))
    if executor is None and workers < 2:
        for name, documents in todo:
            yield write_partition(target, name, documents, suspects)
        return
    if executor is None:
        read_vocabulary().lemma("Wort")  # a process that is forked has the dictionary then
    pool: Executor = executor or ProcessPoolExecutor(workers)
    waiting = [pool.submit(write_partition, target, name, part, suspects) for name, part in todo]
    try:
        for done in as_completed(waiting):
            yield done.result()
    except BrokenProcessPool as error:
        raise TroubleError(
            "A process that read the archive was ended from outside, often for want of memory. "
            "Close other programs and run again; what is done is kept."
        ) from error
    finally:
        for future in waiting:
            future.cancel()
        if executor is None:
            pool.shutdown()


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show_progress(plan: list, todo: list, counts: Iterator[int]) -> None:
    """Show how far the reading is; nothing of it stays in a notebook, for it is never the same."""
    from tqdm import tqdm

    total, left = (sum(len(documents) for _, documents in parts) for parts in (plan, todo))
    with tqdm(total=total, initial=total - left, unit="interview", disable=not todo) as bar:
        for n in counts:
            bar.update(n)
    if todo and "ipykernel" in sys.modules:
        from IPython.display import clear_output

        clear_output()


def write_partition(
    target: Path, name: str, documents: list[tuple[str, Path]], suspects: bool = False
) -> int:
    """Read documents and write their tables to target/name; return how many documents it were.

    The tables are written beside and the folder renamed: it is whole, or not there.
    """
    beside = Path(target) / f".{name}.{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for table, rows in read_partition(documents, suspects).items():
        rows.to_parquet(beside / f"{table}.parquet", index=False)
    whole = Path(target) / name
    shutil.rmtree(whole, ignore_errors=True)  # there if some of its files are tried again
    beside.rename(whole)
    return len(documents)


def read_partition(
    documents: list[tuple[str, Path]], suspects: bool = False
) -> dict[str, pd.DataFrame]:
    """Read documents into the tables of TABLES; a file that can't be read is a row of problems."""
    lists_of = cache(read_lists)
    pages, received, problems = [], {}, []
    for interview, path in documents:
        try:
            _refuse_unreadable(interview, path)
            one = receive(path)
            pages.append(read_page(interview, one.text, lists_of))
            received[interview] = one
        except Exception as error:
            problems.append((interview, *_tell(path, error)))
    tables = join_pages(pages)
    tables["interviews"] = _list_interviews(tables, received)
    made = [(name, one.reader, one.text) for name, one in received.items() if one.reader]
    tables["received"] = pd.DataFrame(made, columns=schema.columns("received"))
    if suspects:
        found = [
            _list_suspects(received[interview].text, blocks)
            for interview, blocks in tables["blocks"].groupby("interview", sort=False)
        ]
        tables["suspects"] = pd.concat(found or [pd.DataFrame(columns=schema.columns("suspects"))])
    tables["problems"] = pd.DataFrame(problems, columns=schema.columns("problems"))
    kinds = {name: schema.dtypes(name) for name in TABLES if name in tables}
    return {name: tables[name][[*kind]].astype(kind) for name, kind in kinds.items()}


def _refuse_unreadable(interview: str, path: Path) -> None:
    """Raise TroubleError for a folder that can't be entered, and a document whose name is taken.

    The latter is named by all of its file's name.
    """
    if path.is_dir():
        raise TroubleError(
            f"{show_path(path)} is a folder that can't be entered. Allow reading it, or move it "
            "away, and run again."
        ) from PermissionError(path)
    if interview.rpartition("/")[2] == path.name:
        raise TroubleError(
            f"{show_path(path)} has the name of another file there, and would be read twice. "
            "Rename or delete one of the two."
        )


def _tell(path: Path, error: Exception) -> tuple[str, str, bool]:
    """Return where a file lies, what is wrong, and whether that may pass without a change of it."""
    told = str(error) if isinstance(error, TroubleError) else f"{type(error).__name__}: {error}"
    again = isinstance(error.__cause__ or error, OSError)
    return _printable(show_path(path)), _printable(told), again


def _list_suspects(raw: str, blocks: pd.DataFrame) -> pd.DataFrame:
    interview = blocks["interview"].iloc[0]
    corrections = pd.DataFrame(columns=schema.columns("corrections"))
    if editorial_path("", interview).is_dir():
        errata = read_errata(interview)
        corrections = list_corrections(
            raw, errata, clean_text(raw, errata, interview)[1], interview
        )
    language = find_language(interview, raw)
    return list_suspects(raw, blocks.reset_index(drop=True), corrections, language)


def _list_interviews(
    tables: dict[str, pd.DataFrame], received: dict[str, Received]
) -> pd.DataFrame:
    blocks = tables["blocks"]
    words = blocks["n_words"].where(blocks["voice"].isin(SPOKEN), 0)
    counts = blocks.assign(n_words=words).groupby("interview", sort=False)
    table = counts.agg(n_blocks=("block", "size"), n_words=("n_words", "sum"))
    n_sentences = tables["sentences"].groupby("interview").size()
    table["n_sentences"] = n_sentences.reindex(table.index, fill_value=0)
    table["n_characters"] = [len(received[interview].text) for interview in table.index]
    dates = blocks[blocks["kind"] == "dateline"].groupby("interview")["text"].agg(" ".join)
    dates = dates.reindex(table.index, fill_value="")
    told = (received[interview].meta.get("date", "") for interview in table.index)
    dates = map(" ".join, zip(dates, told, strict=True))
    table["year"] = pd.array([*map(find_year, table.index, dates)], dtype="Int64")
    return table.reset_index()


def find_year(interview: str, dateline: str) -> int | None:
    """Return the year of an interview: of its file's name, else of its dateline, or None.

    >>> find_year("2014-03-14_leonhard", ""), find_year("a", "14. März 2013 | Interview")
    (2014, 2013)
    """
    named = NAMED_YEAR.match(interview.rpartition("/")[2])
    if named:
        return int(named[0])
    dated = DATE.search(dateline)
    return int(DATED_YEAR.search(dated[0])[0]) if dated else None


def read_page(interview: str, raw: str, lists_of: Callable[[str], Lists]) -> dict[str, Any]:
    """Read one page into columns that join_pages makes tables of.

    lists_of: language → its lists (see read_lists).
    What data/editorial decides about the interview is applied, if it has a folder there.
    Returns blocks (column → cells), sentences (the same, but those of OF_BLOCK), n_sentences (of
    every block), lists (those of its language).
    """
    lists = lists_of(find_language(interview, raw))
    blocks, clean, edits = _read_layers(interview, raw, lists.page_words)
    sentences, counts = cut_sentences(raw, clean, edits, blocks, lists.abbreviations)
    return {"blocks": blocks, "sentences": sentences, "n_sentences": counts, "lists": lists}


def _read_layers(interview: str, raw: str, words: PageTables) -> tuple[dict[str, list], str, Map]:
    """Return blocks, reading text (raw itself if nothing is changed) and map of a page."""
    if os.path.isdir(editorial_path("", interview)):
        clean, edits = clean_text(raw, read_errata(interview), interview)
        return read_blocks(raw, interview, words).to_dict("list"), clean, edits
    clean, edits = unify_layout(raw)
    found = list_blocks(raw, words)
    if not found:
        raise TroubleError(f"{interview} shows no text. Save the page into its file.")
    blocks: dict[str, Any] = {"interview": [interview] * len(found)}
    blocks |= {"block": range(1, len(found) + 1), "n_words": [AS_TOKENS] * len(found)}
    names = schema.columns("blocks")
    blocks |= {name: [block[name] for block in found] for name in names if name not in blocks}
    return blocks, clean if edits["start"] else raw, edits


def join_pages(pages: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Make one table each of the blocks, sentences, terms and candidates of pages; see read_page.

    Columns, rows and order are as read_blocks, read_sentences, rate_terms and find_candidates give
    them for one interview after the other, each with the lists of its language.
    """
    alike: dict[str, list] = defaultdict(list)
    for page in pages:
        alike[page["lists"].vocabulary.language].append(page)
    joined = [_join_alike(own, own[0]["lists"]) for own in alike.values()]
    if len(joined) < 2:
        return joined[0] if joined else _join_alike([], read_lists())
    place = {page["blocks"]["interview"][0]: at for at, page in enumerate(pages)}
    return {
        name: pd.concat([tables[name] for tables in joined]).sort_values(
            "interview", key=lambda names: names.map(place), kind="stable", ignore_index=True
        )
        for name in joined[0]
    }


def _join_alike(pages: list[dict[str, Any]], lists: Lists) -> dict[str, pd.DataFrame]:
    """Join pages of one language."""
    blocks = _join([page["blocks"] for page in pages], "blocks")
    sentences = _join([page["sentences"] for page in pages], "sentences", OF_BLOCK)
    counts = list(chain.from_iterable(page["n_sentences"] for page in pages))
    block = np.repeat(np.arange(len(blocks)), np.array(counts, int))
    for name in OF_BLOCK:
        sentences = sentences.append_column(name, blocks[name].take(block))
    codes = codes_of(lists.vocabulary)
    found = find_terms(sentences["reading"].chunk(0), codes)
    table = blocks.to_pandas()
    n_words = np.bincount(block, weights=found.n_words, minlength=len(table)).astype(int)
    table["n_words"] = table["n_words"].where(table["n_words"] != AS_TOKENS, n_words)
    terms, stops = codes.named()
    counted = np.where(stops[found.code], 0, found.code)
    terms = measure_terms(table, block[found.text], counted, terms)
    sentences = sentences.select(schema.columns("sentences")).to_pandas()
    candidates = find_candidates(sentences, lists.cues)
    return {"blocks": table, "sentences": sentences, "terms": terms, "candidates": candidates}


def _join(pages: list[dict[str, list]], table: str, besides: Iterable[str] = ()) -> "pa.Table":
    """Return the columns of a table of many pages as one, but for those besides."""
    import pyarrow as pa

    kinds = {"int64": pa.int64(), "float64": pa.float64(), "str": pa.large_string()}
    return pa.table(
        {
            name: pa.array([*chain.from_iterable(page[name] for page in pages)], kinds[kind])
            for name, kind in schema.dtypes(table).items()
            if name not in besides
        }
    )


def iterate_table(
    name: str, target: Path | None = None, columns: list[str] | None = None
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield partition and rows of an archive's table, one partition at a time, in order.

    Raises TroubleError if no archive has been read or the table is not kept.
    """
    target = Path(target or processed_path(ARCHIVE))
    paths = sorted(target.glob(f"[0-9]*/{name}.parquet"))
    if not paths:
        raise TroubleError(
            f"{show_path(target)} holds no table {name!r}. Read an archive first: notebook 06."
        )
    for path in paths:
        yield path.parent.name, pd.read_parquet(path, columns=columns)


def count_rows(target: Path | None = None) -> pd.DataFrame:
    """Return the tables kept of an archive: table, partitions, rows."""
    from pyarrow.parquet import read_metadata

    target = Path(target or processed_path(ARCHIVE))
    rows = []
    for name in TABLES:
        paths = sorted(target.glob(f"[0-9]*/{name}.parquet"))
        if paths:
            rows.append((name, len(paths), sum(read_metadata(path).num_rows for path in paths)))
    return pd.DataFrame(rows, columns=["table", "partitions", "rows"])
