"""Tries arbitrary input: the same few hundred cases every time, or new ones for as long as asked.

`make fuzz` sets NBSTREAM_FUZZ to the seconds that each test may take; what fails is then told with
the input that made it fail.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

SECONDS = float(os.environ.get("NBSTREAM_FUZZ", "0"))

EXAMPLES = 150
"""Cases of an everyday run."""


def try_any(inputs: SearchStrategy[Any], check: Callable[[Any], None]) -> None:
    """Call `check` with inputs until the time is over, at least once with the everyday ones."""
    deadline = time.monotonic() + SECONDS
    _try(inputs, check, everyday=True)
    while time.monotonic() < deadline:
        _try(inputs, check, everyday=False)


def _try(inputs: SearchStrategy[Any], check: Callable[[Any], None], *, everyday: bool) -> None:
    def body(value: Any) -> None:
        check(value)

    settings(
        max_examples=EXAMPLES,
        derandomize=everyday,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )(given(inputs)(body))()
