"""From the page as it came to blocks: what each part is, whose voice it is, and by which rule.

A page is read in three steps: lines become blocks, some blocks turn out to be labelled turns,
and the rest is sorted by where it stands. Text without a speaker label is never given to the
previous speaker just because it follows; every block names the rule that decided, and
data/editorial/<interview>/blocks.csv overrules any of them.
"""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache

import pandas as pd

from belegstelle.tables import (
    TroubleError,
    decode,
    editorial_path,
    expect_values,
    raw_path,
    read_bytes,
    read_editorial,
    show_path,
)

KINDS = (
    "dateline headline caption credit standfirst question answer note keywords navigation"
).split()
VOICES = ["interviewer", "interviewee", "editorial", "display", "boilerplate"]
VOICE_OF_KIND = {
    "dateline": "boilerplate",
    "headline": "display",
    "caption": "display",
    "credit": "boilerplate",
    "standfirst": "editorial",
    "question": "interviewer",
    "answer": "interviewee",
    "note": "editorial",
    "keywords": "boilerplate",
    "navigation": "boilerplate",
}
SPOKEN = ("interviewer", "interviewee", "editorial")
COLUMNS = "interview block kind voice speaker label start end n_words rule text".split()

# A word, compounds whole: "Social-Media-Manager", "geht's"; not the dash in "gut – und".
WORD = re.compile(r"\w+(?:[-‐‑'’]\w+)*")
# Characters that print nothing: a soft hyphen, a zero-width space; not the joiner inside an emoji.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")
# Spaces of other widths and kinds: a no-break space, a thin space; not a newline.
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]")
# A line with something to see on it: "Ja."; not "", "  " or a lone zero-width space.
LINE = re.compile("[^\r\n\u2028\u2029]*[^\\s\u00ad\u200b\u2060\ufeff][^\r\n\u2028\u2029]*")
# What may stand before a colon at the start of a line: "**Anna Beispiel:** Ja"; not "10:30 Uhr".
LABEL = re.compile(
    r"(?P<open>[*_#>\s]*)(?P<label>[^\W\d_][^:*_\n?!]{0,58}?)(?P<close>[*_]*)"
    r"[^\S\n]*:(?P<after>[*_]*)(?=\s|$)"
)
# A date at a dateline: "14.03.2014", "14. März 2014", "2014-03-14"; not "ein bis zwei Jahre".
DATE = re.compile(
    r"\b(?:\d{1,2}\.\s?(?:\d{1,2}\.|Jan\w*|Feb\w*|März|Apr\w*|Mai|Juni?|Juli?|Aug\w*|Sep\w*|"
    r"Okt\w*|Nov\w*|Dez\w*)\s?\d{4}|\d{4}-\d{2}-\d{2})\b"
)
# Who is spoken with: "Interview mit Anna Beispiel", "im Gespräch mit Dr. Bo Muster".
GUEST = re.compile(
    r"(?:Interview|Gespräch|spricht|sprach|Fragen an)(?: mit)? "
    r"(?P<name>(?:(?:Dr|Prof)\. )*(?:[A-ZÄÖÜ][\w-]+ ){1,3}?[A-ZÄÖÜ][\w-]+)\b"
)
# Words that stand in a label but name nobody: "Prof. Dr. Anna Beispiel", "Frau Muster".
TITLE = re.compile(
    r"(?:(?:Prof(?:essor(?:in)?)?|Dr|Dipl|Ing|med|phil|jur|rer|nat|pol|h|c|Herr|Frau|Mag|"
    r"PD|Priv|Doz)\b[.-]*\s*)+",
)
# Where an affiliation starts in a label: "Anna Beispiel (SPD)", "Bo Muster, Firma".
AFFILIATION = re.compile(r"\s*[(,/|].*")
# Lower-case words that belong to names: "Anna von der Aue"; not the verb in "Wichtig ist".
# Spaces and mark-up that may open a block and are no part of it: "** ", "# "; not "#Thema".
AROUND = re.compile("(?:[*_\\s\u00ad\u200b\ufeff]|#{1,6}\\s|>\\s)*")
PARTICLES = frozenset(
    [
        "von",
        "vom",
        "van",
        "de",
        "den",
        "der",
        "zu",
        "zur",
        "und",
        "u.",
        "&",
        "di",
        "da",
        "del",
        "la",
        "le",
        "ten",
    ]
)
ARTICLES = frozenset("Der Die Das Ein Eine Mein Meine Unser Unsere Ihr Ihre Dein Deine".split())
# The start of a byline: "Interview mit", "Im Gespräch mit", "Von Bo"; not "Interviews sind".
BYLINE = re.compile(
    r"(?:Ein |Das )?Interview(?: mit|:|$)|(?:Im |Ein )?Gespräch(?: mit|$)|Von [A-ZÄÖÜ]"
)
# The end of a sentence: ".", "?“"; not a line that breaks off like a headline.
SENTENCE_END = re.compile(r"[.!?…:;][\"“”«»‹›'’)\]*_]*$")
# A line wholly in quotation marks: „So ist es.“; not: „So“ ist es.
QUOTED = re.compile(r"^[„“\"»«‚‘'›‹][^„“”\"»«]{12,}[“”\"«»‘’'‹›][.!]?$")


