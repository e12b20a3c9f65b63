"""Write the report: `python -m belegstelle.report`; see run.main."""

import sys

from belegstelle.report.run import main

sys.exit(main(sys.argv[1:]))
