"""Write the report: `python -m belegstelle.report`; see run.main."""

import gc
import sys
from importlib import import_module

# What modules load stays: to search it for what could be freed takes a fifth of their time.
gc.disable()
run = import_module("belegstelle.report.run")
gc.freeze()
gc.enable()
sys.exit(run.main(sys.argv[1:]))
