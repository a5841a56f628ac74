"""The payloads and the harmless texts, and which of them a run of the tests tries."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

CORPORA = Path(__file__).parents[2] / "corpora"

SAMPLE = 30
"""Payloads that are tried where nobody asks for all of them."""

SEED = 20261123

Entry = dict[str, Any]


def corpus(name: str) -> list[Entry]:
    """Return a corpus of ours, whole."""
    entries: list[Entry] = json.loads((CORPORA / f"{name}.json").read_text(encoding="utf-8"))
    return entries


def payloads() -> list[Entry]:
    """Return the payloads: all with `NBSTREAM_FULL`, otherwise a sample, the same every time."""
    everything = corpus("payloads") + corpus("more-payloads")
    if os.environ.get("NBSTREAM_FULL"):
        return everything
    return random.Random(SEED).sample(everything, SAMPLE)
