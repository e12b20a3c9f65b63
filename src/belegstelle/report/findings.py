"""What the tables say, in sentences: every figure computed, none typed."""

import pandas as pd

from belegstelle.coding.claims import counted, evidence, tabulate
from belegstelle.coding.codebook import CODED
from belegstelle.coding.trend import attribution_loss, sum_up
from belegstelle.english import capital, in_words, list_counts, list_words, part_of, some, verb
from belegstelle.page.blocks import SPOKEN, list_assumptions, read_source

# More terms than chance gives in all but this share of the deals are more than chance.
RARE = 0.05


def tell_story(claims: pd.DataFrame) -> list[str]:
    """Return the finding in three sentences, every figure computed from the claims.

    Says how many claims carry the story that something grows and on what evidence, who makes them
    and whom they serve, and who contests it. One sentence if nothing is coded yet.
    """
    figures = sum_up(claims)
    if not figures["n"]:
        return ["No claim is coded yet, so there is no finding."]
    return [_on_evidence(figures), _on_interest(claims, figures), _on_objection(claims)]


def _on_evidence(figures: dict[str, int]) -> str:
    n, growth = figures["n"], figures["growth"]
    if not growth:
        return f"None of the {in_words(n, 'counted claim')} says that anything grows."
    number, source = figures["growth_number"], figures["growth_source"]
    if growth == 1:
        with_number = f"it carries {'a' if number else 'no'} number"
        with_source = f"names {'an' if source else 'no'} outside source"
        return f"One claim out of {n} says that something grows: {with_number} and {with_source}."
    with_number = f"{part_of(number, growth)} {verb(number or 1, 'carry')} a number"
    with_source = f"{part_of(source, growth)} {verb(source or 1, 'name')} an outside source"
    return (
        f"{capital(in_words(growth, 'claim'))} out of {n} say that something grows: "
        f"{with_number}, and {with_source}."
    )


def _on_interest(claims: pd.DataFrame, figures: dict[str, int]) -> str:
    growth, guest, served = (figures[k] for k in ("growth", "growth_guest", "growth_interest"))
    lost = attribution_loss(claims)["claim_id"].nunique()
    tail = (
        f" Besides, {in_words(lost, 'statement')} in the editors' own voice or display "
        f"{'has' if lost == 1 else 'have'} an interviewee as {'its' if lost == 1 else 'their'} "
        "only source in the text."
        if lost
        else ""
    )
    if not growth:
        return f"{capital(in_words(figures['affirms'], 'claim'))} affirm the story all the same."
    if growth == 1:
        whose = "comes" if guest else "does not come"
        whom = "serves" if served else "does not serve"
        return (
            f"It {whose} from the person interviewed, and {whom} the speaker's own business.{tail}"
        )
    return (
        f"{capital(part_of(guest, growth))} {verb(guest or 1, 'come')} from the person "
        f"interviewed, and {part_of(served, growth)} {verb(served or 1, 'serve')} the speaker's "
        f"own business.{tail}"
    )


def _on_objection(claims: pd.DataFrame) -> str:
    shown = evidence(claims)
    stances = shown["stance"].value_counts()
    affirms, qualifies = (int(stances.get(code, 0)) for code in ("affirms", "qualifies"))
    contests = shown[shown["stance"] == "contests"]
    told = (
        f"In the whole story, {in_words(affirms, 'claim')} {verb(affirms, 'affirm')} it and "
        f"{some(qualifies)} {verb(qualifies or 1, 'qualify')} it; "
    )
    if contests.empty:
        return f"{told}nobody in the text contests it."
    voices = " and ".join(dict.fromkeys(contests["voice"]))
    sources = [source for source in dict.fromkeys(contests["source_name"]) if source]
    named = f", which cites {' and '.join(sources)}" if sources else ""
    count = in_words(len(contests))
    return f"{told}{count} {verb(len(contests), 'contest')} it, in the {voices} voice{named}."


def source_line(interview: str, n: int, noun: str) -> str:
    """Return the source line of a chart: text, its date, and what n counts.

    noun: the plural ("claims").
    """
    fields = dict(read_source(interview).itertuples(index=False, name=None))
    named = [fields.get("outlet", ""), fields.get("date", "")]
    return f"Source: {', '.join(part for part in named if part) or interview}; n = {n} {noun}"


def base_line(tokens: pd.DataFrame) -> str:
    """Return the base of a term table: the tokens of each voice, stop words included."""
    sizes = tokens.groupby("voice").size()
    return "tokens: " + ", ".join(f"{voice} {size}" for voice, size in sizes.items())


def claim_base(claims: pd.DataFrame) -> str:
    """Return the base of a claims table: how many count, how many are shown only."""
    n = len(counted(claims))
    return f"{n} counted claims; {len(claims) - n} presuppositions and display repeats not counted"


