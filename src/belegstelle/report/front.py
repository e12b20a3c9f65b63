"""The front page: a finding as headline, the evidence as a list of quotes, and whom to call.

Every figure is computed and every name comes from source.csv or the speakers' labels. An editor
may write headline and standfirst anew in data/editorial/<interview>/front.md.
"""

import re
from dataclasses import dataclass

import pandas as pd

from belegstelle.coding.agreement import match_claims
from belegstelle.coding.claims import counted, evidence, list_uncoded
from belegstelle.coding.codebook import labels
from belegstelle.coding.thesis import DIRECTIONS, Thesis, read_thesis
from belegstelle.coding.trend import answerability, thesis_claims
from belegstelle.english import capital, in_words, list_words, some, span_in_words, times, verb
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
from belegstelle.report.findings import tell_next
from belegstelle.report.tables import with_sic
from belegstelle.store.files import decode, read_bytes
from belegstelle.store.tables import read_table

TABLES = "blocks sentences corrections suspects quotes claims claims_proposed candidates".split()


# A figure that front.md asks for: "{claims}"; not "{ claims }" or "{}".
PLACEHOLDER = re.compile(r"\{(\w+)\}")


# What an editor may write; the first line is the headline, what follows is the standfirst.
FRONT, MEND = "front.md", "Save it as plain text (UTF-8), or delete it."


# Sentences that the page of an interview which nobody coded yet lists.
MOST = 10


# What an interview does that says something goes the way of its thesis.
SPEAKS = {"up": "speaks of growth", "steady": "says that it lasts", "down": "speaks of decline"}


# Whom to ask about what can be looked up, and about what is to come.
ANYONE, NOBODY = "Anyone", "Nobody yet: note the date"


@dataclass(frozen=True)
class Story:
    """What an interview says of its thesis: by each coding the claims that carry it.

    codings: all claims of each, the first's first; told: of the first, those that go the way of
    the thesis; others: the same of each further coding; agreed: the ids of told that all have.
    """

    thesis: Thesis
    codings: list[pd.DataFrame]
    told: pd.DataFrame
    others: list[pd.DataFrame]
    agreed: list[str]

    def span(self, count) -> tuple[int, int]:
        """Return the least and the most that count (claims → number) gives over all codings."""
        found = [int(count(claims)) for claims in (self.told, *self.others)]
        return min(found), max(found)

    def span_of_all(self, count) -> tuple[int, int]:
        """Return the same of all claims that count."""
        found = [int(count(counted(claims))) for claims in self.codings]
        return min(found), max(found)


def read_story(claims: pd.DataFrame, others: list[pd.DataFrame], thesis: Thesis) -> Story:
    """Return the story that claims tell, coded once or more often."""
    told = thesis_claims(claims)
    further = [thesis_claims(other) for other in others]
    agreed = set(told["claim_id"])
    for other in further:
        agreed &= set(told.loc[match_claims(told, other)["one"], "claim_id"])
    return Story(
        thesis, [claims, *others], told, further, [one for one in told["claim_id"] if one in agreed]
    )


def tell_front(interview: str) -> dict[str, object]:
    """Return what the front page shows; see jupyter/templates/belegstelle/front.html.j2."""
    tables = {name: read_table(interview, name) for name in TABLES}
    tables = {name: with_sic(one, tables["corrections"]) for name, one in tables.items()}
    blocks, claims = tables["blocks"], tables["claims"]
    source = known_source(interview)
    others = list(Interview(interview).others.values())
    story = read_story(claims, others, read_thesis(interview))
    people = list_speakers(blocks)
    words = headline(story, people) if len(claims) else _of_page(blocks, people)
    figures: dict[str, object] = {
        "words": int(word_shares(blocks)["n"].sum()),
        "claims": len(counted(claims)),
    }
    figures |= figures_of(story) | {"guest": guest(people), **source}
    return {
        **heading(interview),
        **(read_front(interview, figures) or words),
        "presented": present(tables["sentences"], people, source.get("guest_role", "")),
        "guest": guest(people),
        "agreement": tell_codings(story) if len(others) else "",
        "thesis": story.thesis.english,
        "ladder": ladder(story) if len(claims) else [],
        "named": named_sources(claims),
        "calls": call_sheet(claims, tables["corrections"], source.get("outlet", "")),
        "figures": key_figures(story, tables),
        "open": None if len(claims) else what_is_there(tables, people),
        "next": tell_next(
            interview,
            blocks,
            tables["suspects"],
            claims,
            tables["claims_proposed"],
            list_uncoded(interview),
        ),
        "coders": in_words((len(claims) > 0) + len(others), "coding"),
        "source": list(describe_raw(interview).itertuples(index=False, name=None)),
    }