def normalise(text: str) -> str:
    """Return text with its letters composed (NFC), one kind of space and nothing invisible.

    >>> normalise("Fu\u0308s\u00adsen\u00a0ist")
    'Füssen ist'
    """
    return SPACE.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def count_words(text: str) -> int:
    """Count the running words (tokens) of a text; a hyphen compound is one.

    >>> count_words("Rund 600 Social-Media-Manager – mehr nicht.")
    5
    """
    return len(WORD.findall(normalise(text)))


def read_raw(interview: str) -> tuple[str, str]:
    """Return an interview as received, decoded, and the name of its encoding."""
    path = raw_path(interview)
    return decode(read_bytes(path), show_path(path))


@cache
def page_words() -> dict[str, tuple[str, str]]:
    """Return the words that tell what a line is, each with kind and voice.

    From data/editorial/page_words.csv (words separated by |, kind, voice). A word without a kind
    opens a sentence and is no label ("Wichtig: …").
    """
    table = read_editorial(editorial_path("page_words.csv"), ["words", "kind", "voice"])
    return {
        word.strip().casefold(): (row.kind, row.voice)
        for row in table.itertuples()
        for word in row.words.split("|")
    }


def split_lines(raw: str) -> list[dict]:
    """Return the page's lines that show something: start, end, text and paragraph (0..).

    A line that only wraps (no blank line between, all lines short) is joined to the one before.
    """
    lines: list[dict] = []
    paragraph, last = -1, 0
    for match in LINE.finditer(raw):
        gap = raw[last : match.start()].replace("\r\n", "\n")
        paragraph += not lines or len(re.findall("[\r\n\u2028\u2029]", gap)) > 1
        lines.append(_trimmed(raw, match.start(), match.end(), paragraph))
        last = match.end()
    return _unwrapped(raw, lines)


def _trimmed(raw: str, start: int, end: int, paragraph: int) -> dict:
    shown = raw[start:end]
    left = len(shown) - len(shown.lstrip())
    shown = shown.strip()
    return {
        "start": start + left,
        "end": start + left + len(shown),
        "text": shown,
        "paragraph": paragraph,
    }


