"""Speed, side by side in one run: `make bench`, or `python tests/bench.py [sizes]`.

The archive is invented (tests/invent.py). Every measurement is a process of its own, warmed up on
one interview; runs take turns, and the median of five counts. `make bench` installs the peers
(requirements-bench.lock); those that are not there are left out and named.
"""

import argparse
import json
import multiprocessing
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import invent
import numpy as np
import pandas as pd
import pyarrow as pa
import trials
from conftest import FIRST, INVENTED, LISTS, ROOT, copy_notebooks, copy_sample

from belegstelle.archive import partitions
from belegstelle.coding.lists import read_lists
from belegstelle.german.terms import TermCodes, find_terms
from belegstelle.german.words import WORD
from belegstelle.page.reading import list_blocks
from belegstelle.report import run as report_run
from belegstelle.store.files import decode
from belegstelle.terms import counts as term_counts
from belegstelle.text.errata import read_errata

SIZES = [1, 100, 10_000]
RUNS = 5
# The invented archive.
FOLDER = Path(tempfile.gettempdir()) / "belegstelle-invented"
# Texts that are counted at once.
PART = 10_000
# Slips put into text, to see which are suspected.
SLIPS = 200
# What WORD matches, for engines whose \w is ASCII or takes in marks.
LETTER = r"[\p{L}\p{N}_]"
WORD_ELSEWHERE = rf"(?:[0-9]+(?:[.,][0-9]+)+|{LETTER}+)(?:[-‐‑'’]{LETTER}+)*"


def list_files(n: int) -> list[tuple[str, Path]]:
    """Return n interviews of the invented archive, which is made if it is not there."""
    numbered = {int(path.stem.rpartition("_")[2]): path for path in FOLDER.glob("*.txt")}
    if any(number not in numbered for number in range(n)):
        invent.write_archive(FOLDER, n)
        return list_files(n)
    return [(numbered[number].stem, numbered[number]) for number in range(n)]


def start_clock() -> tuple[float, float]:
    """Return the time now, and the processor time of this process and its children so far."""
    return time.perf_counter(), sum(os.times()[:4])


def read_clock(clock: tuple[float, float]) -> dict[str, float]:
    """Return seconds and processor seconds since; on a busy machine the second is the fair one."""
    now = start_clock()
    return {"seconds": now[0] - clock[0], "cpu": now[1] - clock[1]}


# What is counted: lower-case words without stop words, by interview and voice. Each way takes
# the same rows (unit, text), one for an interview and voice, and returns unit, word, n.


def write_units(n: int) -> None:
    """Keep the texts of every interview's voices beside the archive, for all ways to count."""
    texts = []
    for _, path in list_files(n):
        voices = {}
        for block in list_blocks(path.read_bytes().decode(), LISTS.page_words):
            voices.setdefault(block["voice"], []).append(block["text"])
        texts += ["\n".join(parts) for parts in voices.values()]
    units_path(n).write_text(json.dumps(texts))


def units_path(n: int) -> Path:
    """Return where write_units puts the texts of n interviews."""
    return FOLDER / f"units-{n}.json"


def load_units(n: int) -> tuple[list[int], list[str]]:
    """Return those texts, numbered."""
    texts = json.loads(units_path(n).read_text())
    return list(range(len(texts))), texts


class WordCodes(TermCodes):
    """The codes of lower-case words: what all ways count, where our own counts lemmas."""

    def __init__(self) -> None:
        self.stop = LISTS.vocabulary.stop_words
        super().__init__(LISTS.vocabulary)
        self.firsts = frozenset()
        self.joins = {particle: Apart() for particle in self.joins}

    def code(self, word: str) -> int:
        """Return the code of a word in lower case, 0 for a stop word."""
        word = word.lower()
        return 0 if word in self.stop else self.number(word, False)


class Apart(dict):
    """No verb is joined with its particle."""

    def __missing__(self, form: str) -> int:
        return 0


CODES = WordCodes()
# Units and texts, which a process that is forked has then.
SHARED = []


def count_ours(units, texts):
    """Count by codes of words, as the archive does, a part at a time."""
    parts = [slice(at, at + PART) for at in range(0, len(texts), PART)]
    return pd.concat([count_part(units[part], texts[part]) for part in parts])


