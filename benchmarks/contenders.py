"""What is measured: nbstream, and beside it the floor that anything in a cell has to pay."""

from __future__ import annotations

SETUP = """
from agents import Runner
from browser.agent import scripted_agent
from nbstream import stream
from benchmarks.floor import Plain
agent = scripted_agent({url!r})
"""

STREAMS = {
    "nbstream": "await stream(Runner.run_streamed(agent, 'Go'))",
    "floor": (
        "plain = Plain()\ndisplay(plain)\nawait plain.follow(Runner.run_streamed(agent, 'Go'))"
    ),
}
"""By name: the cell that streams one run of the agent."""
