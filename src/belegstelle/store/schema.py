"""Every table, declared once: one row per what, and for each column type, meaning, German name.

From here come the column lists, the types, the places that are checked, the workbook's sheets and
the tables of data/README.md. A table of people is named "editorial/…"; the others by their file.
"""

import re
from dataclasses import dataclass

# Stands for a column's codes where data/editorial/codebook.csv defines them.
CODEBOOK = ("codebook.csv",)


KINDS = (
    "dateline headline caption credit standfirst question answer note keywords navigation"
).split()


VOICES = "interviewer interviewee editorial display boilerplate".split()
# What a paragraph may be, in the order of the voices; three of them also above or below the talk.
VOICED = "question answer editorial display boilerplate".split()


@dataclass(frozen=True)
class Column:
    """A column: its name, type (text, whole, decimal, flag), meaning, codes and German name."""

    name: str
    type: str
    meaning: str
    german: str = ""
    codes: tuple[str, ...] = ()
    optional: bool = False  # of a number: the cell may be empty

    @property
    def dtype(self) -> str:
        """The type of the column in a frame."""
        whole = "Int64" if self.optional else "int64"
        return {"whole": whole, "decimal": "float64", "flag": "bool", "text": "str"}[self.type]


@dataclass(frozen=True)
class Table:
    """A table: its name and title, one row per what, its columns in order.

    place: the column that equals raw[start:end]; path: where it lies, if not in <name>.csv.
    """

    name: str
    title: str
    row: str
    columns: tuple[Column, ...]
    place: str = ""
    path: str = ""

    @property
    def file(self) -> str:
        """Where the table lies, as data/README.md names it."""
        return self.path or f"{self.name}.csv"


def _text(name: str, meaning: str, german: str = "", codes: list[str] | tuple = ()) -> Column:
    return Column(name, "text", meaning, german, tuple(codes))


def _coded(name: str, meaning: str, german: str = "") -> Column:
    return Column(name, "text", meaning, german, CODEBOOK)


def _whole(name: str, meaning: str, german: str = "", *, optional: bool = False) -> Column:
    return Column(name, "whole", meaning, german, optional=optional)


def _decimal(name: str, meaning: str, german: str = "", *, optional: bool = False) -> Column:
    return Column(name, "decimal", meaning, german, optional=optional)


INTERVIEW = _text("interview", "name of the raw file without .txt, .html …", "Interview")
BLOCK = _whole("block", "number of the block it stands in", "Absatz")
SENTENCE = _whole("sentence", "number of the sentence, from 1", "Satz")
PLACE = (_whole("start", "place: first code point"), _whole("end", "place: after the last"))
CLEAN_PLACE = (
    _whole("clean_start", "place in the reading text"),
    _whole("clean_end", "place in the reading text"),
)
KIND = _text("kind", "what the block is", "Textsorte", KINDS)
VOICE = _text("voice", "who is heard", "Stimme", VOICES)
SPEAKER = _text("speaker", "full name, or empty", "Sprecher")
READING = _text("reading", "as corrected", "Lesetext")
REASON = _text("reason", "why", "Begründung")
YEAR = _whole("year", "of the interview; empty if unknown", "Jahr", optional=True)
TERM = _text("term", "lemma", "Begriff")
N_INTERVIEWS = _whole("n_interviews", "interviews of the year")


ERRATUM = (
    _text("erratum", "an id of yours, each once"),
    _text("raw", "the passage as printed", "gedruckt"),
    _text(
        "corrected",
        "what should stand there; to delete words, write the words beside them (empty only for a "
        "query or keep)",
        "richtig",
    ),
    _text("occurrence", "empty if it stands once; else its number (1 is the first), or `all`"),
    _text(
        "treatment",
        "correct is applied; query is shown, an editor must ask; keep looks wrong and is right",
        codes="correct query keep".split(),
    ),
    _text("category", "kind of defect", "Fehlerart"),
    _text("reason", "the rule it breaks, or why it stays", "Begründung"),
)