def _unwrapped(raw: str, lines: list[dict]) -> list[dict]:
    longest = max((len(line["text"]) for line in lines), default=0)
    inner = [
        len(line["text"])
        for line, after in zip(lines, lines[1:], strict=False)
        if line["paragraph"] == after["paragraph"]
    ]
    if longest > 100 or len(inner) < 3 or sorted(inner)[len(inner) // 2] < 45:
        return lines
    joined: list[dict] = []
    for line in lines:
        wraps = joined and joined[-1]["paragraph"] == line["paragraph"]
        if wraps and not LABEL.match(line["text"]) and not _page_kind(line["text"]):
            joined[-1] |= {"end": line["end"], "text": raw[joined[-1]["start"] : line["end"]]}
        else:
            joined.append(line)
    return joined


def _page_kind(text: str) -> tuple[str, str] | None:
    """Return kind and voice if the page's own words tell what a line is, else None."""
    if len(text) > 300:
        return None
    shown = normalise(text).strip("*_# ")
    if shown.startswith("©"):
        return "credit", "boilerplate"
    head, colon, _ = shown.partition(":")
    found = page_words().get(head.strip().casefold())
    if found and found[0] not in ("", "question", "answer") and (colon or found[0] == "navigation"):
        return found
    return None


def canonical_label(label: str) -> str:
    """Return the name in a label, without title, affiliation and mark-up.

    >>> canonical_label("Prof. Dr. Anna Beispiel (Musterhaus)")
    'Anna Beispiel'
    """
    shown = AFFILIATION.sub("", normalise(label)).strip("*_ ")
    return TITLE.sub("", shown).strip() or shown


def _names_someone(name: str) -> bool:
    """Tell whether a label could be a name: "Anna von Aue", "acquisa"; not "Wichtig ist"."""
    words = name.split()
    if not 1 <= len(words) <= 5:
        return False
    return len(words) == 1 or all(w[0].isupper() or w in PARTICLES for w in words)


def _label_candidates(lines: list[dict]) -> dict[int, re.Match]:
    matches = {n: LABEL.match(line["text"][:90]) for n, line in enumerate(lines)}
    named = {
        n: canonical_label(match["label"])
        for n, match in matches.items()
        if match and not _page_kind(lines[n]["text"])
    }
    surnames = {name.split()[-1] for name in named.values() if len(name.split()) > 1}
    return {n: matches[n] for n, name in named.items() if _may_label(name, surnames)}


def _may_label(name: str, surnames: set[str]) -> bool:
    """Tell whether a name may be a label; a word that opens sentences only as a known surname."""
    known = page_words().get(name.casefold())
    if known:
        return known[0] in ("question", "answer") or name in surnames
    return _names_someone(name)


def find_labels(lines: list[dict]) -> dict[int, re.Match]:
    """Return the lines (by number) that open with a speaker label, with the match.

    A label is a role word ("Frage"), a name of two words that recurs or whose surname does, one
    word that recurs and asks or answers, or a pair of which the first asks the second.
    """
    candidates = _label_candidates(lines)
    names = {n: canonical_label(m["label"]).casefold() for n, m in candidates.items()}
    asks = {n: "?" in line["text"] for n, line in enumerate(lines)}
    heads = Counter(names.values())
    surnames = Counter(name.split()[-1] for name in names.values())
    turns = defaultdict(list)
    for number, name in names.items():
        answers = number > 0 and asks[number - 1] and names.get(number - 1) != name
        turns[name].append(asks[number] or answers)

    def accepted(number: int) -> bool:
        name = names[number]
        if page_words().get(name, ("", ""))[0]:
            return True
        takes_turns = 3 * sum(turns[name]) >= len(turns[name])
        first = candidates[number]["label"].split()[0]
        if len(name.split()) > 1 and first not in ARTICLES:
            return surnames[name.split()[-1]] > 1 or (takes_turns and _paired(number))
        if heads[name] > 1 or surnames[name.split()[-1]] > 1:
            return takes_turns
        return takes_turns and _paired(number)

    def _paired(number: int) -> bool:
        return any(
            names.get(one) and names.get(two) and names[one] != names[two] and asks[one]
            for one, two in ((number - 1, number), (number, number + 1))
        )

    return {number: match for number, match in candidates.items() if accepted(number)}


def name_speakers(names: list[str], text: str) -> dict[str, str]:
    """Return for each label name the speaker's full name, as another label or the page gives it.

    names: the labels' names in order of appearance; text: the page, normalised.
    """
    spoken = {}
    for name in dict.fromkeys(names):
        same = [n for n in names if n.casefold().split()[-1] == name.casefold().split()[-1]]
        longest = max(same, key=lambda n: (len(n.split()), n == n.lower(), -names.index(n)))
        spoken[name] = longest if len(longest.split()) > 1 else _full_name(longest, text)
    return spoken


def _full_name(surname: str, text: str) -> str:
    if surname.isupper() and len(surname) > 3 and surname.title() in text:
        surname = surname.title()
    found = re.search(rf"\b(?!Herrn?\b|Frau\b)[A-ZÄÖÜ][a-zäöüß-]+ {re.escape(surname)}\b", text)
    before = text[: found.start()].rstrip() if found else ""
    opens_sentence = before.endswith((".", ":", "?")) or not before
    return found[0] if found and not opens_sentence else surname


def _roles(turns: list[tuple[str, bool]]) -> dict[str, str]:
    """Return each speaker's role from (name, asks) of every labelled turn."""
    shares: dict[str, list[bool]] = defaultdict(list)
    for name, asks in turns:
        shares[name].append(asks)
    share = {name: sum(asked) / len(asked) for name, asked in shares.items()}
    roles = {name: page_words().get(name.casefold(), ("", ""))[1] for name in share}
    if not any(role == "interviewer" for role in roles.values()) and len(share) > 1:
        most = max(share.values())
        asking = [n for n in share if not roles[n] and share[n] >= min(0.5, most) and share[n] > 0]
        if len(asking) == len(share):
            asking = [max(asking, key=lambda name: share[name])]
        roles |= dict.fromkeys(asking, "interviewer")
    return {name: role or "interviewee" for name, role in roles.items()}


def read_blocks(raw: str, interview: str) -> pd.DataFrame:
    """Read a page into its blocks, in order.

    raw: the decoded text. Returns one row per block: interview, block (1..), kind, voice,
    speaker (full name, or empty), label (as printed, without colon), start, end (code points of
    raw, label and mark-up left out), n_words (as printed; 0 for boilerplate), rule (why kind and
    voice are what they are), text (= raw[start:end]). data/editorial/<interview>/blocks.csv
    overrules kind, voice and speaker. Raises TroubleError if an override names no such block.
    """
    lines = split_lines(raw)
    labels = find_labels(lines)
    blocks = _sorted_by_place(_turns(raw, lines, labels), normalise(raw[:4000]))
    table = pd.DataFrame(blocks)
    table.insert(0, "interview", interview)
    table.insert(1, "block", range(1, len(table) + 1))
    table["text"] = [raw[s:e] for s, e in zip(table["start"], table["end"], strict=True)]
    table = override_blocks(table, interview)
    counts = table["voice"] != "boilerplate"
    table["n_words"] = table["text"].map(count_words).where(counts, 0)
    return table[COLUMNS]


def _turns(raw: str, lines: list[dict], labels: dict[int, re.Match]) -> list[dict]:
    """Return lines as blocks; labelled ones know label, name, role; a lone label takes the next."""
    names = {n: canonical_label(m["label"]) for n, m in labels.items()}
    text = normalise(raw)
    speakers = name_speakers([names[n] for n in sorted(names)], text[:20000])
    said = [(speakers[names[n]], "?" in _said(lines, n, labels)) for n in sorted(names)]
    roles = _roles(said)
    blocks, pending = [], None
    for number, line in enumerate(lines):
        block = {**line, "label": "", "speaker": "", "role": "", "rule": ""}
        if number in labels:
            speaker = speakers[names[number]]
            pending = {"label": labels[number]["label"].strip(), "role": roles[speaker]}
            is_role = page_words().get(speaker.casefold(), ("", ""))[1]
            pending["speaker"] = "" if is_role else speaker
            block["start"] += labels[number].end()
        block |= _bare(raw, block["start"], block["end"])
        if block["start"] < block["end"]:
            blocks.append(block | (pending or {}))
            pending = None
    return blocks


def _said(lines: list[dict], number: int, labels: dict[int, re.Match]) -> str:
    rest = lines[number]["text"][labels[number].end() :]
    alone = not rest.strip("*_ ") and number + 1 < len(lines)
    return lines[number + 1]["text"] if alone else rest


def _bare(raw: str, start: int, end: int) -> dict:
    """Return start, end and text without the spaces and mark-up around it."""
    start += AROUND.match(raw[start:end]).end()
    shown = raw[start:end].rstrip("*_ \t\r\n\u00a0\u00ad\u200b\ufeff")
    return {"start": start, "end": start + len(shown), "text": shown}


def _sorted_by_place(blocks: list[dict], page: str) -> list[dict]:
    """Decide kind, voice, speaker and rule of every block by its words and its place."""
    for block in blocks:
        _label_rule(block)
    turns = [n for n, block in enumerate(blocks) if block["rule"]]
    if not turns:
        turns = _unlabelled_turns(blocks, page)
    first, last = (turns[0], turns[-1]) if turns else (len(blocks), -1)
    first = _leading_question(blocks, first, turns)
    for number, block in enumerate(blocks):
        if block["rule"]:
            continue
        if not turns:
            place = _outside_turns
        elif number < first:
            place = _before_turns
        else:
            place = _between_turns if number < last else _after_turns
        kind, rule = _by_words(blocks, number) or place(blocks, number)
        block |= {"kind": kind, "rule": rule}
        block["voice"] = VOICE_OF_KIND[kind]
        if rule.startswith("goes on"):
            block["speaker"] = _previous_turn(blocks, number)["speaker"]
        elif kind == "question" and not block["speaker"]:
            block["speaker"] = _interviewer(blocks)
    return [{"voice": VOICE_OF_KIND[block["kind"]], **block} for block in blocks]


def _label_rule(block: dict) -> None:
    if block["role"]:
        block["kind"] = "question" if block["role"] == "interviewer" else "answer"
        block["rule"] = f"label “{block['label']}”"


def _leading_question(blocks: list[dict], first: int, turns: list[int]) -> int:
    opens = turns and first > 0 and blocks[first]["kind"] == "answer"
    return first - 1 if opens and _asks(blocks[first - 1]) else first


def _asks(block: dict) -> bool:
    return normalise(block["text"]).rstrip('*_ "“”«»)').endswith("?")


def _unlabelled_turns(blocks: list[dict], page: str) -> list[int]:
    """Mark questions and answers on a page without labels; return their numbers."""
    asking = [
        n
        for n, block in enumerate(blocks)
        if _asks(block) and count_words(block["text"]) <= 80 and not QUOTED.match(block["text"])
    ]
    asking = [n for n in asking if n + 1 < len(blocks) and n + 1 not in asking and n > 0]
    if len(asking) < 2:
        return []
    guest = GUEST.search(page)
    for number in asking:
        blocks[number] |= {"kind": "question", "rule": "ends in a question mark, no labels on page"}
        blocks[number + 1] |= {
            "kind": "answer",
            "rule": "follows a question on a page without labels",
            "speaker": canonical_label(guest["name"]) if guest else "",
        }
    return sorted(asking + [number + 1 for number in asking])


def _by_words(blocks: list[dict], number: int) -> tuple[str, str] | None:
    """Return kind and rule if the block's own words or its neighbour's tell what it is."""
    block = blocks[number]
    found = _page_kind(block["text"])
    if found:
        return found[0], f"opens like {found[0]}"
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    if after and not after["role"] and (_page_kind(after["text"]) or ("", ""))[0] == "credit":
        near = after["paragraph"] == block["paragraph"] or QUOTED.match(block["text"])
        if near and count_words(block["text"]) <= 40:
            return "caption", "stands over a credit"
    return None


def _before_turns(blocks: list[dict], number: int) -> tuple[str, str]:
    text = normalise(blocks[number]["text"])
    n_words = count_words(text)
    if n_words <= 16 and DATE.search(text) and not SENTENCE_END.search(text):
        return "dateline", "short line with a date before the first turn"
    if n_words <= 8 and BYLINE.match(text):
        return "dateline", "byline before the first turn"
    if n_words <= 25 and (QUOTED.match(text) or not SENTENCE_END.search(text)):
        return "headline", "short line before the first turn, quoted or without full stop"
    if n_words <= 14 and number <= 1 and not re.search(r"[.!?]\s", text):
        return "headline", "short line at the top of the page"
    return "standfirst", "prose before the first turn"


def _between_turns(blocks: list[dict], number: int) -> tuple[str, str]:
    block, after = blocks[number], blocks[number + 1]
    text = normalise(block["text"])
    if _asks(block) and after.get("kind") == "answer" and (after["role"] or after["rule"]):
        return "question", "ends in a question mark before a labelled answer"
    if QUOTED.match(text) and count_words(text) <= 40:
        return "caption", "pull quote: a line in quotation marks between turns"
    if count_words(text) <= 10 and not SENTENCE_END.search(text):
        return "headline", "crosshead: short line without full stop between turns"
    previous = _previous_turn(blocks, number)
    if previous["kind"] == "question":
        return "note", "unlabelled between a question and its answer"
    return "answer", "goes on: unlabelled between an answer and a later turn"


def _after_turns(blocks: list[dict], number: int) -> tuple[str, str]:
    text = normalise(blocks[number]["text"])
    if count_words(text) <= 6 and not SENTENCE_END.search(text):
        return "navigation", "short line without full stop after the last turn"
    if QUOTED.match(text) and count_words(text) <= 40:
        return "caption", "pull quote: a line in quotation marks after the last turn"
    return "note", "no label after the last turn: editorial, not the last speaker's"


def _outside_turns(blocks: list[dict], number: int) -> tuple[str, str]:
    if number <= 2:
        kind, rule = _before_turns(blocks, number)
        if kind != "standfirst":
            return kind, rule.replace(" before the first turn", " at the top of the page")
    return "note", "no turns found on the page"


def _previous_turn(blocks: list[dict], number: int) -> dict:
    return next(b for b in reversed(blocks[:number]) if b.get("kind") in ("question", "answer"))


def _interviewer(blocks: list[dict]) -> str:
    return next((b["speaker"] for b in blocks if b["role"] == "interviewer"), "")


def override_blocks(blocks: pd.DataFrame, interview: str) -> pd.DataFrame:
    """Return the blocks with kind, voice and speaker as data/editorial/…/blocks.csv decides.

    Its columns: block, begins (the block's first words, as a check), kind, voice, speaker,
    reason; an empty cell leaves what the rules found, a speaker of "-" is none.
    """
    path = editorial_path("blocks.csv", interview)
    decided = read_editorial(path, ["block", "begins", "kind", "voice", "speaker", "reason"])
    expect_values(path, decided, "kind", [*KINDS, ""])
    expect_values(path, decided, "voice", [*VOICES, ""])
    blocks = blocks.copy()
    for row, decision in decided.iterrows():
        at = blocks.index[blocks["block"].astype(str) == decision["block"]]
        begins = normalise(decision["begins"])
        if len(at) != 1 or not normalise(blocks.loc[at[0], "text"]).startswith(begins):
            raise TroubleError(
                f"{show_path(path)}, row {row}: there is no block {decision['block']!r} that "
                f"begins “{decision['begins']}”. Copy both from "
                f"data/processed/{interview}/blocks.csv, or delete the row."
            )
        kind = decision["kind"] or blocks.loc[at[0], "kind"]
        voice = decision["voice"] or (decision["kind"] and VOICE_OF_KIND[kind])
        blocks.loc[at[0], "kind"] = kind
        blocks.loc[at[0], "voice"] = voice or blocks.loc[at[0], "voice"]
        if decision["speaker"]:
            blocks.loc[at[0], "speaker"] = decision["speaker"].replace("-", "", 1).strip() or ""
        blocks.loc[at[0], "rule"] = f"decided: {decision['reason'] or 'blocks.csv'}"
    return blocks


def word_shares(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each voice that speaks: voice, n_blocks, n (words), share (0 to 1).

    Labels, datelines, credits, keywords and navigation are in no count, nor is display text,
    which repeats what others say.
    """
    spoken = blocks[blocks["voice"].isin(SPOKEN)]
    shares = spoken.groupby("voice")["n_words"].agg(n_blocks="size", n="sum").reindex(SPOKEN)
    shares = shares.fillna(0).astype("int64").reset_index()
    return shares.assign(share=shares["n"] / max(shares["n"].sum(), 1))


def list_speakers(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return who speaks: speaker, voice, labels (as printed), n_blocks, n (words); n falling."""
    turns = blocks[blocks["kind"].isin(["question", "answer"])]
    table = turns.groupby(["speaker", "voice"], as_index=False).agg(
        labels=("label", lambda labels: ", ".join(dict.fromkeys(x for x in labels if x))),
        n_blocks=("block", "size"),
        n=("n_words", "sum"),
    )
    return table.sort_values(["n", "speaker"], ascending=[False, True], ignore_index=True)


def list_assumptions(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that no label settles: block, kind, voice, rule, begins (first words).

    Each can be overruled in data/editorial/<interview>/blocks.csv, by block and begins.
    """
    guessed = blocks[~blocks["rule"].str.startswith(("label", "decided"))]
    begins = guessed["text"].map(lambda text: " ".join(normalise(text).split()[:5]))
    return guessed.assign(begins=begins)[["block", "kind", "voice", "rule", "begins"]]


def read_source(interview: str) -> pd.DataFrame:
    """Return what is known of the source: field, value (title, outlet, date, address, rights)."""
    return read_editorial(editorial_path("source.csv", interview), ["field", "value"])


def describe_raw(interview: str) -> pd.DataFrame:
    """Return the text as received in figures, and its source: field, value."""
    data = read_bytes(raw_path(interview))
    raw, encoding = read_raw(interview)
    facts = {
        "file": show_path(raw_path(interview)),
        "SHA-256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "encoding": encoding,
        "characters": len(raw),
        "lines with text": len(split_lines(raw)),
    }
    table = pd.DataFrame({"field": list(facts), "value": [str(v) for v in facts.values()]})
    return pd.concat([table, read_source(interview)], ignore_index=True)


def layout_noise(raw: str) -> pd.DataFrame:
    """Count what the reading text leaves out or unifies: noise, n, first (code point), example."""
    kinds = {
        "no-break and other spaces": SPACE,
        "soft hyphens and zero-width characters": INVISIBLE,
        "Windows or old Mac line ends": re.compile("\r\n?"),
        "letters with a separate accent (NFD)": re.compile("\\w[\u0300-\u036f]"),
    }
    rows = []
    for noise, pattern in kinds.items():
        found = list(pattern.finditer(raw))
        if found:
            at = found[0].start()
            around = normalise(raw[max(at - 20, 0) : at + 20])
            rows.append((noise, len(found), at, " ".join(around.split())))
    return pd.DataFrame(rows, columns=["noise", "n", "first", "example"])