def count_part(units, texts):
    """Count texts that are few enough for the processor's own memory."""
    found = find_terms(pa.array(texts), CODES)
    unit, code, n = term_counts.count_codes(found.text, found.code, len(CODES.numbers))
    word = pd.array(CODES.named()[0], dtype="str").take(code)
    return pd.DataFrame({"unit": np.asarray(units)[unit], "word": word, "n": n})


def count_ours_by_core(units, texts):
    """The same, a process a core, each with its share, as the archive is read.

    What is counted stays with the process, which in the archive writes it: returns rows a process.
    """
    cores = partitions.count_cores()
    SHARED[:] = units, texts
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
        return list(pool.map(count_share, range(cores), [cores] * cores))


def count_share(number, cores):
    """Count one of as many equal shares of the texts as there are cores."""
    units, texts = (rows[number::cores] for rows in SHARED)
    return len(count_ours(units, texts))


def count_plainly(units, texts):
    """One pattern and a Counter for every text."""
    stop = LISTS.vocabulary.stop_words
    counts = [
        Counter(word for word in WORD.findall(text.lower()) if word not in stop) for text in texts
    ]
    rows = [(u, w, n) for u, count in zip(units, counts, strict=True) for w, n in count.items()]
    return pd.DataFrame(rows, columns=["unit", "word", "n"])


def count_nltk(units, texts):
    """NLTK as its book has it: a tokenizer and a FreqDist."""
    from nltk import FreqDist
    from nltk.tokenize import RegexpTokenizer

    tokenizer, stop, rows = RegexpTokenizer(WORD.pattern), LISTS.vocabulary.stop_words, []
    for unit, text in zip(units, texts, strict=True):
        words = [word.lower() for word in tokenizer.tokenize(text)]
        counts = FreqDist(word for word in words if word not in stop)
        rows += [(unit, word, n) for word, n in counts.items()]
    return pd.DataFrame(rows, columns=["unit", "word", "n"])


def count_sklearn(units, texts):
    """scikit-learn's CountVectorizer; its matrix is the table."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        token_pattern=WORD.pattern, stop_words=sorted(LISTS.vocabulary.stop_words)
    )
    return counter.fit_transform(texts), counter


def count_polars(units, texts):
    """Polars, lazily, with a thread a core."""
    import polars as pl

    words = pl.col("text").str.to_lowercase().str.extract_all(WORD_ELSEWHERE).alias("word")
    table = pl.LazyFrame({"unit": units, "text": texts}).select("unit", words).explode("word")
    kept = table.filter(~pl.col("word").is_in(sorted(LISTS.vocabulary.stop_words))).drop_nulls(
        "word"
    )
    return kept.group_by("unit", "word").agg(n=pl.len()).collect()


def count_duckdb(units, texts):
    """DuckDB, with a thread a core."""
    import duckdb

    page = pa.table({"unit": units, "text": texts})  # noqa: F841  (DuckDB finds it by name)
    stop = pa.table({"word": sorted(LISTS.vocabulary.stop_words)})  # noqa: F841
    query = (
        "select unit, word, count(*) as n from (select unit, unnest(regexp_extract_all("
        f"lower(text), '{WORD_ELSEWHERE.replace(chr(39), chr(39) * 2)}')) as word from page) "
        "where word not in (select word from stop) group by all"
    )
    duckdb.sql(f"set threads = {partitions.count_cores()}")
    return duckdb.sql(query).to_arrow_table()


# A word, or a mark: what a tagger takes for a token.
MARKED = re.compile(rf"{WORD.pattern}|[^\w\s]")
BY_CORE = "ours, a process a core"
COUNTS = {
    "ours": count_ours,
    BY_CORE: count_ours_by_core,
    "one pattern and a Counter": count_plainly,
    "NLTK": count_nltk,
    "scikit-learn": count_sklearn,
    "polars": count_polars,
    "DuckDB": count_duckdb,
}


def as_rows(counts) -> list[tuple]:
    """Return any way's counts as sorted rows, to compare them."""
    if isinstance(counts, tuple):
        matrix, counter = counts
        words, matrix = counter.get_feature_names_out(), matrix.tocoo()
        cells = zip(matrix.row.tolist(), words[matrix.col], matrix.data.tolist(), strict=True)
        return sorted((unit, str(word), n) for unit, word, n in cells)
    frame = counts if isinstance(counts, pd.DataFrame) else counts.to_pandas()
    return sorted(frame[["unit", "word", "n"]].itertuples(index=False, name=None))


