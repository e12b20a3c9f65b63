"""The classroom: a student copy without outputs and solutions, and the teacher's copy.

`python -m belegstelle.classroom [FOLDER]` writes classroom/, or the folder named, from the
notebooks as they are stored.
"""

import re
import sys
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from traitlets.config import Config

from belegstelle.classroom.exercises import question
from belegstelle.project import TroubleError, asked_interview, root, show_path
from belegstelle.report.run import Words, notebook_paths
from belegstelle.store.files import read_bytes, write_file

# The link to the glossary: from notebooks/, and from a copy, which has it beside.
GLOSSARY_LINKS = ("../docs/glossary.md", "glossary.md")

# The cell of a notebook that shows a question.
ASKS = re.compile(r'h\.classroom\.ask\("(\w+)", interview\)')
HANDED_OUT = {"student": ["glossary.md"], "teacher": ["glossary.md", "teaching.md"]}


def make_exporters() -> dict[str, NotebookExporter]:
    """Return nbconvert's notebook exporters of the two copies: student, teacher."""
    student = Config()
    student.TagRemovePreprocessor.enabled = True
    student.TagRemovePreprocessor.remove_cell_tags = {"solution"}
    student.ClearOutputPreprocessor.enabled = True
    return {"student": NotebookExporter(config=student), "teacher": NotebookExporter()}


def with_questions(notebook: NotebookNode, interview: str) -> NotebookNode:
    """Return a notebook with an interview's questions as text, to be read before a cell is run."""
    for at, cell in enumerate(notebook.cells):
        if asks := ASKS.fullmatch(cell.source):
            named = {"id": cell.id, "metadata": cell.metadata}
            notebook.cells[at] = new_markdown_cell(question(asks[1], interview), **named)
    return notebook


def copies() -> dict[str, bytes]:
    """Return the files of the classroom: place in its folder → content."""
    files = {}
    for copy, exporter in make_exporters().items():
        for path in notebook_paths():
            notebook = with_questions(nbformat.read(path, as_version=4), asked_interview())
            text, _ = exporter.from_notebook_node(notebook)
            files[f"{copy}/{path.name}"] = text.replace(*GLOSSARY_LINKS).encode("utf-8")
        for name in HANDED_OUT[copy]:
            files[f"{copy}/{name}"] = read_bytes(root() / "docs" / name)
    return files


def write_classroom(folder: Path) -> list[Path]:
    """Write both copies into a folder; return the student's notebooks that were left as they are.

    A student's notebook that differs from a fresh one may hold answers: it is not replaced.
    Raises TroubleError if the folder can't be written.
    """
    kept = []
    for place, content in copies().items():
        path = folder / place
        if place.startswith("student/0") and path.exists() and read_bytes(path) != content:
            kept.append(path)
        else:
            write_file(path, content)
    return kept


def main(arguments: list[str]) -> int:
    """Write the classroom, say what to open, and return the exit code."""
    words = Words("belegstelle.classroom", "Write the student's and the teacher's copy.")
    words.add_argument("folder", nargs="?", type=Path, help="where to (classroom/ if left out)")
    folder = words.parse_args(arguments).folder or root() / "classroom"
    try:
        kept = write_classroom(folder)
    except TroubleError as error:
        print(error, file=sys.stderr)
        return 1
    for path in kept:
        print(f"{show_path(path)} was worked on and is kept. Delete it to get a fresh one.")
    print(
        f"Hand out {show_path(folder / 'student')}; the lesson plan is "
        f"{show_path(folder / 'teacher' / 'teaching.md')}."
    )
    return 0
