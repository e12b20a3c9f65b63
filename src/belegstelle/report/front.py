"""The front page: a finding as headline, the evidence as a list of quotes, and whom to call.

Every figure is computed and every name comes from source.csv or the speakers' labels. An editor
may write headline and standfirst anew in data/editorial/<interview>/front.md.
"""

import re

import pandas as pd

from belegstelle.coding.agreement import Codings, match_claims
from belegstelle.coding.asking import ANYONE, EDITORS, answerability, call_sheet
from belegstelle.coding.claims import evidence, list_uncoded
from belegstelle.coding.codebook import labels
from belegstelle.coding.thesis import DIRECTIONS, read_thesis
from belegstelle.coding.trend import Story, read_story
from belegstelle.english import (
    capital,
    in_digits,
    in_words,
    list_words,
    plural,
    some,
    span_in_words,
    verb,
)
from belegstelle.interview import Interview
from belegstelle.page.blocks import (
    describe_raw,
    find_unsure,
    list_speakers,
    shares_are_sure,
    word_shares,
)
from belegstelle.page.source import find_title, known_source
from belegstelle.project import TroubleError, editorial_path, raw_path, show_path
from belegstelle.report.findings import tell_next, tell_reading, tell_stance
from belegstelle.report.tables import unmarked, with_sic
from belegstelle.store.files import decode, read_bytes
from belegstelle.store.tables import read_table

TABLES = "blocks sentences corrections suspects quotes claims claims_proposed candidates".split()

# A figure that front.md asks for: "{claims}"; not "{ claims }" or "{}".
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# What an editor may write; the first line is the headline, what follows is the standfirst.
FRONT, MEND = "front.md", "Save it as plain text (UTF-8), or delete it."

# The figures of the story that front.md may name: placeholder → see trend.sum_up.
NAMED = {
    "told": "told",
    "with_number": "number",
    "with_period": "period",
    "with_source": "source",
    "by_guest": "interviewee",
    "of_interest": "served",
    "claims": "n",
}

# Sentences that the page of an interview which nobody coded yet lists.
MOST = 10

# Rows of a list there that has no order of worth: notebooks 1, 2 and 4 have more.
LISTED = 100
# What a claim does that goes the way of the thesis.
SPEAKS = {"up": "speak of growth", "steady": "say that it lasts", "down": "speak of decline"}

# What the page lists of a claim: name → its columns in braces.
CLAIM = {"id": "{claim_id}", "voice": "{voice}", "quote": "{quote}", "gloss": "{gloss_en}"}

# Who speaks where no name stands.
UNNAMED = {
    "interviewee": "the guest",
    "interviewer": "the interviewer",
    "editorial": "the editors",
    "display": "display",
}

# What a claim of the thesis may give as evidence, and what the page says of one that does not.
GIVES = {"number": "a figure", "period": "a date", "source": "an outside source"}


def tell_front(opened: Interview) -> dict[str, object]:
    """Return what the front page shows; see jupyter/templates/belegstelle/front.html.j2.

    The tables are those that the notebooks wrote; the codings are read from data/editorial.
    """
    interview = opened.name
    made = {name: read_table(interview, name) for name in TABLES}
    tables = {name: with_sic(one, made["corrections"]) for name, one in made.items()}
    blocks, claims = tables["blocks"], tables["claims"]
    source = known_source(interview)
    others = opened.others
    story = read_story(claims, others, read_thesis(interview))
    people = list_speakers(blocks)
    words = headline(story, people) if len(claims) else uncoded(blocks, people)
    shares = word_shares(blocks)
    figures: dict[str, object] = {"words": int(shares["n"].sum())}
    figures |= figures_of(story) | {"guest": guest(people), **source}
    calls = call_sheet(claims, others, tables["corrections"], tables["sentences"])
    to_look_up = answerability(claims, tables["corrections"])["whom"] == ANYONE
    return {
        **heading(interview),
        **(read_front(interview, figures) or words),
        "doubt": [] if shares_are_sure(blocks) else tell_reading(blocks, shares),
        "presented": present(tables["sentences"], people, source.get("guest_role", "")),
        "guest": guest(people),
        "agreement": tell_codings(story) if len(others) else "",
        "thesis": story.thesis.english,
        "ladder": ladder(story) if len(claims) else [],
        "named": named_sources(claims, others),
        "one_source": story.span("names") == (1, 1),
        "calls": call_lists(calls, source.get("outlet", "")),
        "look_up": int(to_look_up.sum()) and capital(in_words(int(to_look_up.sum()), "more claim")),
        "figures": key_figures(story, tables),
        "open": None if len(claims) else what_is_there(tables, people),
        "next": tell_next(interview, made, list_uncoded(interview)),
        "coders": in_words((len(claims) > 0) + len(others), "coding"),
        "source": list(describe_raw(interview).itertuples(index=False, name=None)),
    }


