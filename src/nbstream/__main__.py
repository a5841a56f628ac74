"""Makes `python -m nbstream` the command `nbstream`."""

import sys

from nbstream._cli import main

sys.exit(main())
