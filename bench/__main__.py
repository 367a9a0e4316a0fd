"""`python -m bench`: run every comparison."""

import sys

from bench.run import main

sys.exit(main())