def heading(interview: str) -> dict[str, str]:
    """Return title and byline of a report: see find_title; the source's, else the file."""
    source = known_source(interview)
    byline = [source.get(field, "") for field in ("outlet", "publisher", "date")]
    address = source.get("address", "")
    return {
        "original": address * address.startswith(("https://", "http://")),
        "title": find_title(interview, read_table(interview, "blocks")),
        "byline": ", ".join(part for part in byline if part) or show_path(raw_path(interview)),
        "rights": source.get("rights", ""),
        "publisher": source.get("publisher") or source.get("outlet", ""),
    }


def _asked(people: pd.DataFrame) -> list[str]:
    """Return the names of those who are asked, as far as the page has them."""
    return [name for name in people.loc[people["voice"] == "interviewee", "speaker"] if name]


def guest(people: pd.DataFrame) -> str:
    """Return the names of those who are asked, as words."""
    return list_words(_asked(people))


def headline(story: Story, people: pd.DataFrame) -> dict[str, object]:
    """Return headline and standfirst of a coded interview: what it says, who, and what lacks."""
    n = story.span("told")
    if not story.thesis.text:
        low = story.span("n")[0]
        coded, them = capital(in_words(low, "claim")), "it" if low == 1 else "them"
        return {"headline": f"{coded}, and no thesis named to read {them} for", "standfirst": []}
    if not n[1]:
        none = _none_of(story.span("n"))
        return {"headline": f"{none} that {story.thesis.english}", "standfirst": []}
    claims = f"{span_in_words(n)} {plural(n[1], 'claim')} in this interview"
    with_number = story.span("number")
    gives = f"{capital(span_in_words(with_number, some))} {verb(with_number[1] or 1, 'give')}"
    if n[1] == 1:
        gives = "It gives" if with_number[0] else "It does not give"
    lines = [_who(story, people), _by_context(story), _served(story), _lacking(story)]
    return {
        "headline": f"{capital(claims)} {verb(n[1], SPEAKS[story.thesis.direction])}. "
        f"{gives} {GIVES['number']}.",
        "standfirst": [" ".join(line for line in lines if line), tell_stance(story)],
    }


def _none_of(n: tuple[int, int]) -> str:
    """Begin the headline where no claim goes the way of the thesis; n: claims that count."""
    if n[1] < 2:
        return "The one claim coded does not say" if n[1] else "No claim is coded that could say"
    return f"None of the {span_in_words(n)} claims coded says"


def _by_context(story: Story) -> str:
    span = story.span("context")
    if not span[1]:
        return ""
    if story.span("told")[1] == 1:
        return "It says so only in context."
    return (
        f"{capital(span_in_words(span))} of these claims {verb(span[1], 'say')} so only in context."
    )


def _who(story: Story, people: pd.DataFrame) -> str:
    whose = {"interviewee": f"{guest(people) or 'the guest'}’s", "interviewer": "the interviewer’s"}
    whose |= {"editorial": "the editors’", "display": "the display text’s"}
    there = [voice for voice in whose if story.span(voice)[1]]
    if len(there) == 1:
        told = story.span("told")
        are = "It is" if told[1] == 1 else "Both are" if told == (2, 2) else "All are"
        return f"{are} {whose[there[0]]}."
    parts = [f"{span_in_words(story.span(voice))} {whose[voice]}" for voice in there]
    first, rest = parts[0].removesuffix(whose[there[0]]), parts[1:]
    are = verb(story.span(there[0])[1], "are")
    return f"{capital(list_words([f'{first}{are} {whose[there[0]]}', *rest]))}."


def _served(story: Story) -> str:
    served = story.span("served")
    if not served[1]:
        return ""
    every = story.figures["served"].equals(story.figures["interviewee"])
    which = "those of the guest" if every else f"{span_in_words(served)} of the guest’s"
    which = "it" if story.span("told")[1] == 1 else which
    return f"If believed, {which} would serve the guest’s own business: the coders’ inference."


def _lacking(story: Story) -> str:
    absent = [words for kind, words in GIVES.items() if not story.span(kind)[1]]
    if not absent:
        return ""
    none = "It does not give" if story.span("told")[1] == 1 else "None of them gives"
    return f"{none} {list_words(absent, 'or')}."


def tell_codings(story: Story) -> str:
    """Return in one sentence how far the codings agree on what carries the thesis."""
    low, high = story.span("told")
    n = f"{capital(in_words(len(story.figures), 'coding'))} of this one text"
    if low == high == len(story.agreed):
        return f"{n} have the same {in_words(high, 'claim')}."
    counts = list_words([in_words(int(told)) for told in story.figures["told"]])
    return f"{n} count {counts} such claims and have {some(len(story.agreed))} in common."