def run_count(way: str, n: int, digest: bool) -> dict:
    """Count n interviews in a way; returns seconds and, if asked, a digest of the counts."""
    units, texts = load_units(n)
    COUNTS[way](units[:2], texts[:2])
    clock = start_clock()
    counts = COUNTS[way](units, texts)
    times = read_clock(clock)
    same = sha256(repr(as_rows(counts)).encode()).hexdigest() if digest else ""
    return times | {"digest": same}


# What is read: files to blocks, sentences and terms, against a pass that only counts words.


def read_floor(files):
    """Read, one pattern, a Counter."""
    for _, path in files:
        Counter(WORD.findall(decode(path.read_bytes(), path.name)[0].lower()))


def read_ours(files):
    """Read to blocks, sentences and terms, a partition at a time, in one process."""
    for at in range(0, len(files), partitions.SIZE):
        part = files[at : at + partitions.SIZE]
        texts = [(name, decode(path.read_bytes(), path.name)[0]) for name, path in part]
        lists_of = cache(read_lists)
        partitions.join_pages([partitions.read_page(*text, lists_of) for text in texts])


READS = {"floor: read, one pattern, Counter": read_floor, "ours: read to terms": read_ours}


def run_read(way: str, files: list) -> dict:
    """Read files in a way; returns seconds."""
    READS[way](files[:1])
    clock = start_clock()
    READS[way](files)
    return read_clock(clock)


