"""What plain `jupyter nbconvert` does after each page; see jupyter/nbconvert_config.py."""

from pathlib import Path

from nbconvert.postprocessors.base import PostProcessorBase

from belegstelle.report.pages import complete_report


class AddPages(PostProcessorBase):
    """Adds what `make report` has and nbconvert does not know of."""

    def postprocess(self, input_):
        """Complete the report that a page belongs to."""
        complete_report(Path(input_))
