"""What an interview is read for: the thesis that its claims support, limit or contest."""

from typing import NamedTuple

from belegstelle.page.source import known_source
from belegstelle.project import TroubleError, editorial_path, show_path

# The direction of a thesis, and what something does that goes its way.
DIRECTIONS = {"up": "grows or spreads", "steady": "lasts", "down": "shrinks"}


class Thesis(NamedTuple):
    """A thesis in German, in English as a clause, and its direction; all empty if none is given."""

    text: str = ""
    english: str = ""
    direction: str = ""


def read_thesis(interview: str) -> Thesis:
    """Return the thesis of an interview's source.csv.

    Raises TroubleError if it is given by half, or its direction is none of up, steady, down.
    """
    fields = known_source(interview)
    names = ("thesis", "thesis_en", "thesis_direction")
    thesis = Thesis(*(fields.get(name, "") for name in names))
    path = show_path(editorial_path("source.csv", interview))
    if any(thesis) and not all(thesis):
        empty = names[thesis.index("")]
        raise TroubleError(
            f"{path}: {empty} is empty. A thesis needs {', '.join(names)}; fill all, or none."
        )
    if any(thesis) and thesis.direction not in DIRECTIONS:
        raise TroubleError(
            f"{path}: thesis_direction is {thesis.direction!r}, which is none of "
            f"{', '.join(DIRECTIONS)}. Correct the cell."
        )
    return thesis
