"""What an archive shows at a glance: years, voices, terms, cues, and one text against the others.

Every function goes through the partitions one at a time and keeps sums only.
"""

from collections.abc import Callable, Iterable

import pandas as pd

from belegstelle.archive.partitions import iterate_table
from belegstelle.german.lemmas import read_vocabulary
from belegstelle.german.terms import terms_of
from belegstelle.page.blocks import SPOKEN, word_shares
from belegstelle.project import ARCHIVE, TroubleError, processed_path, show_path
from belegstelle.store.files import write_file
from belegstelle.store.tables import to_csv
from belegstelle.terms.keyness import compare_voices


def _sum_over(
    name: str,
    columns: list[str],
    keys: list[str],
    count: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Count every partition of a table and add the counts up by keys."""
    total = None
    for _, rows in iterate_table(name, columns=columns):
        counts = count(rows)
        total = counts if total is None else pd.concat([total, counts])
        total = total.groupby(keys, as_index=False, dropna=False).sum()
    return total


def read_interviews() -> pd.DataFrame:
    """Return the interviews of an archive; columns as data/README.md, interviews."""
    return pd.concat([rows for _, rows in iterate_table("interviews")], ignore_index=True)


def count_years() -> pd.DataFrame:
    """Return year (empty where unknown), n_interviews, n_sentences, n_words (of those who speak),
    by year.
    """
    years = read_interviews().groupby("year", as_index=False, dropna=False)
    return years.agg(
        n_interviews=("interview", "size"),
        n_sentences=("n_sentences", "sum"),
        n_words=("n_words", "sum"),
    )


def sum_voices() -> pd.DataFrame:
    """Return the words of each voice that speaks, over all interviews; see word_shares."""

    def count(blocks: pd.DataFrame) -> pd.DataFrame:
        return word_shares(blocks).drop(columns="share")

    sums = _sum_over("blocks", ["voice", "n_words"], ["voice"], count)
    sums = sums.set_index("voice").loc[list(SPOKEN)].reset_index()
    return sums.assign(share=sums["n"] / max(sums["n"].sum(), 1))


def share_terms() -> pd.DataFrame:
    """Return the terms of an archive by how many interviews have them.

    Returns term, n_interviews, share (of all interviews), n, per_1000 (n / base * 1000), base
    (tokens of all interviews, stop words included; display text left out); n_interviews falling.
    """

    def count(terms: pd.DataFrame) -> pd.DataFrame:
        terms = terms[terms["voice"] != "display"]
        return terms.groupby("term", as_index=False).agg(
            n_interviews=("interview", "nunique"), n=("n", "sum")
        )

    table = _sum_over("terms", ["interview", "voice", "term", "n"], ["term"], count)
    base = sum_bases()["base"].sum()
    table["share"] = table["n_interviews"] / max(len(read_interviews()), 1)
    table["per_1000"] = (table["n"] / max(base, 1) * 1000).round(2)
    order = ["n_interviews", "n", "term"]
    table = table.sort_values(order, ascending=[False, False, True], ignore_index=True)
    return table.assign(base=base)[["term", "n_interviews", "share", "n", "per_1000", "base"]]


def sum_bases() -> pd.DataFrame:
    """Return the tokens of each interview's voices that speak and have a term: interview, base."""

    def count(terms: pd.DataFrame) -> pd.DataFrame:
        voices = terms[terms["voice"] != "display"].drop_duplicates(["interview", "voice"])
        return voices.groupby("interview", as_index=False)["base"].sum()

    return _sum_over("terms", ["interview", "voice", "base"], ["interview"], count)


def follow_terms(terms: list[str]) -> pd.DataFrame:
    """Return how often terms are used in each year.

    Returns term (in the order given), year, n, per_1000 (n / base * 1000), base (tokens of that
    year, stop words included; display text left out), n_interviews (of that year); a year without
    a use is a row with n 0. Interviews without a year are left out.
    """
    interviews = read_interviews().dropna(subset="year")
    year = interviews.set_index("interview")["year"].astype("int64")

    def count(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows[(rows["voice"] != "display") & rows["term"].isin(terms)]
        rows = rows.assign(year=rows["interview"].map(year)).dropna(subset="year")
        return rows.groupby(["term", "year"], as_index=False)["n"].sum()

    columns = ["interview", "voice", "term", "n"]
    uses = _sum_over("terms", columns, ["term", "year"], count)
    bases = sum_bases()
    bases = bases.groupby(bases["interview"].map(year))["base"].sum()
    table = _by_year(uses, terms, bases, year)
    table["per_1000"] = (table["n"] / table["base"].clip(lower=1) * 1000).round(2)
    return table[["term", "year", "n", "per_1000", "base", "n_interviews"]]


def _by_year(
    counts: pd.DataFrame, labels: Iterable[str], bases: pd.Series, year: pd.Series
) -> pd.DataFrame:
    """Return counts by label and year with what they are counts of; without any a row with n 0.

    counts: label, year, n; bases: by year; year: of every interview. Returns label, year, n, base,
    n_interviews (of that year), in the order of labels.
    """
    name, interviews = counts.columns[0], year.value_counts().sort_index()
    labels = pd.Index(labels, dtype="str")
    grid = pd.MultiIndex.from_product([labels, interviews.index], names=[name, "year"])
    table = counts.set_index([name, "year"])["n"].reindex(grid, fill_value=0).reset_index()
    table["base"] = table["year"].map(bases).fillna(0)
    table["n_interviews"] = table["year"].map(interviews)
    return table.astype(dict.fromkeys(["year", "n", "base", "n_interviews"], "int64"))


def compare_with_others(interview: str) -> pd.DataFrame:
    """Compare the terms of one interview with those of all others: what sets it apart?

    Display text is left out. Returns term, n_one (in the interview), n_other, per_1000_one,
    per_1000_other, log_ratio, g2; see compare_voices; no row if there is no other interview
    or this one has no words. Raises TroubleError if the archive does not hold the interview.
    """

    def count(terms: pd.DataFrame) -> pd.DataFrame:
        terms = terms[terms["voice"] != "display"]
        side = (terms["interview"] == interview).map({True: "one", False: "other"})
        return terms.assign(voice=side).groupby(["voice", "term"], as_index=False)["n"].sum()

    columns = ["interview", "voice", "term", "n"]
    sums = _sum_over("terms", columns, ["voice", "term"], count)
    if interview not in set(read_interviews()["interview"]):
        raise TroubleError(
            f"The archive holds no interview {interview!r}. Choose one of its files."
        )
    bases = sum_bases().set_index("interview")["base"]
    one = int(bases.get(interview, 0))
    base = sums["voice"].map({"one": one, "other": int(bases.sum()) - one})
    return compare_voices(sums.assign(base=base), "one", "other")


def count_cues() -> pd.DataFrame:
    """Return how many sentences look worth checking, by year and class of cue.

    Returns year, cue_class, n (sentences with such a cue), per_100 (n / base * 100), base (all
    sentences of that year, questions and display text included), n_interviews (of that year); by
    class and year. A sentence with cues of two classes counts in both. Interviews without a year
    are left out.
    """
    return _rate_candidates("cue_class", "cues", _cue_classes)


def count_topics(topics: list[str]) -> pd.DataFrame:
    """Return how many sentences that look worth checking hold a topic, by year.

    topics: terms, as share_terms has them. Returns year, topic (in the order given), n (sentences
    with a cue and the term), per_100 (n / base * 100), base (all sentences of that year, questions
    and display text included), n_interviews (of that year). Interviews without a year are left out.
    """

    def mark(texts: pd.Series) -> list[list[str]]:
        found = terms_of(texts, read_vocabulary())
        return [[topic for topic in topics if topic in terms] for terms in found]

    return _rate_candidates("topic", "text", mark, topics)


def _cue_classes(cues: pd.Series) -> list[list[str]]:
    """Return the classes of each candidate's cues, each once."""
    found = cues.str.split("; ")
    return [list(dict.fromkeys(cue.partition(": ")[0] for cue in own)) for own in found]


def _rate_candidates(
    name: str,
    column: str,
    mark: Callable[[pd.Series], list[list[str]]],
    labels: list[str] | None = None,
) -> pd.DataFrame:
    """Count candidates by the labels that mark gives each's column, and by year; see count_cues.

    labels: those to count, in order; None: all there are, by name.
    """
    interviews = read_interviews().dropna(subset="year").astype({"year": "int64"})
    year = interviews.set_index("interview")["year"]
    bases = interviews.groupby("year")["n_sentences"].sum()

    def count(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows.assign(year=rows["interview"].map(year)).dropna(subset="year")
        found = rows.assign(**{name: mark(rows[column])}).explode(name).dropna(subset=name)
        return found.groupby([name, "year"], as_index=False).size().rename(columns={"size": "n"})

    sums = _sum_over("candidates", ["interview", column], [name, "year"], count)
    table = _by_year(sums, sorted(set(sums[name])) if labels is None else labels, bases, year)
    table["per_100"] = (table["n"] / table["base"].clip(lower=1) * 100).round(1)
    return table[["year", name, "n", "per_100", "base", "n_interviews"]]


def compare_cues(interview: str) -> pd.DataFrame:
    """Set the cues of one interview against those of all others: does it tell more of trends?

    Returns cue_class, n_one, base_one (its sentences, questions and display text included),
    per_100_one (n / base * 100), n_other, base_other, per_100_other; the greatest difference first;
    no row if there is no other interview.
    """
    sentences = read_interviews().set_index("interview")["n_sentences"]

    def count(rows: pd.DataFrame) -> pd.DataFrame:
        side = (rows["interview"] == interview).map({True: "n_one", False: "n_other"})
        found = rows.assign(side=side, cue_class=_cue_classes(rows["cues"])).explode("cue_class")
        return found.groupby(["cue_class", "side"], as_index=False).size()

    columns = ["interview", "cues"]
    sums = _sum_over("candidates", columns, ["cue_class", "side"], count)
    table = sums.pivot_table(index="cue_class", columns="side", values="size", fill_value=0)
    table = table.reindex(columns=["n_one", "n_other"], fill_value=0).astype("int64")
    one = int(sentences.get(interview, 0))
    table = table.assign(base_one=one, base_other=int(sentences.sum()) - one)
    for side in ("one", "other"):
        rate = table[f"n_{side}"] / table[f"base_{side}"].clip(lower=1) * 100
        table[f"per_100_{side}"] = rate.round(1)
    gap = (table["per_100_one"] - table["per_100_other"]).abs()
    order = [f"{column}_{side}" for side in ("one", "other") for column in ("n", "base", "per_100")]
    table = table.assign(gap=-gap).sort_values(["gap", "cue_class"])[order].reset_index()
    return table[table["base_other"] > 0]


def archive_line() -> str:
    """Return the source line of a chart over an archive: how many interviews of which years."""
    interviews = read_interviews()
    years = interviews["year"].dropna()
    first, last = (years.min(), years.max()) if len(years) else ("year unknown", "year unknown")
    span = f"{first}" if first == last else f"{first}–{last}"
    unknown = len(interviews) - len(years)
    rest = f"; {unknown} without a year" if unknown and len(years) else ""
    noun = "interview" if len(interviews) == 1 else "interviews"
    return f"Source: archive, {span}{rest}; n = {len(interviews)} {noun}"


def write_across(**tables: pd.DataFrame) -> pd.DataFrame:
    """Write tables over the archive to its folder as CSV; return file, rows."""
    paths = [
        write_file(processed_path(ARCHIVE, f"{name}.csv"), to_csv(table))
        for name, table in tables.items()
    ]
    rows = [len(table) for table in tables.values()]
    return pd.DataFrame({"file": [show_path(path) for path in paths], "rows": rows})