def run_archive(workers: str, files: list) -> dict:
    """Read files into Parquet with as many processes; returns seconds."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "in"
        folder.mkdir()
        for name, path in files:
            (folder / f"{name}.txt").symlink_to(path)
        clock = start_clock()
        partitions.read_archive(folder, target=Path(made) / "out", workers=int(workers))
        return read_clock(clock)


RUN = {"read": run_read, "archive": run_archive}


def measure(kind: str, way: str, n: int, *, cores: int = 0, digest: bool = False) -> dict | None:
    """Run one way in a process of its own: seconds, peak (MB); None if a peer is not there.

    cores: how many it may use, 0 for all.
    """
    job = json.dumps([kind, way, n, cores, digest])
    run = subprocess.run([sys.executable, __file__, "--run", job], capture_output=True, text=True)
    if "ModuleNotFoundError" in run.stderr:
        return None
    if run.returncode:
        sys.exit(run.stderr)
    return json.loads(run.stdout.splitlines()[-1])


def run_here(job: str) -> None:
    """Do what measure asked this process for."""
    kind, way, n, cores, digest = json.loads(job)
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    result = run_count(way, n, digest) if kind == "count" else RUN[kind](way, list_files(n))
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(json.dumps(result | {"peak": max(peaks)}))


def compare(kind: str, ways: list[str], n: int, cores: int = 0) -> pd.DataFrame:
    """Measure ways in turns; cores: see measure.

    Returns way, n, seconds and cpu_s (medians), docs_per_s, MB_per_s, peak_MB.
    """
    size = sum(path.stat().st_size for _, path in list_files(n)) / 1e6
    runs = {way: [] for way in ways}
    for _ in range(RUNS):
        for way in ways:
            runs[way].append(measure(kind, way, n, cores=cores))
    rows = []
    for way, found in runs.items():
        if None in found:
            continue
        seconds = statistics.median(run["seconds"] for run in found)
        cpu = round(statistics.median(run["cpu"] for run in found), 4)
        peak = max(run["peak"] for run in found)
        speed = (round(n / seconds), size / seconds)
        rows.append((way, n, round(seconds, 4), cpu, *speed, round(peak)))
    names = ["way", "n", "seconds", "cpu_s", "docs_per_s", "MB_per_s", "peak_MB"]
    return pd.DataFrame(rows, columns=names).round({"MB_per_s": 1})


def bench_counting(sizes: list[int]) -> None:
    """The same counts in every way: checked to be equal first."""
    few = min(max(sizes), 100)
    with ProcessPoolExecutor(1) as pool:  # another's memory would count as ours
        list(pool.map(write_units, {*sizes, few}))
    alone = [way for way in COUNTS if way != BY_CORE]
    digests = {way: measure("count", way, few, digest=True) for way in alone}
    missing = [way for way, found in digests.items() if found is None]
    if missing:
        print(f"Not installed (pip install .[bench]): {', '.join(missing)}")
    if len({found["digest"] for found in digests.values() if found}) > 1:
        sys.exit(f"The counts differ: {digests}")
    print(f"Counts of {few} interviews are equal in {len(digests) - len(missing)} ways.")
    alone = [way for way in alone if way not in missing]
    runs = {1: ("ours", alone), partitions.count_cores(): (BY_CORE, [BY_CORE, *alone])}
    for cores, (ours, ways) in runs.items():
        table = pd.concat(compare("count", ways, n, cores) for n in sizes)
        show(table, f"Counting words, cores: {cores}")
        large = table[table["n"] == max(sizes)].set_index("way")["seconds"]
        ratios = (large / large[ours]).round(2).to_dict()
        print(f"  time to {ours}, n = {max(sizes)}: {ratios}")


def bench_reading(sizes: list[int]) -> None:
    """Files to tables, against the floor; cost per document as the archive grows."""
    table = pd.concat(compare("read", list(READS), n) for n in sizes)
    show(table, "Read to terms")
    ours = table[table["way"].str.startswith("ours")].set_index("n")
    floor = table[~table["way"].str.startswith("ours")].set_index("n")
    for n in sizes:
        print(f"  n = {n}: {ours.loc[n, 'seconds'] / floor.loc[n, 'seconds']:.2f} times the floor")
    cost = ours["seconds"] / ours.index
    if {100, max(sizes)} <= set(sizes):
        print(f"  cost per interview, {max(sizes)} to 100: {cost[max(sizes)] / cost[100]:.2f}")


def bench_processes(sizes: list[int]) -> None:
    """The whole archive to Parquet with one process and with two; memory as it grows."""
    n = max(sizes)
    steps = sorted({max(n // 10, 1), n})
    table = pd.concat(compare("archive", ["1", "2"], step) for step in steps)
    show(table.rename(columns={"way": "processes"}), "Archive to Parquet, candidates included")
    one, two = (table[(table["way"] == way) & (table["n"] == n)].iloc[0] for way in "12")
    print(f"  two processes: {one['seconds'] / two['seconds']:.2f} times one")
    few = table[(table["way"] == "1") & (table["n"] == steps[0])].iloc[0]
    print(f"  peak memory of one, {n} to {steps[0]}: {one['peak_MB'] / few['peak_MB']:.2f}")


# The report, against Jupyter alone: as many notebooks that only import the same libraries.

IMPORTS = "import pandas, matplotlib.pyplot, nltk, simplemma, hunspell, wordcloud, xlsxwriter"


def write_floor(folder: Path) -> list[str]:
    """Write the notebooks that only import; return nbconvert's command on them."""
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook

    paths = [folder / path.name for path in report_run.notebook_paths()]
    for path in paths:
        write(new_notebook(cells=[new_code_cell(IMPORTS)]), path)
    return ["-m", "jupyter", "nbconvert", "--to", "html", "--execute", *map(str, paths)]


