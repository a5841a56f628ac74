"""What a long conversation costs the page that shows it.

A conversation of many turns with code is made in the kernel and shown. Once its static copy lies
beside it, it is scrolled, and one more answer is streamed into it, and into one that has only the
few other turns that a reader sees at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.cdp import Browser
from benchmarks.desk import Desk
from benchmarks.surroundings import report
from benchmarks.tables import table
from browser.lab import Lab

TURNS = 300
QUICK_TURNS = 30

SEEN = 3
"""Turns that fill what is seen of a conversation, so that what comes scrolls."""

STREAM_SECONDS = 5.0

_SETUP = """
import asyncio
from nbstream import Chat

code = "".join(
    f'def step_{n}(value: int) -> str:\\n    return f"{{value}} and {n}"  # so\\n\\n'
    for n in range(8)
)

async def answer(message, history):
    if message.startswith("question"):
        yield f"Answer to **{message}**:\\n\\n```python\\n{code}```\\n\\nThat is all of it."
        return
    for number in range(1_000):
        yield f"word{number} "
        await asyncio.sleep(0.01)

chat, short = Chat(answer), Chat(answer)
for number in range(TURNS):
    await chat.ask(f"question {number}")
for number in range(SEEN):
    await short.ask(f"question {number}")
"""

# Asked in the page, so that opening is measured from the click on Run to what a reader sees.
_OPENED = """async turns => {
  const began = performance.now()
  const shown = { first: null, all: null, slow: 0 }
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) shown.slow = Math.max(shown.slow, duration)
  }).observe({ entryTypes: ["longtask"] })
  // Live lists, which cost the page less to look at than it takes to draw a turn.
  const lists = document.getElementsByClassName("nbs-turns")
  while (shown.all === null && performance.now() - began < 60_000) {
    await new Promise(requestAnimationFrame)
    const code = lists[0]?.getElementsByTagName("pre") ?? []
    const last = lists[0]?.lastElementChild?.lastElementChild
    const drawn = performance.now() - began
    if (shown.first === null && last?.contains(code[code.length - 1] ?? null)) shown.first = drawn
    if (code.length === turns) shown.all = drawn
  }
  return shown
}"""

# Resolves to the longest that the page drew nothing until the static copy was in its place.
_RESTED = """async turns => {
  let slow = 0
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) slow = Math.max(slow, duration)
  }).observe({ entryTypes: ["longtask"] })
  const until = performance.now() + 60_000
  const copied = () => {
    const all = document.getElementsByClassName("nbs-turn").length
    return all - document.querySelectorAll(".nbs-turns .nbs-turn").length
  }
  while (copied() < turns && performance.now() < until)
    await new Promise(then => setTimeout(then, 500))
  // What the host makes of it, such as a table of contents, comes a second later.
  await new Promise(then => setTimeout(then, 3_000))
  return slow
}"""

_SCROLLED = """async () => {
  const transcript = document.querySelector(".nbs-transcript")
  const frames = []
  let last = performance.now()
  for (let step = 0; step < 240; step++) {
    transcript.scrollTop -= 120
    await new Promise(requestAnimationFrame)
    frames.push(performance.now() - last)
    last = performance.now()
  }
  transcript.scrollTop = transcript.scrollHeight
  frames.sort((one, other) => one - other)
  return [frames[120], frames[228]]
}"""


@dataclass(frozen=True)
class Costs:
    """What a page with a conversation cost.

    Attributes:
        first: Milliseconds until the last turn was drawn.
        all: Milliseconds until every turn was.
        slow: The longest that the page drew nothing meanwhile, in milliseconds.
        resting: The longest that it drew nothing when the static copy came, in milliseconds.
        frames: Half and 95 % of the frames while it was scrolled took so many milliseconds.
        streaming: CPU of the page while an answer came, as a share of a core.
        few: The same where there are few other turns.
    """

    first: float
    all: float
    slow: float
    resting: float
    frames: tuple[float, float]
    streaming: float
    few: float


def measure(desk: Desk, turns: int) -> Costs:
    """Show a conversation of so many turns, and measure."""
    desk.run(_SETUP.replace("TURNS", str(turns)).replace("SEEN", str(SEEN)))
    shown: dict[str, Any] = desk.both(f"({_OPENED})({json.dumps(turns)})", "chat")
    resting = desk.evaluate(f"({_RESTED})({json.dumps(turns)})")
    half, most = desk.evaluate(f"({_SCROLLED})()")
    streaming = _streamed(desk, "chat")
    desk.run("chat.stop(); short")
    desk.evaluate(f"({_RESTED})({json.dumps(SEEN)})")
    return Costs(
        shown["first"],
        shown["all"],
        shown["slow"],
        resting,
        (half, most),
        streaming,
        _streamed(desk, "short"),
    )


def _streamed(desk: Desk, chat: str) -> float:
    # From the kernel, and beside the cell: the chat keeps the cell that it stands in.
    desk.silently(f"{chat}.ask('go on')")
    desk.evaluate(f"new Promise(then => setTimeout(then, {STREAM_SECONDS * 200}))")
    before = desk.usage()
    desk.evaluate(f"new Promise(then => setTimeout(then, {STREAM_SECONDS * 1000}))")
    after = desk.usage()
    return (after.page_seconds - before.page_seconds) / (after.at - before.at)


def conversation_report(*, quick: bool, say: Callable[[str], None]) -> str:
    """Measure a conversation of many turns beside one of a few, and return the report."""
    turns = QUICK_TURNS if quick else TURNS
    say(f"a conversation of {turns} turns")
    return report(f"A conversation of {turns} turns with code", lambda: [measured(turns)])


def measured(turns: int) -> str:
    """Measure everything, and return it as a table."""
    with Lab() as lab, Browser() as browser:
        desk = Desk(browser, lab, "conversation")
        costs = measure(desk, turns)
        desk.close()
    rows = [
        ("its last turn is drawn after", f"{costs.first:,.0f} ms", ""),
        ("all its turns are drawn after", f"{costs.all:,.0f} ms", "2,000 ms"),
        ("meanwhile nothing is drawn for, at most", f"{costs.slow:,.0f} ms", ""),
        ("when the static copy comes, at most", f"{costs.resting:,.0f} ms", ""),
        ("a frame while it is scrolled, half of them", f"{costs.frames[0]:.1f} ms", "16.7 ms"),
        ("a frame while it is scrolled, 95 %", f"{costs.frames[1]:.1f} ms", ""),
        ("the page's CPU while one more answer comes", f"{costs.streaming:.1%}", "as below"),
        (f"the same in a conversation of {SEEN} turns", f"{costs.few:.1%}", ""),
    ]
    return table(("what", "measured", "target"), rows)