CLAIM = (
    _text("claim_id", "an id of yours (c01, c02, …)"),
    _coded("voice", "whose block the quote stands in (checked)", "Stimme"),
    _text("speaker", "whose block the quote stands in (checked)", "Sprecher"),
    _coded("unit", "presupposition and display_repeat are shown, not counted"),
    _text("quote", "the passage", "Zitat"),
    _text("occurrence", "as in errata.csv"),
    _text("gloss_en", "English gloss; where it is empty, the quote stands in its place"),
    _coded("claim_type", "what kind of claim", "Art der Behauptung"),
    _text("topic", "what about; in the coder's own few words", "Thema"),
    _coded("direction", "does it say that something grows, lasts or shrinks", "Richtung"),
    _coded("direction_by", "by what it says so"),
    _coded("stance", "towards the thesis of source.csv", "Haltung"),
    _coded("certainty", "how surely it is said", "Gewissheit"),
    _text("hedge_cues", "the words that weaken; empty: none does"),
    _text(
        "quantifier",
        "words for an amount without a number (*immer mehr*, *alle*), no adverbs of degree "
        "(*sehr*, *höchst*); empty: none",
    ),
    _text("quantity", "the number as printed, with its words; empty: none is given", "Zahl"),
    _decimal("qty_min", "the number in digits (decimal point): lower bound", optional=True),
    _decimal("qty_max", "upper bound", optional=True),
    _text("qty_unit", "unit of the number", "Einheit"),
    _text(
        "time",
        "the date or period it holds for, as printed, if a calendar could fix it; empty or "
        "`none named`: none is given",
        "Zeitraum",
    ),
    _coded("source_type", "where the speaker has it from", "Quelle"),
    _text("source_name", "the source as printed; empty: none is given", "Name der Quelle"),
    _coded("interest", "would it serve the interviewee's business, if believed", "Eigeninteresse"),
    _coded("checkability", "who could check it as printed", "Prüfbarkeit"),
    _text(
        "same_as",
        "claim_id of a claim that says the same: subject, predicate and scope alike; empty: none "
        "does",
    ),
    _text(
        "conflicts_with",
        "claim_ids it pulls against, separated by spaces; empty: none",
        "Widerspruch",
    ),
    _text("note", "where you were unsure, and why", "Anmerkung"),
)


def _table(name: str, title: str, row: str, *columns: Column, place="", path="") -> Table:
    return Table(name, title, row, columns, place, path)


def _but(columns: tuple[Column, ...], *left_out: str) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name not in left_out)


def _only(columns: tuple[Column, ...], names: str) -> tuple[Column, ...]:
    return tuple(column for name in names.split() for column in columns if column.name == name)


