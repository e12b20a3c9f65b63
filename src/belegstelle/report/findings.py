"""What the tables say, in sentences: every figure computed, none typed.

What codings differ in is told as a range ("six or seven"): each sentence holds by every coding.
"""

from functools import partial

import pandas as pd

from belegstelle.coding.agreement import Codings
from belegstelle.coding.claims import counted, list_unprinted, tabulate
from belegstelle.coding.codebook import CODED
from belegstelle.coding.thesis import DIRECTIONS, Thesis, read_thesis
from belegstelle.coding.trend import Story, read_story
from belegstelle.english import (
    capital,
    in_words,
    list_counts,
    list_words,
    plural,
    some,
    span_in_words,
    verb,
)
from belegstelle.page.blocks import SPOKEN, find_unsure, shares_are_sure
from belegstelle.page.source import known_source
from belegstelle.report.tables import column_name

# Terms that are equally frequent are all named, up to so many.
ALIKE = 4

# The figures that tell_story tells; see trend.sum_up.
FIGURES = "n told words context number source interviewee served affirms qualifies contests".split()


def tell_story(claims: pd.DataFrame, others: Codings | None = None) -> list[str]:
    """Return the finding in three sentences, every figure computed from the codings.

    others: the claims of other coders by name. Says how many claims go the thesis's way, by what,
    and on what evidence; who makes them and whom they would serve; how many support, limit and
    contest the thesis. One sentence if nothing is coded yet, or no thesis is given.
    """
    if not len(counted(claims)):
        return ["No claim is coded yet, so there is no finding."]
    interview = claims["interview"].iloc[0]
    thesis = read_thesis(interview)
    if not thesis.text:
        return [
            "No thesis is given, so no story is told: fill thesis, thesis_en and thesis_direction "
            f"in data/editorial/{interview}/source.csv."
        ]
    story = read_story(claims, others or {}, thesis)
    guests = claims.loc[claims["voice"] == "interviewee", "speaker"].nunique()
    told = [_on_evidence(story)]
    if story.span("told")[1]:
        told.append(_on_interest(story, "people" if guests > 1 else "person"))
    told.append(tell_stance(story))
    n = len(story.figures)
    if n > 1:
        all_codings = "Both" if n == 2 else f"All {in_words(n)}"
        told[-1] += (
            f" {all_codings} codings say so."
            if len(story.figures[FIGURES].drop_duplicates()) == 1
            else f" Where a range stands, the {in_words(n, 'coding')} differ."
        )
    return told


def _span(story: Story, name: str, noun: str = "") -> str:
    """Return a figure in words, or the least and most of several codings: "six or seven"."""
    return span_in_words(story.span(name), partial(in_words, noun=noun) if noun else some)


def _does(story: Story, name: str, plural: str) -> str:
    """Return a figure with its verb: "none carries", "six or seven carry"."""
    return f"{_span(story, name)} {verb(story.span(name)[1] or 1, plural)}"


def _on_evidence(story: Story) -> str:
    goes, most = DIRECTIONS[story.thesis.direction], story.span("told")[1]
    if not most:
        return f"None of {_span(story, 'n', 'counted claim')} says that anything {goes}."
    by = [
        f"{_span(story, name)} {words}"
        for name, words in (("words", "by their words"), ("context", "by context"))
        if story.span(name)[1]
    ]
    by = by if len(by) > 1 else [by[0].split(" ", 1)[1]]
    return (
        f"{capital(_span(story, 'told'))} of {_span(story, 'n', 'counted claim')} "
        f"{verb(most, 'say')} that something {goes}, {list_words(by)}; "
        f"{_does(story, 'number', 'carry')} a number, and "
        f"{_does(story, 'source', 'name')} an outside source."
    )


def _on_interest(story: Story, whose: str) -> str:
    told = f"{capital(_does(story, 'interviewee', 'come'))} from the {whose} interviewed"
    guest = story.figures["interviewee"]
    if guest.any():
        served = "it" if guest.eq(1).all() else "they"
        if not guest.equals(story.figures["served"]):
            served = f"{_span(story, 'served')} of them"
        told += f", whose own business {served} would serve if believed: the coders’ inference"
    if story.lost:
        told += (
            f". {capital(in_words(story.lost, 'further statement'))} of the editors or in display "
            f"{verb(story.lost, 'have')} an interviewee as only source in the text, unnamed"
        )
    return f"{told}."


def tell_stance(story: Story) -> str:
    """Return how many claims support, limit and contest the thesis, by all codings."""
    return (
        f"{capital(_span(story, 'affirms', 'counted claim'))} "
        f"{verb(story.span('affirms')[1], 'support')} the thesis that {story.thesis.english}; "
        f"{_does(story, 'qualifies', 'limit')} it, and "
        f"{_does(story, 'contests', 'contest')} it.{_uncounted(story)}"
    )


