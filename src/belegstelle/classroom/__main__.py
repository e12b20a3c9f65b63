"""Write the classroom: `python -m belegstelle.classroom`; see copies.main."""

import sys

from belegstelle.classroom.copies import main

sys.exit(main(sys.argv[1:]))