EDITORIAL = (
    _table(
        "editorial/term_variants",
        "Variants of terms",
        "word form or phrase",
        _text("variant", "word form or phrase, upper and lower case alike"),
        _text("term", "the term it counts as; a phrase becomes one multi-word term", "Begriff"),
        REASON,
    ),
    _table(
        "editorial/page_words",
        "Words of the page",
        "group of words that tell what a line is",
        _text("words", "words that open a line, separated by `\\|`"),
        _text(
            "kind",
            "the kind of block the line is; question, answer: a role word, also numbered "
            '("Frage 2"); note: also alone on its line, over a box; empty: the word opens '
            "sentences and is no label",
            "Textsorte",
            KINDS,
        ),
        _text("voice", "its voice", "Stimme", VOICES),
        _text("example", "a line", "Beispiel"),
    ),
    _table(
        "editorial/cues",
        "Cues",
        "cue pattern",
        _text("pattern", "regular expression, upper and lower case alike; must find its example"),
        _text(
            "cue_class",
            "what the cue shows",
            codes="quantity trend comparison source record universal".split(),
        ),
        _text("example", "a passage it finds", "Beispiel"),
    ),
    _table(
        "editorial/cues_trial",
        "Sentences to try cues on",
        "declarative sentence of six interviews invented for tests",
        _text("text", "name of the invented text"),
        _text("sentence", "the sentence"),
        _text("check_worthy", "is it worth checking", codes=("yes", "no")),
        _text("why", "what could be checked, or why nothing can"),
    ),
    _table(
        "editorial/codebook",
        "Codes",
        "code",
        _text("column", "the coded column"),
        _text("code", "the code"),
        _text("label", "the code as readers see it"),
        _text("definition", "when it applies"),
        _text("needs", "columns that must be filled in with it, separated by spaces; empty: none"),
        _text("example", "an invented passage", "Beispiel"),
    ),
    _table(
        "editorial/source",
        "Source",
        "fact about the source (optional)",
        _text(
            "field",
            "what is told; thesis: what the interview is read for, thesis_en: the same in "
            "English, as a clause (*demand grows*), thesis_direction: up, steady or down; "
            "coded_by: who coded the claims; guest_role: a sentence on who is asked and what they "
            "sell, for the front page",
            codes=(
                "title outlet publisher author date address language rights "
                "thesis thesis_en thesis_direction coded_by guest_role"
            ).split(),
        ),
        _text("value", "shown with the report"),
        path="editorial/<interview>/source.csv",
    ),
    _table(
        "editorial/errata", "Errata", "defect", *ERRATUM, path="editorial/<interview>/errata.csv"
    ),
    _table(
        "editorial/claims",
        "Codings of claims",
        "main predication, presupposition or display repeat",
        *CLAIM,
        path="editorial/<interview>/claims.csv",
    ),
    _table(
        "editorial/exercises",
        "What is said to answers",
        "sentence of an exercise (optional)",
        _text("exercise", "number of the exercise, as in the notebooks"),
        _text(
            "case",
            "`ask`: the question; `right`, a typical mistake, or `else`: what is said to it; "
            "`code`, `why`: the solution",
        ),
        _text("sentence", "what is said; `{case}` stands for the answer of that case"),
        _text(
            "answer",
            "what is answered in that case: a SELECT of SQLite on the tables, so that it follows "
            "them; besides those of data/processed there are page (raw), counted (claims that "
            "count) and on_thesis (those that go the way of the thesis)",
        ),
        path="editorial/<interview>/exercises.csv",
    ),
    _table(
        "editorial/speakers",
        "Speakers, decided",
        "label of the page (optional)",
        _text("label", "the label as printed, without colon; must be filled"),
        _text("name", "who it is; empty leaves what the machine found, `-` is nobody", "Name"),
        _text("voice", "empty leaves what the machine found", "Stimme", VOICES[:3]),
        path="editorial/<interview>/speakers.csv",
    ),
    _table(
        "editorial/label_forms",
        "Forms of speaker labels",
        "form a label may have",
        _text("form", "its name, a word; the first that matches counts"),
        _text(
            "pattern",
            "regular expression, from the line's start, with the group `label`; a time code "
            "stands as U+E000",
        ),
        _text("example", "a line it must match", "Beispiel"),
    ),
    _table(
        "editorial/page_signs",
        "Signs in a text",
        "sign of what a paragraph is",
        _text("evidence", "its name, as in page_weights.csv"),
        _text("pattern", "regular expression; must find its example and not its near miss"),
        _text("example", "a passage it finds", "Beispiel"),
        _text("near_miss", "a passage it must not find"),
    ),
    _table(
        "editorial/page_weights",
        "Evidence for what a paragraph is",
        "evidence and what it speaks for",
        _text("evidence", "what is seen (its name in page/evidence.py), or `after …`: a step"),
        _text(
            "for",
            "what it speaks for",
            codes=[*VOICED, *(f"{s} {p}" for s in VOICED[2:] for p in ("above", "among", "below"))],
        ),
        _decimal("points", "how much; two points are odds of e"),
        REASON,
    ),
    _table(
        "editorial/role_points",
        "Evidence for who asks",
        "evidence and what it speaks for",
        _text("evidence", "what is seen of a label (its name in page/people.py)"),
        _text(
            "for",
            "asks, answers; none: it is no label at all",
            codes="asks answers none".split(),
        ),
        _decimal("points", "how much; one point is odds of e"),
        REASON,
    ),
    _table(
        "editorial/blocks",
        "Blocks, overruled",
        "block read otherwise (optional)",
        _whole("block", "number of the block", "Absatz"),
        _text("begins", "its first words, as a check; must be filled"),
        _text("kind", "what it is; empty leaves what the rules found", "Textsorte", KINDS),
        _text("voice", "empty leaves what the rules found", "Stimme", VOICES),
        _text("speaker", "empty leaves what the rules found, `-` is none", "Sprecher"),
        REASON,
        path="editorial/<interview>/blocks.csv",
    ),
)


