"""`python -m benchmarks.conversation`: what a long conversation costs the page that shows it.

A conversation of many turns with code is made in the kernel and shown. Then it is scrolled, and one
more answer is streamed into it, and into one that has no other turn.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from benchmarks import ROOT
from benchmarks.cdp import Browser
from benchmarks.desk import Desk
from benchmarks.surroundings import command, load, surroundings, today
from benchmarks.tables import table
from browser.lab import Lab

TURNS = 300

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

chat, alone = Chat(answer), Chat(answer)
for number in range(TURNS):
    await chat.ask(f"question {number}")
"""

# Asked in the page, so that opening is measured from the click on Run to what a reader sees.
_OPENED = """async turns => {
  const began = performance.now()
  const shown = { first: null, all: null, slow: 0 }
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) shown.slow = Math.max(shown.slow, duration)
  }).observe({ entryTypes: ["longtask"] })
  while (shown.all === null && performance.now() - began < 60_000) {
    await new Promise(requestAnimationFrame)
    const last = document.querySelector(".nbs-turns > .nbs-turn:last-child")
    if (shown.first === null && last?.querySelector("pre")) shown.first = performance.now() - began
    const drawn = document.querySelectorAll(".nbs-turns > .nbs-turn pre").length
    if (drawn === turns) shown.all = performance.now() - began
  }
  return shown
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
        frames: Half and 95 % of the frames while it was scrolled took so many milliseconds.
        streaming: CPU of the page while an answer came, as a share of a core.
        alone: The same where there is no other turn.
    """

    first: float
    all: float
    slow: float
    frames: tuple[float, float]
    streaming: float
    alone: float


def measure(desk: Desk, turns: int = TURNS) -> Costs:
    """Show a conversation of so many turns, and measure."""
    desk.run(_SETUP.replace("TURNS", str(turns)))
    shown: dict[str, Any] = desk.both(f"({_OPENED})({json.dumps(turns)})", "chat")
    half, most = desk.evaluate(f"({_SCROLLED})()")
    streaming = _streamed(desk, "chat")
    desk.run("chat.stop(); alone")
    return Costs(
        shown["first"],
        shown["all"],
        shown["slow"],
        (half, most),
        streaming,
        _streamed(desk, "alone"),
    )


def _streamed(desk: Desk, chat: str) -> float:
    # From the kernel, and beside the cell: the chat keeps the cell that it stands in.
    desk.silently(f"{chat}.ask('go on')")
    desk.evaluate(f"new Promise(then => setTimeout(then, {STREAM_SECONDS * 200}))")
    before = desk.usage()
    desk.evaluate(f"new Promise(then => setTimeout(then, {STREAM_SECONDS * 1000}))")
    after = desk.usage()
    return (after.page_seconds - before.page_seconds) / (after.at - before.at)


def report() -> str:
    """Measure everything and return the report."""
    before = load()
    with Lab() as lab, Browser() as browser:
        desk = Desk(browser, lab, "conversation")
        costs = measure(desk)
        desk.close()
    rows = [
        ("its last turn is drawn after", f"{costs.first:,.0f} ms", ""),
        ("all its turns are drawn after", f"{costs.all:,.0f} ms", "2,000 ms"),
        ("meanwhile nothing is drawn for, at most", f"{costs.slow:,.0f} ms", ""),
        ("a frame while it is scrolled, half of them", f"{costs.frames[0]:.1f} ms", "16.7 ms"),
        ("a frame while it is scrolled, 95 %", f"{costs.frames[1]:.1f} ms", ""),
        ("the page's CPU while one more answer comes", f"{costs.streaming:.1%}", "as alone"),
        ("the same in a conversation without other turns", f"{costs.alone:.1%}", ""),
    ]
    lines = [
        f"# A conversation of {TURNS} turns with code, {today()}",
        "",
        f"`{command()}`, load averages {before} before and {load()} after.",
        "",
        *(f"- {line}" for line in surroundings()),
        "",
        table(("what", "measured", "target"), rows),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    page = report()
    print(page)
    out = ROOT / "benchmarks" / "results" / f"{today()}-conversation.md"
    out.write_text(page + "\n")
    print(f"kept as {out}", file=sys.stderr)