def tell_reading(blocks: pd.DataFrame, shares: pd.DataFrame) -> list[str]:
    """Return what 01 finds: the turns, the shares, and what stands without a label."""
    n = int(shares["n"].sum())
    questions = int((blocks["kind"] == "question").sum())
    answers = int((blocks["kind"] == "answer").sum())
    if not questions + answers:
        return [f"No turn is found on this page of {n} words: it is read as editorial text."]
    share = shares.set_index("voice")
    parts = [
        f"{voice} {share.loc[voice, 'share']:.0%} ({share.loc[voice, 'n']})" for voice in SPOKEN
    ]
    notes = blocks[blocks["kind"] == "note"]
    after = (
        f" {capital(in_words(len(notes), 'paragraph'))} without a label "
        f"{'is' if len(notes) == 1 else 'are'} editorial, not the last speaker's."
        if len(notes)
        else ""
    )
    return [
        f"{capital(in_words(questions, 'question'))} and {in_words(answers, 'answer')}; "
        f"of {n} words: {list_words(parts)}.{after}"
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
    asked, kept = some(places["query"]), some(places["keep"])
    open_ones = int((suspects["decided"] == "").sum())
    told = [
        f"{capital(in_words(places['correct'], 'place'))} corrected, {asked} for an editor to ask "
        f"about, {kept} kept as right though {'it looks' if places['keep'] == 1 else 'they look'} "
        f"wrong; {in_words(len(suspects), 'suspect')} found by machine, "
        f"{some(open_ones)} still to decide."
    ]
    if len(quotes):
        told.append(f"Display quotes: {list_counts(quotes['fidelity'])}.")
    return told


def tell_terms(tokens: pd.DataFrame, totals: pd.DataFrame) -> list[str]:
    """Return what 03 finds: tokens, types, and the most frequent term with its voices."""
    if totals.empty:
        return ["The text has no terms: only stop words, or nothing at all."]
    first = totals.iloc[0]
    by_voice = tokens[tokens["term"] == first["term"]].groupby("voice").size()
    by_voice = by_voice.drop("display", errors="ignore")
    parts = [f"{voice} {count}" for voice, count in by_voice.items()]
    once = int((totals["n"] == 1).sum())
    return [
        f"“{first['term']}” is the most frequent term: {first['n']} of {first['base']} tokens "
        f"({list_words(parts)}). {once} of the {len(totals)} terms stand only once."
    ]


def tell_keyness(figures: dict[str, float]) -> str:
    """Return what a keyness table is worth, from expect_by_chance."""
    if not figures["n"]:
        return f"None of {figures['n_terms']} terms passes G² {figures['mark']}."
    verdict = "More than" if figures["as_many"] < RARE else "No more than"
    n = int(figures["n"])
    return (
        f"{capital(in_words(n))} of {figures['n_terms']} terms {verb(n, 'pass')} G² "
        f"{figures['mark']}. Dealt out at random, the same words give "
        f"{figures['chance']:.1f} on average, and as many or more in {figures['as_many']:.0%} of "
        f"{figures['draws']} deals. {verdict} chance alone would give."
    )


def tell_claims(claims: pd.DataFrame, candidates: pd.DataFrame) -> list[str]:
    """Return what 04 finds: how many claims, how many carry evidence; or what is to be coded."""
    shown = evidence(claims)
    if shown.empty:
        return [
            f"No claim of this interview is coded yet; "
            f"{in_words(len(candidates), 'sentence')} that look worth checking wait in "
            "claims_proposed.csv as rows to copy into claims.csv, code, and run again."
        ]
    number, source = int(shown["number"].sum()), int(shown["named_source"].sum())
    interest = int((shown["interest"] == "yes").sum())
    return [
        f"Of {in_words(len(shown), 'counted claim')}, {some(number)} "
        f"{verb(number or 1, 'carry')} a number, {some(source)} {verb(source or 1, 'name')} an "
        f"outside source, and {some(interest)} {verb(interest or 1, 'serve')} the speaker's own "
        "business."
    ]


def tell_next(
    interview: str,
    blocks: pd.DataFrame,
    suspects: pd.DataFrame,
    claims: pd.DataFrame,
    proposed: pd.DataFrame,
) -> list[str]:
    """Return what is still to decide about an interview, each with the file it is decided in."""
    told = []
    assumed = len(list_assumptions(blocks))
    if assumed and claims.empty:
        told.append(
            f"{capital(in_words(assumed, 'block'))} no label settles: see 1 Read. To overrule one, "
            f"add a row to data/editorial/{interview}/blocks.csv."
        )
    waiting = int((suspects["decided"] == "").sum())
    if waiting:
        told.append(
            f"{capital(in_words(waiting, 'suspect'))} to decide: see 2 Clean. Copy what you agree "
            f"with from data/processed/{interview}/errata_proposed.csv to "
            f"data/editorial/{interview}/errata.csv."
        )
    if len(proposed) and claims.empty:
        told.append(
            f"{capital(in_words(len(proposed), 'sentence'))} to code that may be worth checking: "
            f"see 4 Claims. Copy rows from data/processed/{interview}/claims_proposed.csv to "
            f"data/editorial/{interview}/claims.csv and fill in the codes of "
            "data/editorial/codebook.csv."
        )
    return told


def key_figures(
    blocks: pd.DataFrame, corrections: pd.DataFrame, claims: pd.DataFrame
) -> list[tuple[str, str, str]]:
    """Return the figures of the front page: label, value, page (name of the notebook)."""
    words = blocks.loc[blocks["voice"].isin(SPOKEN), "n_words"].sum()
    kinds = blocks["kind"].value_counts()
    figures = [
        ("words", str(words), "01_read"),
        ("questions, answers", f"{kinds.get('question', 0)}, {kinds.get('answer', 0)}", "01_read"),
        ("places corrected", str((corrections["treatment"] == "correct").sum()), "02_clean"),
        ("places to ask about", str((corrections["treatment"] == "query").sum()), "02_clean"),
    ]
    if claims.empty:
        return figures
    told = sum_up(claims)
    of_growth = f"of {told['growth']}"
    return figures + [
        ("claims counted", str(told["n"]), "04_claims"),
        ("claims that something grows", str(told["growth"]), "05_trend"),
        ("of these with a number", f"{told['growth_number']} {of_growth}", "05_trend"),
        ("of these with an outside source", f"{told['growth_source']} {of_growth}", "05_trend"),
        ("claims that contest the story", str(told["contests"]), "05_trend"),
    ]