PROCESSED = (
    _table(
        "blocks",
        "Blocks of the page",
        "block of the page",
        INTERVIEW,
        _whole("block", "number, from 1, in page order", "Absatz"),
        KIND,
        VOICE,
        SPEAKER,
        _text("label", "the speaker label as printed; no part of the text"),
        *PLACE,
        _whole("n_words", "words as printed, notation left out; 0 for boilerplate", "Wörter"),
        _text("rule", "the label, or the evidence, that carried kind and voice"),
        _decimal(
            "certainty",
            "how sure voice and kind are, 0 to 1: the posterior, a label's with its own; below "
            "0.9 the block is unsure; 1 is decided by people, or by a word of the page",
            "Sicherheit",
        ),
        _text("text", "the block", "Text"),
        place="text",
    ),
    _table(
        "notation",
        "Notation",
        "time code, annotation, line number … that was never said",
        INTERVIEW,
        _text(
            "kind",
            "what it is: front matter, file header, cue timing, bracketed time code, time code, "
            "label's time code, image, annotation, overlap, footnote, page number, running head, "
            "line number, repeated label, address, escape",
            "Art",
        ),
        *PLACE,
        _text("text", "as printed; in no count, no sentence, no suspect", "Text"),
        place="text",
    ),
    _table(
        "corrections",
        "Corrections",
        "place an erratum applies to",
        INTERVIEW,
        *_only(ERRATUM, "erratum treatment category"),
        *PLACE,
        *_only(ERRATUM, "raw corrected"),
        *CLEAN_PLACE,
        *_only(ERRATUM, "reason"),
        place="raw",
    ),
    _table(
        "suspects",
        "What the text may have wrong",
        "word form (spelling) or place (other kinds) the text may have wrong",
        INTERVIEW,
        _text("word", "the form as printed", "gedruckt"),
        _text(
            "kind",
            "what may be wrong",
            "Fehlerart",
            ("spelling", "doubled word", "mixed hyphenation", "separation"),
        ),
        _text("suggestion", "the likeliest form", "Vorschlag"),
        _whole("n", "how often it stands in the text", "Anzahl"),
        BLOCK,
        _whole("start", "its first place"),
        _whole("end", "its first place"),
        _text("context", "some words around it"),
        _text("certainty", "how sure the machine is", "Sicherheit", ("sure", "likely", "unsure")),
        _text("decided", "the errata that settle it, or empty"),
        place="word",
    ),
    _table(
        "errata_proposed",
        "Errata proposed",
        "suspect that nobody decided yet, columns as in editorial/errata.csv",
        *ERRATUM,
    ),
    _table(
        "claims_proposed",
        "Claims proposed",
        "candidate that nobody coded yet, columns as in editorial/claims.csv",
        *CLAIM,
    ),
    _table(
        "quotes",
        "Display quotes",
        "display quote",
        INTERVIEW,
        BLOCK,
        _whole("start", "its place, without quotation marks"),
        _whole("end", "its place, without quotation marks"),
        _text("quote", "its words, without quotation marks", "Zitat"),
        _whole("source_block", "block of the passage it comes from", optional=True),
        _whole("source_start", "place of that passage", optional=True),
        _whole("source_end", "place of that passage", optional=True),
        _text("source", "the passage of the body it comes from, or empty", "Vorlage"),
        _text(
            "fidelity",
            "how near it is to that passage",
            "Wortlaut",
            ("verbatim", "reworded", "not found"),
        ),
        _decimal(
            "similarity",
            "0 to 1: share of its letters that the passage has in the same order",
            optional=True,
        ),
        place="quote",
    ),
    _table(
        "sentences",
        "Sentences",
        "sentence of every block but boilerplate",
        INTERVIEW,
        SENTENCE,
        BLOCK,
        VOICE,
        SPEAKER,
        *PLACE,
        *CLEAN_PLACE,
        _text("text", "as printed", "Text"),
        READING,
        place="text",
    ),
    _table(
        "tokens",
        "Words",
        "running word",
        INTERVIEW,
        SENTENCE,
        BLOCK,
        VOICE,
        SPEAKER,
        *PLACE,
        _text(
            "token",
            "form as printed; a hyphen compound is one token, and so is a multi-word term",
            "Wort",
        ),
        _text(
            "term",
            "lemma of the corrected form, variants unified; a hyphen compound that the "
            "dictionary has as one word is that word (*Weiterbildungs-Angebot*, "
            "Weiterbildungsangebot)",
            "Begriff",
        ),
        Column(
            "is_stop",
            "flag",
            "on the stop list: counted in every base, not listed as a term",
            "Stoppwort",
        ),
        place="token",
    ),
    _table(
        "terms",
        "Terms by voice",
        "term and voice",
        INTERVIEW,
        TERM,
        VOICE,
        _whole("n", "how often", "Anzahl"),
        _decimal("per_1000", "n / base × 1,000", "je 1.000 Wörter"),
        _whole("base", "all tokens of the voice, stop words included", "Basis"),
        _whole("n_blocks", "blocks of the voice that hold the term"),
        _decimal(
            "dispersion",
            "DPnorm, the normalised deviation of proportions over the voice's blocks: "
            "1 all in the smallest block; empty where n is under 3",
            "Streuung",
            optional=True,
        ),
        _decimal(
            "dispersion_min",
            "the least dispersion that n places in these blocks can have",
            "kleinste Streuung",
            optional=True,
        ),
    ),
    _table(
        "claims",
        "Claims",
        "coded claim",
        INTERVIEW,
        *_only(CLAIM, "claim_id"),
        BLOCK,
        *PLACE,
        *CLEAN_PLACE,
        *_only(CLAIM, "voice speaker unit"),
        _text("quote", "as printed", "Zitat"),
        READING,
        *_but(CLAIM, *"claim_id voice speaker unit quote occurrence".split()),
        Column(
            "on_thesis",
            "flag",
            "it says that something goes the way of the thesis, uncounted rows too: filter by unit",
        ),
        Column(
            "attributed",
            "flag",
            "a speaker's label or a named source stands with it, or quotation marks do under a "
            "line that names the guest",
        ),
        place="quote",
    ),
    _table(
        "candidates",
        "Sentences that look worth checking",
        "sentence that looks worth checking",
        INTERVIEW,
        SENTENCE,
        *PLACE,
        _text("text", "as printed", "Text"),
        _text("cues", "class: words"),
        _whole("score", "number of cue classes found"),
        place="text",
    ),
    _table(
        "trend",
        "Steps of the story",
        "step of the story, in text order",
        INTERVIEW,
        _whole("step", "number of the step"),
        _text("claim_id", "its claim"),
        _decimal("position", "place in the raw text, 0 to 1"),
        *PLACE,
        *_only(CLAIM, "voice unit stance direction direction_by certainty"),
        _text("evidence", "what it carries: source type, number, period, named source", "Beleg"),
        _text("quote", "its words", "Zitat"),
        *_only(CLAIM, "gloss_en"),
        place="quote",
    ),
    _table(
        "agreement",
        "Agreement of coders",
        "two codings and coded column",
        INTERVIEW,
        _text(
            "coder", "the two codings; first is claims.csv, another claims.<coder>.csv", "Codierer"
        ),
        _text("column", "the coded column; same_as, conflicts_with: the links between claims"),
        _whole(
            "n",
            "claims that both coded; unit: and those that one alone has; links: pairs of claims "
            "that both coded",
            "Anzahl",
        ),
        _decimal("percent", "of n coded alike, 0 to 100", "Prozent"),
        _decimal("alpha", "Krippendorff's; certainty ordinal, the rest nominal", optional=True),
        _decimal(
            "ci_low",
            "lower end of alpha's 95% interval: bootstrap over the units (claims; links: pairs of "
            "claims); Wilson's bound where none differs",
            optional=True,
        ),
        _decimal("ci_high", "its upper end", optional=True),
        _text("note", "how far alpha carries, or why it is empty", "Anmerkung"),
    ),
)


