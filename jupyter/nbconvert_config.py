"""What makes a page good, so that plain `jupyter nbconvert --to html` gives it too.

The environment's etc/jupyter loads this file; see jupyter/installed.
"""

from pathlib import Path

from belegstelle.report.pages import FILTERS, report_path
from belegstelle.report.run import QUIET

here = Path(__file__).resolve().parent
c = get_config()  # noqa: F821

c.TemplateExporter.extra_template_basedirs = [str(here / "templates")]
c.HTMLExporter.template_name = "belegstelle"
c.HTMLExporter.exclude_input_prompt = True
c.HTMLExporter.exclude_output_prompt = True
c.HTMLExporter.mathjax_url = ""
c.TemplateExporter.filters = FILTERS
# Pages are for editors: what is for the class, and housekeeping, stays in the notebooks.
c.HTMLExporter.TagRemovePreprocessor.enabled = True
c.HTMLExporter.TagRemovePreprocessor.remove_cell_tags = {"goals", "exercise", "solution", "aside"}
c.NbConvertApp.postprocessor_class = "belegstelle.report.plain.AddPages"
c.ExecutePreprocessor.record_timing = False
c.ExecutePreprocessor.extra_arguments = QUIET
c.FilesWriter.build_directory = str(report_path())
