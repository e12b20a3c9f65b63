"""What each chart says: a takeaway title and an alt text, computed from the table it draws.

Where there is nothing to draw the title says so and the alt text is empty.
"""

import pandas as pd

from belegstelle.charts.drawing import FEW
from belegstelle.coding.claims import counted
from belegstelle.report.findings import capital, in_words, list_words, part_of

VOICE_NAMES = {
    "interviewer": "the questions",
    "interviewee": "the answers",
    "editorial": "the editors’ text",
    "display": "the display text",
}


STANCE_VERBS = {
    "affirms": ("affirms", "affirm"),
    "qualifies": ("qualifies", "qualify"),
    "contests": ("contests", "contest"),
}


RUNG_NAMES = {
    "number": "a number",
    "period": "a period",
    "named_source": "a named source",
    "checkable": "someone who could check it",
}


LISTED = 8


def _words(title: str, alt: str) -> dict[str, str]:
    return {"title": title, "alt": alt}


def _nothing(sentence: str) -> dict[str, str]:
    """Say why there is nothing to draw: no alt text, no chart."""
    return _words(sentence, "")


def _list(parts: list[str], joint: str = ", ") -> str:
    left_out = len(parts) - LISTED
    return joint.join(parts[:LISTED]) + (f"{joint}and {left_out} more" if left_out > 0 else "")


