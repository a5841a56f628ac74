"""A run without a key and without a network: real agents and tools, scripted words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from nbstream.demo.pace import paced
from nbstream.demo.words import MARKDOWN

if TYPE_CHECKING:
    from agents import Agent

__all__ = ["agent", "text"]


def agent(*, words_per_second: float = 40) -> Agent[Any]:
    """Make the agent of the quickstart, for `nbstream.run(demo.agent(), "anything")`.

    It is a real agent of the OpenAI Agents SDK: the runner, its tools and the handoff are the
    SDK's own. Only the words of its model are written down already. It may be run again.

    Args:
        words_per_second: How fast its model writes; 0: as fast as it can, and its tools too.
    """
    from nbstream.demo.travel import travel_agent

    return travel_agent(words_per_second)


def text(*, words_per_second: float = 40) -> AsyncIterator[str]:
    """Write a page of markdown word by word, for `nbstream.stream(demo.text())`.

    Args:
        words_per_second: How fast; 0: as fast as it can.
    """
    return paced(MARKDOWN, words_per_second)
