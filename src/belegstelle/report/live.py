"""Links that work where a cell is run: in JupyterLab they open the report's pages, once made."""

import json
import os
import re
from pathlib import Path
from urllib.parse import quote

from belegstelle.report.pages import report_path

# A link to a page of the report, from an output: page, place on it.
LINK = re.compile(r'<a data-href="([^"#]+)(#[^"]*)?"')


def open_links(html: str, interview: str) -> str:
    """Return an output whose links lead to the pages of an interview's report that are there.

    Only where a Jupyter server runs the cell, at the address that it gives these pages; what it
    saves is as before (see report.stored).
    """
    if not interview or not (served := address(folder := report_path(interview))):
        return html

    def opened(link: re.Match) -> str:
        there = (folder / link[1]).is_file()
        return f'{link[0]} href="{served}/{quote(link[1])}{link[2] or ""}"' if there else link[0]

    return LINK.sub(opened, html)


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