def _uncounted(story: Story) -> str:
    """Return how many claims limit or contest the thesis that are shown only, if any."""
    span = story.span("uncounted")
    if not span[1]:
        return ""
    are = verb(span[1], "are")
    told = f"{capital(span_in_words(span))} that {are} taken for granted or shown"
    against = f"{verb(span[1], 'limit')} or {verb(span[1], 'contest')} it"
    return f" {told}, and so not counted, {against}."


def source_line(interview: str, n: int, noun: str) -> str:
    """Return the source line of a chart: text, its date, and what n counts.

    noun: the plural ("claims").
    """
    fields = known_source(interview)
    named = [fields.get("outlet", ""), fields.get("date", "")]
    return f"Source: {', '.join(part for part in named if part) or interview}; n = {n} {noun}"


def base_line(tokens: pd.DataFrame) -> str:
    """Return the base of a term table: the tokens of each voice, stop words included."""
    sizes = tokens.groupby("voice").size()
    return "tokens: " + ", ".join(f"{voice} {size}" for voice, size in sizes.items())


def claim_base(claims: pd.DataFrame) -> str:
    """Return the base of a claims table: how many count, how many are shown only."""
    n = len(counted(claims))
    if claims.empty:
        return "no claim is coded yet"
    only = len(claims) - n
    shown = (
        "presupposition or display repeat" if only == 1 else "presuppositions and display repeats"
    )
    told = f"{n} counted {plural(n, 'claim')} of the first coding"
    return told + f"; {only} {shown} not counted" * bool(only)


def tell_reading(blocks: pd.DataFrame, shares: pd.DataFrame) -> list[str]:
    """Return what 01 finds: the turns, the shares, and what stands without a label.

    Where a tenth of the words stand in blocks that are unsure, that comes first, and the shares
    are told as what they may lie between.
    """
    n = int(shares["n"].sum())
    if not shares_are_sure(blocks):
        return _tell_doubt(find_unsure(blocks), shares, n)
    questions = int((blocks["kind"] == "question").sum())
    answers = int((blocks["kind"] == "answer").sum())
    if not questions + answers:
        return [f"No turn is found on this page of {n} words: it is read as editorial text."]
    share = shares.set_index("voice")
    parts = [
        f"{voice} {share.loc[voice, 'share']:.0%} ({share.loc[voice, 'n']})"
        for voice in SPOKEN
        if share.loc[voice, "n"]
    ]
    notes = blocks[blocks["kind"] == "note"]
    after = (
        f" {capital(in_words(len(notes), 'paragraph'))} without a label "
        f"{verb(len(notes), 'are')} read as editorial, not as the last speaker's."
        if len(notes)
        else ""
    )
    return [
        f"{capital(in_words(questions, 'question'))} and {in_words(answers, 'answer')}; "
        f"of {n} words: {list_words(parts)}.{after}"
    ]


def _tell_doubt(unsure: pd.DataFrame, shares: pd.DataFrame, n: int) -> list[str]:
    """Return that no share is sure, and between what the shares lie."""
    doubt = int(unsure["n_words"].sum())
    if doubt == n:
        return [f"None of the {in_words(n, 'word')} could be given to a voice for sure."]
    sure = shares.set_index("voice")["n"] - unsure.groupby("voice")["n_words"].sum()
    sure = sure.fillna(shares.set_index("voice")["n"])
    parts = [
        f"{voice} {sure[voice] / n:.0%} to {(sure[voice] + doubt) / n:.0%}" for voice in SPOKEN
    ]
    return [
        f"About {doubt / n:.0%} of the words ({doubt} of {n}, in {in_words(len(unsure), 'block')}) "
        "could not be given to a voice for sure. "
        f"Until somebody has decided, the shares lie between: {list_words(parts)}."
    ]


def count_treatments(corrections: pd.DataFrame) -> pd.DataFrame:
    """Count the places of the errata by category and treatment: category, correct, …, n."""
    table = pd.crosstab(corrections["category"], corrections["treatment"])
    table = table.assign(n=table.sum(axis=1).astype("int64"))
    return table.rename_axis(columns=None).reset_index()