def heading(interview: str) -> dict[str, str]:
    """Return title and byline of a report: see find_title; the source's, else the file."""
    source = known_source(interview)
    byline = [source.get(field, "") for field in ("outlet", "publisher", "date")]
    return {
        "title": find_title(interview, read_table(interview, "blocks")),
        "byline": ", ".join(part for part in byline if part) or show_path(raw_path(interview)),
        "rights": source.get("rights", ""),
        "publisher": source.get("publisher") or source.get("outlet", ""),
    }


def guest(people: pd.DataFrame) -> str:
    """Return the names of those who are asked."""
    return list_words([name for name in people.loc[people["voice"] == "interviewee", "speaker"]])


def headline(story: Story, people: pd.DataFrame) -> dict[str, object]:
    """Return headline and standfirst of a coded interview: what it says, who, and what lacks."""
    n = story.span(len)
    if not story.thesis.text:
        coded = capital(in_words(len(counted(story.codings[0])), "claim"))
        return {"headline": f"{coded}, and no thesis named to read them for", "standfirst": []}
    if not n[1]:
        return {"headline": f"Nothing here says that {story.thesis.english}", "standfirst": []}
    number = story.span(lambda told: told["number"].sum())
    by = "It never says" if not number[1] else f"{capital(span_in_words(number, times))} it says"
    lines = [_who(story, people), _by_context(story), _served(story), _lacking(story)]
    return {
        "headline": f"{capital(span_in_words(n, times))} this interview "
        f"{SPEAKS[story.thesis.direction]}. {by} how much.",
        "standfirst": [" ".join(line for line in lines if line), _read_for(story)],
    }


def _read_for(story: Story) -> str:
    spans = {
        code: story.span_of_all(lambda claims, code=code: (claims["stance"] == code).sum())
        for code in ("affirms", "qualifies", "contests")
    }
    most = spans["affirms"][1]
    told = f"{capital(span_in_words(spans['affirms']))} claim{'s' * (most != 1)} "
    told += f"{verb(most, 'support')} the thesis that {story.thesis.english}"
    against = [
        f"{span_in_words(spans[code], some)} {verb(spans[code][1], words)} it"
        for code, words in (("qualifies", "limit"), ("contests", "contest"))
        if spans[code][1]
    ]
    return f"{told}{', ' * bool(against)}{list_words(against)}."


def _by_context(story: Story) -> str:
    span = story.span(lambda told: (told["direction_by"] == "context").sum())
    if not span[1]:
        return ""
    if story.span(len)[1] == 1:
        return "It says so only in context."
    return (
        f"{capital(span_in_words(span))} of these claims {verb(span[1], 'say')} so only in context."
    )


def _who(story: Story, people: pd.DataFrame) -> str:
    asked = guest(people) or "the guest"
    names = {"interviewee": asked, "interviewer": "the interviewer", "editorial": "the editors"}
    parts: list[str] = []
    for voice, name in names.items():
        span = story.span(lambda told, voice=voice: (told["voice"] == voice).sum())
        if span[1]:
            says = "" if parts else f" {SPEAKS[story.thesis.direction]}"
            parts.append(f"{name}{says} {span_in_words(span, times)}")
    return f"{capital(list_words(parts))}."


def _served(story: Story) -> str:
    def of_guest(told: pd.DataFrame) -> pd.DataFrame:
        return told[told["voice"] == "interviewee"]

    served = story.span(lambda told: (of_guest(told)["interest"] == "yes").sum())
    if not served[1]:
        return ""
    every = served == story.span(lambda told: len(of_guest(told)))
    which = "what the guest says of it" if every else f"{span_in_words(served)} of the guest’s"
    return f"If believed, {which} would serve the guest’s own business: the coders’ inference."


def _lacking(story: Story) -> str:
    kinds = {"number": "how much", "period": "since when", "named_source": "who else says so"}
    absent = [
        words
        for kind, words in kinds.items()
        if not story.span(lambda told, kind=kind: told[kind].sum())[1]
    ]
    if not absent:
        return ""
    none = "It does not say" if story.span(len)[1] == 1 else "None of them says"
    return f"{none} {list_words(absent, 'or')}."


