"""From tables to pictures: every chart by name, its drawing beside its words.

A new chart is a function that draws and one that says what is seen, in counts, story or years,
and a line of CHARTS there.
"""

from belegstelle.charts import counts, story, years

CHARTS = counts.CHARTS | story.CHARTS | years.CHARTS
