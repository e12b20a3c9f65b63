"""The sheet of corrections: what the text may have wrong, and what people decide of it."""

from belegstelle.coding.claims import next_id
from belegstelle.desk.reading import Change, Reading, put_row
from belegstelle.project import TroubleError, editorial_path
from belegstelle.store import schema
from belegstelle.text.suspects import rank_suspects

# Reasons that come again; a person may write any other.
REASONS = (
    "A slip of the keyboard.",
    "Spelling: the dictionary has another form.",
    "A word too much, or one missing.",
    "Case or agreement does not fit.",
    "A name, spelt so.",
    "A word of the trade, spelt so.",
    "Said so: a spoken form.",
    "Ask: the meaning depends on it.",
)
# Characters shown around a passage.
AROUND = 60


def view(reading: Reading) -> dict:
    """Return what the sheet shows: suspects nobody decided, surest first, and the errata."""
    suspects = rank_suspects(reading.suspects)
    waiting = suspects[suspects["decided"] == ""]
    places = reading.corrections.groupby("erratum")[["start", "end"]].first()
    errata = []
    for row in reading.errata.to_dict("records"):
        start, end = map(int, places.loc[row["erratum"]])
        errata.append({**row, "start": start, "end": end, **_around(reading.raw, start, end)})
    return {
        "suspects": [
            {**row, **_around(reading.raw, row["start"], row["end"])}
            for row in waiting.drop(columns=["interview", "decided", "context"]).to_dict("records")
        ],
        "errata": errata,
        "treatments": schema.codes("editorial/errata", "treatment"),
        "reasons": list(dict.fromkeys([*REASONS, *filter(None, reading.errata["reason"])])),
        "categories": sorted(
            {*reading.errata["category"], *schema.codes("suspects", "kind")} - {""}
        ),
        "open": len(waiting),
    }


def _around(raw: str, start: int, end: int) -> dict[str, str]:
    before, after = raw[max(start - AROUND, 0) : start], raw[end : end + AROUND]
    return {"before": before.rpartition("\n")[2], "after": after.partition("\n")[0]}


def decide_erratum(reading: Reading, wish: dict) -> Change:
    """Correct, query or keep a passage: start, end (places of raw), treatment, corrected, category,
    reason, everywhere (each place that reads so); erratum: the row to change, else a new one.
    """
    passage, occurrence = reading.cite(wish.get("start", -1), wish.get("end", -1))
    treatment = wish.get("treatment", "")
    row = {
        "erratum": wish.get("erratum") or next_id(reading.errata["erratum"], "e"),
        "raw": passage,
        "corrected": str(wish.get("corrected", "")).strip(),
        "occurrence": "all" if occurrence and wish.get("everywhere") else occurrence,
        "treatment": treatment,
        "category": str(wish.get("category", "")).strip(),
        "reason": str(wish.get("reason", "")).strip(),
    }
    if treatment == "correct" and not row["corrected"]:
        raise TroubleError(f"“{passage}”: write what should stand there, or choose query or keep.")
    if treatment == "keep":
        row["corrected"] = ""
    told = {
        "correct": f"“{passage}” is corrected to “{row['corrected']}”",
        "query": f"“{passage}” is a query",
        "keep": f"“{passage}” is kept as printed",
    }.get(treatment, "")
    path = editorial_path("errata.csv", reading.interview)
    files = put_row(path, "errata", "erratum", row["erratum"], row)
    return Change(files, f"{told} ({row['erratum']}).")


def take_back_erratum(reading: Reading, wish: dict) -> Change:
    """Take an erratum out."""
    erratum = wish.get("erratum", "")
    if erratum not in set(reading.errata["erratum"]):
        raise TroubleError(f"There is no erratum {erratum!r}. Choose one of the list.")
    path = editorial_path("errata.csv", reading.interview)
    return Change(put_row(path, "errata", "erratum", erratum, None), f"{erratum} is taken out.")