ARCHIVE = (
    _table(
        "interviews",
        "Interviews",
        "interview",
        INTERVIEW,
        _whole(
            "year",
            "of the file's name, else of the dateline, else of the date the file gives",
            "Jahr",
            optional=True,
        ),
        _whole("n_characters", "length of the raw text in code points", "Zeichen"),
        _whole("n_blocks", "how many"),
        _whole("n_sentences", "how many, boilerplate left out", "Sätze"),
        _whole("n_words", "words of the voices that speak, as printed", "Wörter"),
        path="interviews.parquet",
    ),
    _table(
        "received",
        "Texts that a reader made",
        "interview that came as no text file",
        INTERVIEW,
        _text("reader", "library and version that made the text", "Werkzeug"),
        _text("text", "what the places refer to, as received.txt of a single interview"),
        path="received.parquet",
    ),
    _table(
        "problems",
        "Files that could not be read",
        "file that could not be read (also as problems.parquet)",
        INTERVIEW,
        _text("file", "where it lies", "Datei"),
        _text("problem", "what is wrong, and the mend"),
        Column("again", "flag", "whether the next run tries it though it has not changed"),
    ),
    _table(
        "years",
        "Years",
        "year",
        YEAR,
        _whole("n_interviews", "how many"),
        _whole("n_sentences", "how many", "Sätze"),
        _whole("n_words", "words of the voices that speak", "Wörter"),
    ),
    _table(
        "voices",
        "Words by voice",
        "voice that speaks",
        _text("voice", "who is heard", "Stimme", VOICES[:3]),
        _whole("n_blocks", "how many"),
        _whole("n", "words", "Anzahl"),
        _decimal("share", "of all words (0 to 1)", "Anteil"),
    ),
    _table(
        "shared",
        "Terms that interviews share",
        "term",
        _text("term", "lemma; display text is left out here and below", "Begriff"),
        _whole("n_interviews", "interviews that have it"),
        _decimal("share", "of all interviews (0 to 1)", "Anteil"),
        _whole("n", "how often", "Anzahl"),
        _decimal("per_1000", "n / base × 1,000", "je 1.000 Wörter"),
        _whole("base", "tokens of all interviews' voices that have a term", "Basis"),
    ),
    _table(
        "uses",
        "Terms by year",
        "term followed and year",
        TERM,
        YEAR,
        _whole("n", "how often", "Anzahl"),
        _decimal("per_1000", "n / base × 1,000", "je 1.000 Wörter"),
        _whole("base", "tokens of the year", "Basis"),
        N_INTERVIEWS,
    ),
    _table(
        "apart",
        "What sets one interview apart",
        "term of one interview or of the others",
        TERM,
        _whole("n_one", "how often in the one"),
        _whole("n_other", "how often in all others"),
        _decimal("per_1000_one", "rate on the tokens of the one"),
        _decimal("per_1000_other", "rate on the tokens of the others"),
        _decimal("log_ratio", "base 2, 0.5 added to each count; positive: more in the one"),
        _decimal("g2", "log-likelihood"),
    ),
    _table(
        "cues",
        "Cues by year",
        "class of cue and year",
        YEAR,
        _text("cue_class", "as in editorial/cues.csv"),
        _whole("n", "sentences with such a cue", "Anzahl"),
        _decimal("per_100", "n / base × 100", "je 100 Sätze"),
        _whole("base", "sentences of the year, questions and display text included", "Basis"),
        N_INTERVIEWS,
    ),
    _table(
        "topics",
        "Topics by year",
        "topic and year",
        YEAR,
        _text("topic", "a term", "Thema"),
        _whole("n", "sentences with a cue and that term", "Anzahl"),
        _decimal("per_100", "n / base × 100", "je 100 Sätze"),
        _whole("base", "as in cues.csv", "Basis"),
        N_INTERVIEWS,
    ),
    _table(
        "told",
        "Cues of one interview and of the others",
        "class of cue",
        _text("cue_class", "as in editorial/cues.csv"),
        _whole("n_one", "sentences of the one interview with such a cue"),
        _whole("base_one", "all sentences of the one"),
        _decimal("per_100_one", "n / base × 100"),
        _whole("n_other", "sentences of all others with such a cue"),
        _whole("base_other", "all sentences of the others"),
        _decimal("per_100_other", "n / base × 100"),
    ),
)


