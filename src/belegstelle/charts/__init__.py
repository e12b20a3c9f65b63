"""From tables to pictures: every chart by name, each in one place with its words and size.

A new chart is a draw and a words function in counts, story or years, and its line in CHARTS.
"""

from belegstelle.charts import counts, story, years

CHARTS = counts.CHARTS | story.CHARTS | years.CHARTS