def tell_codings(story: Story) -> str:
    """Return in one sentence how far the codings agree on what carries the thesis."""
    low, high = story.span(len)
    n = f"{capital(in_words(1 + len(story.others), 'coding'))} of this one text"
    if low == high == len(story.agreed):
        return f"{n} find the same {in_words(high, 'claim')}."
    counts = list_words([in_words(len(claims)) for claims in (story.told, *story.others)])
    return f"{n} find {counts} such claims and have {some(len(story.agreed))} in common."


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


def _of_page(blocks: pd.DataFrame, people: pd.DataFrame) -> dict[str, object]:
    """Return headline and standfirst of an interview that nobody coded yet."""
    headlines = blocks.loc[blocks["kind"] == "headline", "text"]
    n = int(word_shares(blocks)["n"].sum())
    answers = int((blocks["kind"] == "answer").sum())
    asked = guest(people)
    told = f"{asked} gives {in_words(answers, 'answer')}" if asked else "Nobody is named as asked"
    return {
        "headline": _one_line(next(iter(headlines), "")) or f"An interview of {n} words",
        "standfirst": [f"{told}; {n} words in all. No claim is coded yet."],
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
    counts = {
        "told": len,
        "with_number": lambda told: told["number"].sum(),
        "with_period": lambda told: told["period"].sum(),
        "with_source": lambda told: told["named_source"].sum(),
        "by_guest": lambda told: (told["voice"] == "interviewee").sum(),
        "of_interest": lambda told: (told["interest"] == "yes").sum(),
    }
    spans = {name: story.span(count) for name, count in counts.items()}
    shown = {name: _digits(span) for name, span in spans.items()}
    return {"thesis": story.thesis.english, **shown, "shared": len(story.agreed)}


def _digits(span: tuple[int, int]) -> str:
    """Return a figure, or from the least to the most: "7", "9–12"."""
    return "–".join(dict.fromkeys(map(str, span)))


def ladder(story: Story) -> list[dict[str, object]]:
    """Return the evidence ladder, a row a claim in reading order; "" where nothing is given."""
    return [
        {
            "id": row.claim_id,
            "voice": row.voice,
            "speaker": row.speaker or _unnamed(row.voice),
            "quote": _one_line(row.quote),
            "gloss": row.gloss_en,
            "given": [
                row.quantity if row.number else "",
                row.time if row.period else "",
                row.source_name if row.named_source else "",
            ],
            "disputed": row.claim_id not in story.agreed,
        }
        for row in story.told.itertuples()
    ]


def _unnamed(voice: str) -> str:
    return {"editorial": "the editors", "display": "display", "interviewer": "the interviewer"}.get(
        voice, "the guest"
    )


def named_sources(claims: pd.DataFrame) -> list[dict[str, object]]:
    """Return the claims that name somebody outside as their source, and if they bear on it."""
    shown = evidence(claims)
    shown = shown[shown["named_source"]]
    return [
        {
            "id": row.claim_id,
            "voice": row.voice,
            "source": row.source_name,
            "quote": _one_line(row.quote),
            "gloss": row.gloss_en,
            "aside": row.stance == "na",
        }
        for row in shown.sort_values("start").itertuples()
    ]


def call_sheet(
    claims: pd.DataFrame, corrections: pd.DataFrame, outlet: str
) -> list[tuple[str, list[tuple[str, list[dict]]]]]:
    """Return what to ask, grouped by who could answer: person, then question, then about what.

    From the claims that could be checked if something were named, and from the queries of the
    errata, which go to the editors.
    """
    editors = f"The editors of {outlet}" if outlet else "The editors"
    speakers = dict(
        zip(
            claims["claim_id"],
            claims["speaker"].where(claims["voice"] == "interviewee", ""),
            strict=True,
        )
    )
    sources = dict(zip(claims["claim_id"], claims["source_name"], strict=True))
    sheet: dict[str, dict[str, list[dict]]] = {}
    for row in answerability(claims).itertuples():
        person = {
            "public": sources[row.claim_id] or ANYONE,
            "future": NOBODY,
        }.get(row.checkability, speakers[row.claim_id] or editors)
        about = {"words": row.gloss_en, "at": f"claim-{row.claim_id}"}
        sheet.setdefault(person, {}).setdefault(capital(row.ask), []).append(about)
    asked = corrections[corrections["treatment"] == "query"].drop_duplicates("erratum")
    for row in asked.itertuples():
        about = {"words": row.raw, "at": f"erratum-{row.erratum}", "german": True}
        sheet.setdefault(editors, {}).setdefault(row.reason, []).append(about)
    last = [ANYONE, editors, NOBODY]
    order = sorted(sheet, key=lambda person: last.index(person) + 1 if person in last else 0)
    return [(person, list(sheet[person].items())) for person in order]


def key_figures(story: Story, tables: dict[str, pd.DataFrame]) -> list[tuple[str, str, str]]:
    """Return three to five figures: value, what it counts, and the place that proves it."""
    blocks, claims = tables["blocks"], evidence(tables["claims"])
    shares = word_shares(blocks).set_index("voice")
    figures = []
    told = shares_are_sure(blocks) and "interviewee" in shares.index
    if told and shares.loc["interviewee", "n"]:
        share, n_words = shares.loc["interviewee", "share"], int(shares["n"].sum())
        figures.append(
            (f"{share:.0%}", f"of {n_words} words are the guest's", "01_read.html#t-words-by-voice")
        )
    if len(claims) and story.thesis.text:
        span = story.span(len)
        if span[1]:
            first = story.told["claim_id"].iloc[0] if len(story.told) else ""
            goes = DIRECTIONS[story.thesis.direction]
            noun = f"{'claim' if span[1] == 1 else 'claims'} that something {goes}"
            figures.append((_digits(span), noun, f"index.html#ladder-{first}"))
    if len(claims):
        sources = claims[claims["named_source"]]
        place = f"transcript.html#claim-{sources['claim_id'].iloc[0]}" if len(sources) else ""
        n_sources = sources["source_name"].nunique()
        noun = "outside source named" if n_sources == 1 else "outside sources named"
        figures.append((str(n_sources), noun, place or "04_claims.html#t-coded-claims"))
        numbers = claims[claims["quantity"] != ""]
        if len(numbers):
            place = f"transcript.html#claim-{numbers['claim_id'].iloc[0]}"
            noun = "claim has a number" if len(numbers) == 1 else "claims have a number"
            figures.append((str(len(numbers)), noun, place))
    fixed = tables["corrections"][tables["corrections"]["treatment"] == "correct"]
    if len(fixed):
        noun = "place corrected" if len(fixed) == 1 else "places corrected"
        figures.append((str(len(fixed)), noun, f"02_clean.html#erratum-{fixed['erratum'].iloc[0]}"))
    return figures[:5]


def what_is_there(tables: dict[str, pd.DataFrame], people: pd.DataFrame) -> dict[str, object]:
    """Return what an interview that nobody coded yet can be told by: sentences, each with a place.

    people, unsure blocks, suspects, display quotes, the sentences most worth checking, numbers.
    """
    blocks, candidates = tables["blocks"], tables["candidates"]
    known = labels()
    texts = dict(zip(blocks["block"], blocks["text"], strict=True))
    speakers = dict(
        zip(tables["sentences"]["sentence"], tables["sentences"]["speaker"], strict=True)
    )
    waiting = tables["suspects"][tables["suspects"]["decided"] == ""]
    worth = [
        {
            "text": _one_line(row.text),
            "at": f"s-{row.sentence}",
            "who": speakers.get(row.sentence, ""),
            "why": row.cues,
        }
        for row in candidates.itertuples()
    ]
    return {
        "people": [
            (row.speaker or "no name", known.get(("voice", row.voice), row.voice), int(row.n))
            for row in people.itertuples()
        ],
        "unsure": [
            {
                "text": _short(texts[row.block]),
                "at": f"b-{row.block}",
                "read": row.kind,
                "why": row.rule,
            }
            for row in find_unsure(blocks).itertuples()
        ],
        "suspects": [
            {
                "word": row.word,
                "suggestion": row.suggestion,
                "context": _one_line(row.context),
                "at": f"b-{row.block}",
            }
            for row in waiting.itertuples()
        ][:MOST],
        "n_suspects": len(waiting),
        "quotes": [
            {
                "quote": _one_line(row.quote),
                "source": _one_line(row.source),
                "fidelity": row.fidelity,
                "at": f"b-{row.block}",
            }
            for row in tables["quotes"].itertuples()
        ],
        "worth": worth[:MOST],
        "n_worth": len(worth),
        "numbers": [one for one in worth if "quantity" in _cue_classes(one["why"])],
    }


def _cue_classes(cues: str) -> set[str]:
    """Return the classes of "quantity: Rund 600; trend: steigt"."""
    return {cue.partition(":")[0] for cue in cues.split("; ")}


def _short(text: str, most: int = 120) -> str:
    text = _one_line(text)
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