def count_codes(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims that count by every code and voice: column, code, interviewer, …, n."""
    tables = [
        tabulate(claims, column).rename(columns={column: "code"}).assign(column=column)
        for column in CODED
        if column != "voice"
    ]
    table = pd.concat(tables).fillna(0)
    return table[["column", *table.columns.drop("column")]].reset_index(drop=True)


def tell_cleaning(
    corrections: pd.DataFrame, suspects: pd.DataFrame, quotes: pd.DataFrame
) -> list[str]:
    """Return what 02 finds: what is corrected, asked and kept, and how true the display is."""
    n = corrections["treatment"].value_counts()
    places = {key: int(n.get(key, 0)) for key in ("correct", "query", "keep")}
    looks = "it looks" if places["keep"] == 1 else "they look"
    done = {
        "correct": "corrected",
        "query": "for an editor to ask about",
        "keep": f"kept as right though {looks} wrong",
    }
    there = [(places[key], words) for key, words in done.items() if places[key]]
    parts = [f"{in_words(n, '' if at else 'place')} {words}" for at, (n, words) in enumerate(there)]
    decided = capital(", ".join(parts)) or "No erratum is logged"
    open_ones = int((suspects["decided"] == "").sum())
    found = f"{in_words(len(suspects), 'suspect')} found by machine"
    told = [f"{decided}; {found}{f', {some(open_ones)} still to decide' * bool(len(suspects))}."]
    if len(quotes):
        told.append(f"Display quotes: {list_counts(quotes['fidelity'])}.")
    return told


def tell_terms(tokens: pd.DataFrame, totals: pd.DataFrame) -> list[str]:
    """Return what 03 finds: tokens, types, and the most frequent term with its voices."""
    if totals.empty:
        return ["The text has no terms: only stop words, or nothing at all."]
    first = totals.iloc[0]
    once = int((totals["n"] == 1).sum())
    standing = f"{once} of the {len(totals)} terms stand only once."
    base = f"{first['base']} tokens"
    if tokens["token"].str.contains(r"\s").any():
        base += ", a term of several words being one"
    if first["n"] == 1:
        return [f"No term comes twice; there are {len(totals)} of them in {base}."]
    alike = list(totals.loc[totals["n"] == first["n"], "term"])
    if 1 < len(alike) <= ALIKE:
        terms = list_words([f"“{term}”" for term in alike])
        return [
            f"{terms} are the most frequent terms, with {first['n']} each of {base}. {standing}"
        ]
    by_voice = tokens[tokens["term"] == first["term"]].groupby("voice").size()
    by_voice = by_voice.drop("display", errors="ignore")
    parts = [f"{voice} {count}" for voice, count in by_voice.items()]
    return [
        f"“{first['term']}” is the most frequent term: {first['n']} of {base} "
        f"({list_words(parts)}). {standing}"
    ]


def tell_keyness(figures: dict[str, float]) -> str:
    """Return what a keyness table is worth, from expect_by_chance."""
    could = int(figures["n_terms"])
    if not could:
        return f"No term is frequent enough to pass G² {figures['mark']}."
    n, more = int(figures["n"]), figures["n"] > figures["usual"]
    verdict = "more than chance is likely to give" if more else "not more than chance may well give"
    return (
        f"Of {in_words(could, 'term')} frequent enough to pass G² {figures['mark']}, {some(n)} "
        f"{verb(n or 1, 'do')}. Dealt out at random, the same words give "
        f"{figures['chance']:.1f} on average: {verdict}."
    )


def tell_claims(
    claims: pd.DataFrame,
    candidates: pd.DataFrame,
    others: Codings | None = None,
    uncoded: pd.DataFrame | None = None,
) -> list[str]:
    """Return what 04 finds: how many claims, how many carry evidence; or what is to be coded.

    uncoded: see claims.list_uncoded; others: the claims of other coders by name.
    """
    waiting = [] if uncoded is None or uncoded.empty else [_on_uncoded(claims, uncoded)]
    if not len(counted(claims)):
        n = len(candidates)
        return waiting or [
            f"No claim of this interview is coded yet; {in_words(n, 'sentence')} that "
            f"{verb(n, 'look')} worth checking {verb(n, 'wait')} in claims_proposed.csv as "
            f"{'a row' if n == 1 else 'rows'} to copy into claims.csv, code, and run again."
            if n
            else "No claim of this interview is coded yet, and by its cues no sentence of it looks "
            "worth checking."
        ]
    story = read_story(claims, others or {}, Thesis())
    guest = (
        f" Of {_span(story, 'guests')} of the guest’s, {_span(story, 'serving')} would serve the "
        "guest’s own business, if believed; that is the coders’ inference."
        if story.span("guests")[1]
        else ""
    )
    return [
        f"Of {_span(story, 'n', 'counted claim')}, {_does(story, 'numbers', 'carry')} a number and "
        f"{_does(story, 'sources', 'name')} an outside source.{guest}",
        *waiting,
    ]


def _on_uncoded(claims: pd.DataFrame, uncoded: pd.DataFrame) -> str:
    rows = len(claims) + len(uncoded)
    lacking = [f"{row.claim_id} {list_words(row.missing.split())}" for row in uncoded.itertuples()]
    told = "The one claim is not coded"
    if rows > 1:
        coded = f"{capital(some(len(claims)))} of {in_words(rows, 'claim')}"
        told = f"{coded} {verb(len(claims) or 1, 'are')} coded"
    they = "it lacks" if len(uncoded) == 1 else "they lack"
    return f"{told}; left out, for what {they}: {'; '.join(lacking)}."


def tell_agreement(agreement: pd.DataFrame, interview: str, claims: pd.DataFrame) -> list[str]:
    """Return how far the codes agree, of how many columns, and who coded (source.csv, coded_by).

    agreement: see agreement.measure_coders.
    """
    if claims.empty:
        return ["No claim is coded yet, so there are no codings to compare."]
    if agreement.empty:
        return ["One coding: nobody has coded these claims a second time, so nothing is measured."]
    by = known_source(interview).get("coded_by", "")
    coders = set(", ".join(agreement["coder"].unique()).split(", "))
    least = agreement.sort_values("ci_low", kind="stable").drop_duplicates("column").sort_index()
    notes = least["note"].str.split("; links").str[0]
    verdicts = [
        f"{list_words([column_name(c) for c in own])} ({note})"
        for note, own in least.groupby(notes, sort=False)["column"]
    ]
    return [
        f"{capital(by or in_words(len(coders), 'coding'))}. For each column, told of the "
        f"two codings whose interval of alpha reaches lowest: {list_words(verdicts)}."
    ]


def tell_candidates(scores: pd.DataFrame, where: str = "By the first coding") -> list[str]:
    """Return what visible cues are worth beside the trivial rule; see candidates.score_rules.

    where: whose sentences they are, or who coded them.
    """
    if scores.empty:
        return ["Nothing check-worthy is coded yet, so the cues can't be scored."]
    rules = scores.set_index("rule")
    cues, trivial = rules.loc["visible cues"], rules.loc["every declarative sentence"]
    better = (
        "does better by F1 than the cues"
        if trivial["f1"] > cues["f1"]
        else "does as well by F1"
        if trivial["f1"] == cues["f1"]
        else "does worse by F1"
    )
    told = [
        f"{where}, of {in_words(int(cues['n']), 'sentence')} with a visible cue "
        f"{some(int(cues['hits']))} {verb(cues['hits'] or 1, 'are')} check-worthy, of "
        f"{in_words(int(cues['truth']))} in all; the trivial rule, every declarative sentence, "
        f"{better} ({trivial['f1']:.2f} against {cues['f1']:.2f})."
    ]
    if cues["hits"] == cues["truth"]:
        told.append(
            "No check-worthy sentence is without a cue. Where claims were copied from "
            "claims_proposed.csv, or taken from the candidates at the desk, that is so by "
            "construction, and recall says nothing."
        )
    return told


def tell_next(
    interview: str, tables: dict[str, pd.DataFrame], uncoded: pd.DataFrame
) -> list[tuple[str, str]]:
    """Return what is still to decide about an interview: on which page it is seen, and where.

    tables: blocks, suspects, claims, claims_proposed; uncoded: see claims.list_uncoded. A page is
    named as the notebook is; a sentence names the file it is decided in.
    """
    folder, claims = f"data/editorial/{interview}", tables["claims"]
    blocks = tables["blocks"]
    unsure = len(find_unsure(blocks)) if claims.empty or not shares_are_sure(blocks) else 0
    waiting = int((tables["suspects"]["decided"] == "").sum())
    to_code = len(tables["claims_proposed"])
    unprinted = list_unprinted(claims, blocks)
    steps = [
        (
            unsure,
            "01_read",
            f"{capital(in_words(unsure, 'block'))} could be read otherwise. Decide at the desk "
            f"of notebook 1 (make lab INTERVIEW={interview}), or in {folder}/blocks.csv.",
        ),
        (
            waiting,
            "02_clean",
            f"{capital(in_words(waiting, 'suspect'))} to decide, at the desk of notebook 2 or in "
            f"{folder}/errata.csv.",
        ),
        (
            to_code,
            "04_claims",
            f"{capital(in_words(to_code, 'sentence'))} to code that may be worth checking, at the "
            f"desk of notebook 4 or in {folder}/claims.csv, by the codes of "
            "data/editorial/codebook.csv.",
        ),
        (len(uncoded), "04_claims", f"{_on_uncoded(claims, uncoded)} See {folder}/claims.csv."),
        (
            len(unprinted),
            "04_claims",
            f"Not as the text has it: {list_words(unprinted)}. Copy the words, or empty the "
            f"{plural(len(unprinted), 'cell')}, in {folder}/claims.csv.",
        ),
        (
            len(claims) and not read_thesis(interview).text,
            "05_trend",
            f"What is it read for? Write thesis, thesis_en and thesis_direction into {folder}/"
            "source.csv; then the claims tell what supports, limits or contests it.",
        ),
    ]
    return [(page, sentence) for n, page, sentence in steps if n]