FINDINGS = _table(
    "findings",
    "What the pages tell",
    "finding or chart",
    _text("page", "the notebook that tells it, or empty"),
    _text("kind", "what it is", codes=("finding", "chart")),
    _text("name", "its name, each once"),
    _text("text", "of a finding: its sentences, a list", "Text"),
    _text("title", "of a chart: what it shows, in a sentence", "Titel"),
    _text("alt", "of a chart: what is seen; empty if there was nothing to draw"),
    _text("source", "of a chart: its source line, with n", "Quelle"),
    path="findings.json",
)


TABLES = {table.name: table for table in (*EDITORIAL, *PROCESSED, FINDINGS, *ARCHIVE)}


def columns(name: str) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [column.name for column in TABLES[name].columns]


def dtypes(name: str) -> dict[str, str]:
    """Return the type of each column of a table in a frame."""
    return {column.name: column.dtype for column in TABLES[name].columns}


def of_type(kind: str) -> frozenset[str]:
    """Return the names that computed columns of a type have."""
    computed = (column for table in PROCESSED + ARCHIVE for column in table.columns)
    return frozenset(column.name for column in computed if column.type == kind)


def codes(name: str, column: str) -> list[str]:
    """Return what may stand in a column, if it is declared here and not in the codebook."""
    return list(next(one.codes for one in TABLES[name].columns if one.name == column))


