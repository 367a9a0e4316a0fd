"""`python -m bench`: run every comparison; exits 1 when a limit is passed."""

import sys

from bench.open_questions import measure
from bench.run import main

status = main()
sys.exit(status if measure() else 1)
