"""What guardrails of an agent's tools did: whose words an output is, and which call ended a run.

The SDK tells of them beside the stream, in lists of the run and in what it raises, and of no call.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from nbstream.sources.fields import get
from nbstream.sources.response_items import Outcome

_INPUT = "refused the input: the tool did not run"
_OUTPUT = "refused the output: these are its words"


class Guardrails:
    """What guardrails said about the tools of a run, each thing once.

    Args:
        run: The SDK's `RunResultStreaming`.
    """

    def __init__(self, run: Any) -> None:
        self._run = run
        self._heard: list[Any] = []

    def seen_in(self, outcome: Outcome) -> Outcome:
        """Say of what a call came to that a guardrail said it, if one did."""
        for kind, what in (("input", _INPUT), ("output", _OUTPUT)):
            for said in getattr(self._run, f"tool_{kind}_guardrail_results", ()):
                if _words(said) == outcome.output and not any(said is one for one in self._heard):
                    self._heard.append(said)
                    note = ("guardrail", (f"{_name(said.guardrail)} {what}",))
                    notes = (*outcome.notes, note)
                    # An answer of the tool's there is none.
                    return replace(outcome, notes=notes, rejected=kind == "input", value=...)
        return outcome


@dataclass(frozen=True, slots=True)
class Tripped:
    """A guardrail of a tool that ended the run.

    Attributes:
        tools: The names of the tools that have it.
        told: What it did, for a person to read.
    """

    tools: Collection[str]
    told: str


def tripped(error: Exception) -> Tripped | None:
    """What an error of the SDK's says of a tool's guardrail, if it is about one."""
    kinds = {
        "ToolInputGuardrailTripwireTriggered": "refused the input",
        "ToolOutputGuardrailTripwireTriggered": "refused the output",
    }
    what = next(
        (kinds[each.__name__] for each in type(error).__mro__ if each.__name__ in kinds), ""
    )
    if not what:
        return None
    guardrail = get(error, "guardrail")
    agent = get(get(error, "run_data"), "last_agent")
    tools = [
        str(get(tool, "name"))
        for tool in get(agent, "tools") or ()
        if any(
            guardrail is one
            for kind in ("input", "output")
            for one in get(tool, f"tool_{kind}_guardrails") or ()
        )
    ]
    return Tripped(tools, f"The guardrail {_name(guardrail)} {what}, and ended the run")


def _words(said: Any) -> str | None:
    """What a guardrail put in place of an output; `None`: nothing."""
    behavior = get(get(said, "output"), "behavior")
    return get(behavior, "message") if get(behavior, "type") == "reject_content" else None


def _name(guardrail: Any) -> str:
    return str(guardrail.get_name())
