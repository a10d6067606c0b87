"""`python -m ordvalg`."""

import sys

from ordvalg.cli import main

sys.exit(main())
