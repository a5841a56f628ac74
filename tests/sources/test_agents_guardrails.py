"""What a guardrail of a tool did is said in the cell of the call that it was about."""

from __future__ import annotations

from typing import Any

import pytest
from agents import (
    Agent,
    RunConfig,
    Runner,
    ToolGuardrailFunctionOutput,
    function_tool,
    tool_input_guardrail,
    tool_output_guardrail,
)
from agents.testing import ScriptedModel, assistant_message, function_call

import nbstream

REFUSAL = ToolGuardrailFunctionOutput.reject_content("no secrets")
HALT = ToolGuardrailFunctionOutput.raise_exception()


def guarded(kind: str, verdict: Any) -> Agent[Any]:
    """An agent that calls one tool twice, side by side; its guardrail minds the second call."""

    def minding(said: Any) -> Any:
        minded = "secret" in said.context.tool_arguments
        return verdict if minded else ToolGuardrailFunctionOutput.allow()

    kinds: Any = {"input": tool_input_guardrail, "output": tool_output_guardrail}
    guardrail = kinds[kind](minding)

    def look_up(word: str) -> str:
        """Look a word up."""
        return f"found {word}"

    given: Any = {f"tool_{kind}_guardrails": [guardrail]}
    tool = function_tool(look_up, **given)
    calls = [
        function_call("look_up", {"word": word}, call_id=word)
        for word in (("plain", "secret") if verdict is REFUSAL else ("secret",))
    ]
    model = ScriptedModel([calls, [assistant_message("done")]])
    return Agent(name="A", model=model, tools=[tool])


@pytest.mark.parametrize("hooked", [True, False])
async def test_a_call_whose_input_was_refused_says_that_its_tool_did_not_run(hooked: bool) -> None:
    agent = guarded("input", REFUSAL)
    if hooked:
        view = await nbstream.run(agent, "go")
    else:
        config = RunConfig(tracing_disabled=True)
        view = await nbstream.stream(Runner.run_streamed(agent, "go", run_config=config))
    plain, secret = view.tools
    assert (plain.status, plain.output) == ("done", "found plain")
    _, block = [block for block in view.document.blocks if block.kind == "tool"]
    assert secret.status == "rejected"
    assert block.props["output"] == "no secrets"
    assert block.props["notes"]["guardrail"] == ["minding refused the input: the tool did not run"]
    assert "**look\\_up**: rejected" in view.to_markdown()


async def test_an_output_that_was_refused_says_whose_words_stand_in_its_place() -> None:
    view = await nbstream.run(guarded("output", REFUSAL), "go")
    _, block = [block for block in view.document.blocks if block.kind == "tool"]
    assert block.props["status"] == "done"
    assert block.props["output"] == "no secrets"
    assert block.props["notes"]["guardrail"] == ["minding refused the output: these are its words"]


@pytest.mark.parametrize("kind", ["input", "output"])
async def test_a_guardrail_that_ends_the_run_says_so_in_its_calls_cell(kind: str) -> None:
    view = nbstream.run(guarded(kind, HALT), "go")
    with pytest.raises(Exception, match="triggered tripwire"):
        await view
    (call,) = view.tools
    assert call.status == "failed"
    assert call.error == f"The guardrail minding refused the {kind}, and ended the run"