def words_word_shares(shares: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the words by voice; see charts.draw_word_shares."""
    total = int(shares["n"].sum())
    if not total:
        return _nothing("No words to count")
    ranked = shares.sort_values("n", ascending=False, kind="stable")
    parts = [
        f"{row.n / total:.0%} {'are ' * (not place)}in {VOICE_NAMES.get(row.voice, row.voice)}"
        for place, row in enumerate(ranked[ranked["n"] > 0].itertuples())
    ]
    rows = [f"{row.voice} {row.n}" for row in shares.itertuples()]
    title = f"Of {total} words, {list_words(parts)}"
    return _words(title, f"Bars of the words by voice: {_list(rows)}; {total} in all.")


def words_term_bars(terms: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the terms by voice; see charts.draw_term_bars."""
    spoken = terms[(terms["voice"] != "display") & (terms["n"] > 1)]
    if spoken.empty:
        return _nothing("No voice uses a term twice")
    tops, rows = [], []
    for voice, own in spoken.groupby("voice", sort=False):
        most = own["n"].max()
        leading = [f"“{term}”" for term in own.loc[own["n"] == most, "term"]]
        lead = leading[0] if len(leading) == 1 else f"{in_words(len(leading), 'term')} alike"
        tops.append((most, f"{VOICE_NAMES.get(voice, voice)} {lead} ({most} times)"))
        named = [f"“{row.term}” {row.n}" for row in own.head(6).itertuples()]
        rows.append(f"{voice}: {_list(named)}")
    best = [text for _, text in sorted(tops, key=lambda top: -top[0])[:2]]
    title = f"Most used: in {list_words([best[0], *(f'in {text}' for text in best[1:])])}"
    return _words(title, f"Bars of the most frequent terms. {'; '.join(rows)}.")


def words_dispersion(
    tokens: pd.DataFrame, shown: pd.DataFrame, blocks: pd.DataFrame
) -> dict[str, str]:
    """Return title and alt text of the dispersion dots; see charts.draw_dispersion."""
    if shown.empty:
        return _nothing("No terms to show")
    rows = [
        f"“{row.term}” {row.n} times in {in_words(row.n_blocks, 'block')}"
        for row in shown.itertuples()
    ]
    widest = shown.sort_values("n_blocks", ascending=False, kind="stable").iloc[0]
    n_blocks = tokens.loc[tokens["voice"] != "display", "block"].nunique()
    where = part_of(int(widest["n_blocks"]), n_blocks)
    title = f"“{widest['term']}” stands in {where} blocks that count"
    return _words(title, f"Each use of a term as a mark along the text: {_list(rows)}.")


def words_cloud_and_bars(totals: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the cloud and its bars; see charts.draw_cloud_and_bars."""
    if totals.empty:
        return _nothing("No terms to show")
    base, most = totals["base"].iloc[0], totals["n"].max()
    leading = [f"“{term}”" for term in totals.loc[totals["n"] == most, "term"]]
    lead = list_words(leading) if len(leading) < 4 else in_words(len(leading), "term")
    verb = "leads" if len(leading) == 1 else "lead"
    rows = [f"“{row.term}” {row.n}" for row in totals.head(LISTED).itertuples()]
    return _words(
        capital(f"{lead} {verb}: {most} of {base} tokens{'' if len(leading) == 1 else ' each'}"),
        f"A word cloud, and bars of the same counts in {base} tokens: {_list(rows)}.",
    )


def words_claim_bars(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Return title and alt text of claims by a code and voice; see charts.draw_claim_bars."""
    total = int(table["n"].sum())
    if not total:
        return _nothing("No claim is coded yet")
    voices = [voice for voice in table.columns if voice not in (column, "n")]
    most = table["n"].max()
    leading = [code.replace("_", " ") for code in table.loc[table["n"] == most, column]]
    rows = [
        f"{row[column].replace('_', ' ')} {row['n']} ("
        + ", ".join(f"{voice} {row[voice]}" for voice in voices if row[voice])
        + ")"
        for _, row in table.iterrows()
        if row["n"]
    ]
    name = column.replace("_", " ")
    most_of = f"{most} of {total} claims{' each' * (len(leading) > 1)}"
    title = f"Most frequent {name}: {list_words(leading)}, {most_of}"
    return _words(title, f"Bars of claims by {name}: {_list(rows)}.")


def words_strip(blocks: pd.DataFrame, claims: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the strip; see charts.draw_strip."""
    shown = counted(claims)
    if shown.empty:
        title = "No claim is coded yet: the strip shows whose text it is"
        return _words(title, f"The page as a strip of {in_words(len(blocks), 'block')}.")
    served, n = int((shown["interest"] == "yes").sum()), len(shown)
    verb = "serves" if served == 1 else "serve"
    title = f"{capital(part_of(served, n))} claims {verb} the business of whoever makes them"
    rows = [
        f"{code.replace('_', ' ')} {count}"
        for code, count in shown["claim_type"].value_counts().items()
    ]
    alt = (
        f"The page as a strip of {in_words(len(blocks), 'block')}, each at its width, and {n} "
        f"claims above it at their places, by type: {_list(rows)}."
    )
    return _words(title, alt)


def words_ledger(trend: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the narrative ledger; see charts.draw_ledger."""
    steps = counted(trend).sort_values("start")
    if steps.empty:
        return _nothing("No counted claim takes a stance on the story")
    counts = {stance: int((steps["stance"] == stance).sum()) for stance in STANCE_VERBS}
    told: list[str] = []
    for stance, n in counts.items():
        if n:
            number = in_words(n) if told else in_words(n, "claim")
            told.append(f"{number} {STANCE_VERBS[stance][n != 1]}")
    title = capital(f"{list_words(told)} the story")
    if not counts["contests"]:
        title += "; nobody contests it"
    elif counts["contests"] == 1 and steps["stance"].iloc[-1] == "contests" and len(steps) > 1:
        title += ", the objection last of all"
    rows = [
        f"{stance}: "
        + (
            ", ".join(f"{at:.0%}" for at in steps.loc[steps["stance"] == stance, "position"])
            or "never"
        )
        for stance in counts
    ]
    return _words(title, f"Running counts in steps, by place in the text. {'; '.join(rows)}.")


def words_ladder(ladder: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the evidence ladder; see charts.draw_ladder."""
    n = len(ladder)
    if not n:
        return _nothing("No counted claim says that anything grows")
    backed = int(((ladder["number"] != "") | (ladder["named_source"] != "")).sum())
    claims = f"{capital(part_of(backed, n))} growth claim{'s' * (n != 1)}"
    title = f"{claims} {'carries' if backed < 2 else 'carry'} a number or an outside source"
    filled = [f"{name} {int((ladder[rung] != '').sum())}" for rung, name in RUNG_NAMES.items()]
    rows = [row.gloss_en for row in ladder.itertuples()]
    alt = f"Table of {in_words(n, 'growth claim')}; how many have {_list(filled)}."
    return _words(title, f"{alt} {_list(rows, '; ')}.")


def words_voice_trace(trace: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the voice trace; see charts.draw_voice_trace."""
    if trace.empty:
        return _nothing("No statement is coded as the same as another")
    copies = trace[trace["fidelity"] != "said"]
    unnamed = int((~copies["attributed"].astype(bool)).sum())
    n_statements = trace["statement"].nunique()
    title = (
        f"{capital(in_words(n_statements, 'statement'))} said once, printed again "
        f"{in_words(len(copies), 'time')}: {_by_fidelity(copies)}, {_unnamed(unnamed, len(copies))}"
    )
    rows = [
        f"{row.place}: „{row.quote}“, {row.fidelity}{'' if row.attributed else ', nobody named'}"
        for row in trace.itertuples()
    ]
    return _words(title, _list(rows, "; ") + ".")


def _by_fidelity(copies: pd.DataFrame) -> str:
    return list_words(
        [f"{in_words(n)} {code}" for code, n in copies["fidelity"].value_counts().items()]
    )


def _unnamed(n: int, whole: int) -> str:
    return "each with a name" if not n else f"{part_of(n, whole)} with nobody named"


def words_years(years: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the interviews per year; see charts.draw_years."""
    known = years.dropna(subset="year")
    if known.empty:
        return _nothing("No interview tells its year")
    total = int(known["n_interviews"].sum())
    first, last = int(known["year"].min()), int(known["year"].max())
    rows = [f"{row.year}: {row.n_interviews}" for row in known.itertuples()]
    alt = f"Bars of the interviews of each year. {_list(rows, '; ')}."
    if first == last:
        return _words(f"{capital(in_words(total, 'interview'))}, all of {first}", alt)
    title = f"{capital(in_words(total, 'interview'))} of {first} to {last}"
    most, least = known["n_interviews"].max(), known["n_interviews"].min()
    leading = known.loc[known["n_interviews"] == most, "year"]
    if most == least or len(leading) > 1:
        return _words(f"{title}, {in_words(int(most))} a year at most", alt)
    return _words(f"{title}, most of {leading.iloc[0]} ({most})", alt)


def words_term_years(uses: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of terms over the years; see charts.draw_term_years."""
    return _rates_over_years(uses, "term", "per_1000", "per 1,000 tokens", "No term to follow")


def words_cue_years(cues: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of cues over the years; see charts.draw_cue_years."""
    return _rates_over_years(cues, "cue_class", "per_100", "of 100 sentences", "No cue was found")


def words_topic_years(topics: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of topics over the years; see charts.draw_topic_years."""
    return _rates_over_years(topics, "topic", "per_100", "of 100 sentences", "No topic to follow")


def _rates_over_years(
    table: pd.DataFrame, row: str, rate: str, unit: str, nothing: str
) -> dict[str, str]:
    """Tell the row whose rate differs most between the first and the last year that can tell.

    That is a year with FEW interviews or more.
    """
    if table.empty:
        return _nothing(nothing)
    telling = table.loc[table["n_interviews"] >= FEW, "year"]
    many = bool(telling.min() < telling.max())
    years = telling if many else table["year"]
    first, last = int(years.min()), int(years.max())
    wide = table.pivot_table(index=row, columns="year", values=rate, sort=False)
    if first == last:
        rows = [f"{name}: {wide.loc[name, first]:g}" for name in wide.index]
        alt = f"One bar each of the rates of {first} ({unit}). {_list(rows, '; ')}."
        return _words(f"Only {first}: one year shows no change", alt)
    rows = [f"{name}: {wide.loc[name, first]:g} to {wide.loc[name, last]:g}" for name in wide.index]
    alt = f"Bars of rates ({unit}) by year, {first} to {last}. {_list(rows, '; ')}."
    if not many:
        return _words(f"No two years have {in_words(FEW)} interviews: no change is told", alt)
    moved = (wide[last] - wide[first]).abs().idxmax()
    title = f"{first} to {last}, “{moved}” moves most: {wide.loc[moved, first]:g} to "
    return _words(f"{title}{wide.loc[moved, last]:g} {unit}", alt)