def present(sentences: pd.DataFrame, people: pd.DataFrame, role: str) -> dict[str, object]:
    """Return who is asked: the role that source.csv names, and the passage that presents them."""
    asked = set(people.loc[people["voice"] == "interviewee", "speaker"]) - {""}
    told = sentences[sentences["voice"].isin(["editorial", "interviewer"])]
    for row in told.itertuples():
        if any(name in row.text for name in asked):
            return {"role": role, "text": _one_line(row.text), "at": f"s-{row.sentence}"}
    return {"role": role, "text": "", "at": ""}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def uncoded(blocks: pd.DataFrame, people: pd.DataFrame) -> dict[str, object]:
    """Return headline and standfirst of an interview that nobody coded yet."""
    headlines = blocks.loc[blocks["kind"] == "headline", "text"]
    n = int(word_shares(blocks)["n"].sum())
    answers = int((blocks["kind"] == "answer").sum())
    gives = f"{guest(people)} {verb(len(_asked(people)), 'give')} {in_words(answers, 'answer')}"
    told = gives if _asked(people) else "Nobody is named as asked"
    told = f"{told}; {n} words in all. " * shares_are_sure(blocks)
    return {
        "headline": _one_line(next(iter(headlines), "")) or f"An interview of {n} words",
        "standfirst": [f"{told}No claim is coded yet."],
        "german": len(headlines) > 0,
    }


def read_front(interview: str, figures: dict[str, object]) -> dict[str, object]:
    """Return headline and standfirst as an editor wrote them in front.md, {} if there is none.

    Raises TroubleError, naming the placeholders there are, if one is unknown.
    """
    path = editorial_path(FRONT, interview)
    if not path.exists():
        return {}
    text, _ = decode(read_bytes(path), show_path(path), MEND)
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        unknown = [name for name in PLACEHOLDER.findall(line) if name not in figures]
        if unknown:
            raise TroubleError(
                f"{show_path(path)}, line {number}: {{{unknown[0]}}} is no figure of this page. "
                f"There are: {', '.join(f'{{{name}}}' for name in figures)}. Correct the name."
            )
        lines.append(PLACEHOLDER.sub(lambda found: str(figures[found[1]]), line).strip("# "))
    first, *rest = [line for line in lines if line] or [""]
    return {"headline": first, "standfirst": rest} if first else {}


def figures_of(story: Story) -> dict[str, object]:
    """Return the figures that front.md may name: counts over all codings, as ranges if need be."""
    shown = {name: in_digits(story.span(figure)) for name, figure in NAMED.items()}
    return {"thesis": story.thesis.english, **shown, "shared": len(story.agreed)}


def ladder(story: Story) -> list[dict]:
    """Return the evidence ladder, a row a claim in reading order; "" where nothing is given."""
    rows = _listed(story.told, **CLAIM, speaker="{speaker}")
    for row, claim in zip(rows, story.told.itertuples(), strict=True):
        row["speaker"] = row["speaker"] or UNNAMED[claim.voice]
        row["given"] = [
            claim.quantity if claim.number else "",
            claim.time if claim.period else "",
            claim.source_name if claim.named_source else "",
        ]
        row["disputed"] = claim.claim_id not in story.agreed
    return rows


def named_sources(claims: pd.DataFrame, others: Codings) -> list[dict]:
    """Return the claims that name somebody outside as their source.

    aside: by every coding that has the claim, it has no part in the thesis.
    """
    shown = evidence(claims)
    shown = shown[shown["named_source"]].sort_values("start")
    aside = shown["stance"] == "na"
    for other in others.values():
        for one, held in match_claims(shown, other)[["one", "other"]].itertuples(index=False):
            aside[one] &= other.loc[held, "stance"] == "na"
    rows = _listed(shown, **CLAIM, source="{source_name}")
    return [row | {"aside": bool(own)} for row, own in zip(rows, aside, strict=True)]


def _listed(table: pd.DataFrame, **wanted: str) -> list[dict]:
    """Return a table's rows as a page lists them: each wanted text, on one line.

    wanted: name → text with columns in braces.
    """
    return [
        {name: _one_line(text.format_map(row)) for name, text in wanted.items()}
        for row in table.to_dict("records")
    ]


def call_lists(sheet: pd.DataFrame, outlet: str) -> list[tuple[str, list[dict]]]:
    """Return a call sheet as lists: person, then what is asked about which passages.

    sheet: see asking.call_sheet.
    """
    editors = f"The editors of {outlet}" if outlet else "The editors"
    lists: dict[str, list[dict]] = {}
    for (whom, _), entry in sheet.groupby(["whom", "entry"], sort=False):
        passages = [
            {"words": unmarked(_one_line(row.words)), "gloss": row.gloss_en, "at": row.at}
            for row in entry.itertuples()
            if row.words
        ]
        asks = [ask for ask in entry["ask"].unique() if ask]
        person = editors if whom == EDITORS else capital(whom)
        lists.setdefault(person, []).extend([{"about": passages, "asks": asks}] * bool(asks))
    return [(person, asked) for person, asked in lists.items() if asked]


