"""A run that waits for a decision is kept by one kernel, and goes on in another."""

from __future__ import annotations

from pathlib import Path

from kernel import executed, pages, printed

# What both kernels define, as a person would who runs the same notebook again tomorrow.
AGENT = """
import json
from pathlib import Path
import nbstream
from agents import Agent, function_tool
from agents.testing import ScriptedModel, assistant_message, function_call

kept = Path({kept!r})
wiped = []

@function_tool(needs_approval=True)
def wipe(path: str) -> str:
    "Delete a file."
    wiped.append(path)
    return f"wiped {{path}}"

@function_tool
def look() -> str:
    "Looks."
    return "two files"

def agent(*turns):
    return Agent(name="Assistant", model=ScriptedModel(list(turns)), tools=[wipe, look])
"""
FIRST = """
calls = [function_call("wipe", {"path": p}, call_id=p) for p in ("a", "b")]
asks = agent([function_call("look", {}, call_id="l")], calls)
view = await nbstream.run(asks, "Clean up.")
kept.write_text(json.dumps(view.pending.to_json()))
print(view.status, [q.call_id for q in view.pending.questions], wiped)
"""
SECOND = """
answers = agent([assistant_message("All clean.")])
view = await nbstream.run(answers, json.loads(kept.read_text()))
print(view.status, [(q.call_id, q.arguments) for q in view.pending.questions], wiped)
"""
DECIDE = """
view.approve("a")
view.reject("b", "Keep that one.")
await view
print(view.status, wiped, view.text, view.result.final_output)
print([tool.status for tool in view.tools])
told = [item.get("output") for item in answers.model.calls[-1].input if "output" in item]
print(told)
"""


def test_a_pending_run_goes_on_in_another_kernel(tmp_path: Path) -> None:
    begins = AGENT.format(kept=str(tmp_path / "run.json"))
    asked = executed(begins, FIRST)
    assert printed(asked.cells[1]) == "streaming ['a', 'b'] []\n"

    goes_on = executed(begins, SECOND, DECIDE)
    waiting = """streaming [('a', '{"path":"a"}'), ('b', '{"path":"b"}')] []\n"""
    assert printed(goes_on.cells[1]) == waiting
    assert printed(goes_on.cells[2]).splitlines() == [
        "done ['a'] All clean. All clean.",
        "['done', 'rejected']",
        "['two files', 'wiped a', 'Keep that one.']",
    ]
    # What was decided is in the file of the notebook where it was decided.
    (page,) = pages(goes_on.cells[1])
    assert "**wipe**: rejected (by a person)" in page
