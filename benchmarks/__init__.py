"""What nbstream costs and how fast it is, measured: `python -m benchmarks`.

Real JupyterLab, a real browser, the real Agents SDK and a model server on loopback. It stands on
the browser tests' own JupyterLab, answers and page counters, so that both measure one thing.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# The tests are not installed; pytest finds them by its own configuration, we by this.
sys.path.insert(0, str(ROOT / "tests"))