def key_figures(story: Story, tables: dict[str, pd.DataFrame]) -> list[tuple[str, str, str]]:
    """Return up to five figures: value, what it counts, and the place that proves it.

    What is coded is told as all codings have it: a figure, or from the least to the most.
    """
    claims, shares = evidence(tables["claims"]), word_shares(tables["blocks"]).set_index("voice")
    figures = []
    told = shares_are_sure(tables["blocks"]) and "interviewee" in shares.index
    if told and shares.loc["interviewee", "n"]:
        share, words = shares.loc["interviewee", "share"], int(shares["n"].sum())
        noun = f"of {words} words are the guest’s"
        figures.append((f"{share:.0%}", noun, "01_read.html#t-words-by-voice"))
    goes = f"that something {DIRECTIONS.get(story.thesis.direction, '')}"
    named, numbers = claims[claims["named_source"]], claims[claims["number"]]
    coded = {
        "told": (story.told, "index.html#ladder-", f"{{claims}} {goes}"),
        "names": (named, "transcript.html#claim-", "outside {sources} named"),
        "numbers": (numbers, "transcript.html#claim-", "{claims} {have} a number"),
    }
    for name, (proof, page, label) in coded.items():
        span = story.span(name)
        if span[1] or (name == "names" and len(claims)):
            first = [f"{page}{claim}" for claim in proof["claim_id"].head(1)]
            place = next(iter(first), "04_claims.html#t-coded-claims")
            n = 1 if span == (1, 1) else 2
            nouns = {"claims": plural(n, "claim"), "sources": plural(n, "source")}
            figures.append((in_digits(span), label.format(**nouns, have=verb(n, "have")), place))
    fixed = tables["corrections"][tables["corrections"]["treatment"] == "correct"]
    for first in fixed["erratum"].head(1):
        noun = f"{plural(len(fixed), 'place')} corrected"
        figures.append((str(len(fixed)), noun, f"02_clean.html#erratum-{first}"))
    return figures


def what_is_there(tables: dict[str, pd.DataFrame], people: pd.DataFrame) -> dict[str, object]:
    """Return what an interview that nobody coded yet can be told by: sentences, each with a place.

    people, unsure blocks, suspects, display quotes, the sentences most worth checking, numbers.
    """
    unsure = find_unsure(tables["blocks"])
    doubt = unsure.groupby(["speaker", "voice"])["n_words"].sum().to_dict()
    who = tables["sentences"][["sentence", "block", "speaker", "voice"]]
    who = who.assign(who=who["speaker"].where(who["speaker"] != "", who["voice"].map(UNNAMED)))
    who.loc[who["block"].isin(unsure["block"]), "who"] = "speaker not sure"
    worth = tables["candidates"].merge(who[["sentence", "who"]], how="left", on="sentence")
    numbers = worth[worth["cues"].map(_has_number).astype(bool)]
    waiting = tables["suspects"][tables["suspects"]["decided"] == ""]
    quotes = tables["quotes"].head(LISTED)
    quotes = quotes.assign(quote=quotes["quote"].map(unmarked))
    at = {"at": "s-{sentence}", "text": "{text}", "who": "{who}"}
    known = labels()
    return {
        "people": [
            (
                row.speaker or "no name",
                known.get(("voice", row.voice), row.voice),
                int(row.n),
                2 * doubt.get((row.speaker, row.voice), 0) > row.n,
            )
            for row in people.head(LISTED).itertuples()
        ],
        "n_people": len(people),
        "n_unsure": len(unsure),
        "unsure": _listed(
            unsure.head(LISTED).assign(text=lambda rows: rows["text"].map(_short)),
            at="b-{block}",
            text="{text}",
            read="{kind}",
            why="{rule}",
        ),
        "suspects": _listed(
            waiting.head(MOST),
            at="b-{block}",
            word="{word}",
            suggestion="{suggestion}",
            context="{context}",
        ),
        "n_suspects": len(waiting),
        "quotes": _listed(
            quotes, at="b-{block}", quote="{quote}", source="{source}", fidelity="{fidelity}"
        ),
        "n_quotes": len(tables["quotes"]),
        "worth": _listed(worth.head(MOST), **at),
        "n_worth": len(worth),
        "numbers": _listed(numbers.head(LISTED), **at),
        "n_numbers": len(numbers),
    }


def _has_number(cues: str) -> bool:
    """Tell whether "quantity: Rund 600; trend: steigt" names a quantity."""
    return any(cue.startswith("quantity:") for cue in cues.split("; "))


def _short(text: str, most: int = 120) -> str:
    text = _one_line(text)
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
