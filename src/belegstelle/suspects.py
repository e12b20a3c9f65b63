"""What a German text may have wrong, found by machine: for people to decide, never applied."""

from collections.abc import Collection

import pandas as pd

SUSPECTS = "word kind suggestion n start end context".split()


def find_suspects(text: str, words: pd.DataFrame, names: Collection[str] = ()) -> pd.DataFrame:
    """Return the word forms of a text that may be wrong (none yet).

    text: the reading text; words: columns start, end, token. Returns word, kind, suggestion, n,
    start, end, context.
    """
    return pd.DataFrame(columns=SUSPECTS)
