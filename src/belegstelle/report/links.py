"""Links from what a notebook shows to the report's pages, which lie in a folder of their own.

A notebook stores a link without an address (data-href). A page of the report gives it that of the
page beside; where JupyterLab runs the cell, it opens the report's page, once that is made.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

# How a link begins that has no address.
LINK = '<a data-href="'
# What links lead to in the folder of a report.
TRANSCRIPT, TABLES, CHARTS = "transcript.html", "tables", "charts"


def link(place: str, html: str) -> str:
    """Return a link to a place of the report's pages, such as "transcript.html#claim-c01"."""
    return f'{LINK}{place}">{html}</a>'


def opened(html: str, there: Iterable[str], folder: str = "") -> str:
    """Return an output with addresses for its links to what is there; folder: what they begin with.

    >>> opened(link("tables/claims.csv", "CSV"), [TABLES], "/files/")
    '<a href="/files/tables/claims.csv">CSV</a>'
    """
    for name in there:
        html = html.replace(f"{LINK}{name}", f'<a href="{folder}{name}')
    return html


def closed(html: str, folder: str) -> str:
    """Return an output as it was before its links were opened; folder: what they begin with."""
    return html.replace(f'<a href="{folder}', LINK)


def opened_live(html: str, pages: Path) -> tuple[str, dict[str, str]]:
    """Return an output whose links open the pages that a Jupyter server shows, and its metadata.

    pages: the folder of a report. The metadata say what the addresses begin with, so that they are
    taken out when the notebook is saved; without a server there are none. See report.stored.
    """
    if not (served := address(pages)):
        return html, {}
    there = [name for name in (TRANSCRIPT, TABLES, CHARTS) if (pages / name).exists()]
    return opened(html, there, f"{served}/"), {"pages": f"{served}/"}


def address(path: Path) -> str:
    """Return where the server that started this kernel shows a file or folder, or ""."""
    from jupyter_core.paths import jupyter_runtime_dir

    told = Path(jupyter_runtime_dir(), f"jpserver-{os.environ.get('JPY_PARENT_PID')}.json")
    if not (told.is_file() and path.exists()):
        return ""
    server = json.loads(told.read_text("utf-8"))
    folder = Path(server["root_dir"])
    if not path.is_relative_to(folder):
        return ""
    return f"{server['base_url']}files/{quote(path.relative_to(folder).as_posix())}"
