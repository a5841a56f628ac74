"""Text at the speed of a model."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator

# A word with the space before it, as models cut their text; also half words of long ones.
_WORD = re.compile(r"\s*\S{1,12}|\s+")


def pieces(text: str) -> list[str]:
    """Cut a text into what a model would send at once; joined again, it is the same text."""
    return _WORD.findall(text)


async def paced(text: str, per_second: float) -> AsyncIterator[str]:
    """Yield the text piece by piece, at a steady rate; 0: without waiting."""
    began = time.monotonic()
    for index, piece in enumerate(pieces(text)):
        await asyncio.sleep(began + index / per_second - time.monotonic() if per_second else 0)
        yield piece