def codebook_rows() -> list[tuple[str, ...]]:
    """Return table, title, column, German name, type and meaning for the tables of an interview."""
    return [
        (table.name, table.title, column.name, column.german, column.type, _meaning(column))
        for table in PROCESSED
        for column in table.columns
    ]


def codebook_page(page: str) -> str:
    """Return data/README.md with the headings and tables declared here; its prose stays.

    A section has one table: whatever tables stand under the prose of its heading make way for it.

    Raises ValueError if it has no heading, or more than one, for a table.
    """
    seen: set[tuple[Column, ...]] = set()
    for table in TABLES.values():
        section = rf"^### {re.escape(table.file)}\b.*\n((?:(?![#|]).*\n)*)(?:\|.*\n|\n)*"
        found = list(re.finditer(section, page, re.MULTILINE))
        if len(found) != 1:
            raise ValueError(f"data/README.md has “### {table.file}” {len(found)} times, not once.")
        heading = f"### {table.file}, one row per {table.row}\n"
        prose = found[0][1].strip() and f"{found[0][1].strip()}\n\n"
        text = heading + prose + ("" if table.columns in seen else _page_table(table))
        page = f"{page[: found[0].start()]}{text.strip()}\n\n{page[found[0].end() :]}"
        seen.add(table.columns)
    return page.rstrip() + "\n"


def _page_table(table: Table) -> str:
    rows = [("column", "type", "meaning", "German name"), ("---",) * 4]
    for one in table.columns:
        kind = one.type + " or empty" * one.optional
        rows.append((one.name, kind, _meaning(one), one.german))
    return "".join(f"| {' | '.join(row)} |\n".replace("|  |", "| |") for row in rows)


def _meaning(column: Column) -> str:
    if column.codes == CODEBOOK:
        return f"{column.meaning}; codes in editorial/codebook.csv"
    return column.meaning + "; one of " * bool(column.codes) + ", ".join(column.codes)


if __name__ == "__main__":  # python -m belegstelle.store.schema writes data/README.md anew
    from belegstelle.project import root

    page = root() / "data" / "README.md"
    page.write_text(codebook_page(page.read_text("utf-8")), "utf-8", newline="\n")