def bench_report(_) -> None:
    """`make report` on a made environment, and the floor of Jupyter's own commands, in turns."""
    with tempfile.TemporaryDirectory() as made:
        floor = write_floor(Path(made))
        runs = {"floor: imports only": floor, "ours: the report": ["-m", "belegstelle.report"]}
        copy_notebooks(copy_sample(Path(made) / "project"))
        took = {way: [] for way in runs}
        for _ in range(RUNS):
            for way, command in runs.items():
                place = {"BELEGSTELLE_ROOT": str(Path(made) / "project"), "INTERVIEW": ""}
                # The floor's pages are Jupyter's own, without our template.
                place |= {"JUPYTER_NO_CONFIG": "1"} if command is floor else {}
                clock = start_clock()
                command = [sys.executable, *command]
                subprocess.run(command, env=os.environ | place, capture_output=True, check=True)
                took[way].append(read_clock(clock))
    rows = {way: pd.DataFrame(times).median() for way, times in took.items()}
    table = pd.DataFrame(rows).T.round(2).rename_axis("way").reset_index()
    show(table, "Report of the first interview")
    floor, ours = (row["seconds"] for row in rows.values())
    print(f"  {ours / floor:.2f} times the floor")


# The suspects, on slips put into right text, and on text as it is.


def bench_suspects(_) -> None:
    """How many slips put in are suspected and rightly mended; what is suspected without cause."""
    first = {FIRST: (ROOT / "data" / "raw" / f"{FIRST}.txt").read_text(encoding="utf-8")}
    invented = {p.stem: p.read_text(encoding="utf-8") for p in sorted(INVENTED.glob("*.txt"))}
    del invented["hostile"]
    errata = read_errata(FIRST)
    known = {FIRST: set(errata.loc[errata["treatment"] == "correct", "raw"])}
    for name, pages in (("the first interview", first), ("invented interviews", invented)):
        slips = trials.rate_suspects(trials.find_slips(pages, n=SLIPS))
        show(slips, f"Slips put into {name}: suspected (recall), the word meant suggested first")
        show(trials.false_alarms(pages, known), f"Suspected in {name} as received")
    mistakes = trials.find_misspellings()
    n, flagged, right = len(mistakes), mistakes["flagged"].sum(), mistakes["first"].sum()
    print(
        f"\nAttested mistakes: {flagged} of {n} suspected, {right} with the right word first; not:"
    )
    print("  " + ", ".join(mistakes.loc[~mistakes["first"], "wrong"]))
    show(trials.alarms_in_clean_texts(), "Suspected in right German of six kinds")
    text = "\n".join(invent.interview(number)[1] for number in range(1300))[:5_000_000]
    clock = start_clock()
    found = trials.find_in(text, language="de")
    show(pd.DataFrame([{"megabytes": 5, "n": len(found), **read_clock(clock)}]), "Suspects, speed")


# Lemmas, against a tagger that knows the sentence.


def bench_lemmas(_) -> None:
    """How many lemmas are wrong of those set by hand, by ours and by HanTa."""
    ways = {"ours": trials.our_lemmas}
    try:
        from HanTa.HanoverTagger import HanoverTagger
    except ImportError:
        print("HanTa is not installed: left out")
    else:
        tagger = HanoverTagger("morphmodel_ger.pgz")
        ways["HanTa"] = lambda sentences: [
            [lemma for word, lemma, _ in tagger.tag_sent(words) if WORD.match(word)]
            for words in map(MARKED.findall, sentences)
        ]
    show(trials.rate_lemmas(ways), "Content words with a wrong lemma, of those set by hand")


def show(table: pd.DataFrame, title: str) -> None:
    """Print a table under its title."""
    print(f"\n{title}\n{'none' if table.empty else table.to_string(index=False)}", flush=True)


# Each takes the sizes and prints its table. Those that measure memory come first: a process that
# is started counts the peak of the one that starts it as its own.
BENCHES = [
    bench_counting,
    bench_reading,
    bench_processes,
    bench_report,
    bench_suspects,
    bench_lemmas,
]


def main(arguments: list[str]) -> None:
    """Run all benches on archives of the sizes given."""
    if arguments[:1] == ["--run"]:
        return run_here(arguments[1])
    words = argparse.ArgumentParser(description="Measure the speed, side by side.")
    words.add_argument("sizes", nargs="*", type=int, help="of the invented archives")
    sizes = words.parse_args(arguments).sizes or SIZES
    cores = partitions.count_cores()
    print(f"{cores} cores; archives of {', '.join(map(str, sizes))} invented interviews")
    list_files(max(sizes))
    for bench in BENCHES:
        bench(sizes)
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
