"""What tools did, for the next cell: `view.tools`, in runs and in streams."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from agents import Agent, AsyncComputer, ComputerTool, Runner, function_tool
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call
from openai.types.responses import Response, ResponseCompletedEvent, ResponseComputerToolCall

import nbstream
import sdk
from nbstream.events import ToolReturned, from_json, to_json
from nbstream.sources.tracebacks import message_of


class Table:
    """Something that notebooks show in their own way, as a DataFrame is."""

    def _repr_html_(self) -> str:
        return "<table><tr><th>city</th></tr><tr><td>Oslo</td></tr></table>"

    def __str__(self) -> str:
        return "city\nOslo"


@function_tool
def table(rows: int) -> Any:
    """Return a table."""
    return Table()


@function_tool
def broken() -> str:
    """Fail."""
    return _look_up()


def _look_up() -> str:
    raise LookupError("no way")


def agent() -> Agent[Any]:
    calls = [
        function_call("table", {"rows": 1}, call_id="c1"),
        function_call("broken", {}, call_id="c2"),
    ]
    model = ScriptedModel([calls, [assistant_message("ok")]])
    return Agent(name="A", model=model, tools=[table, broken])


@pytest.mark.parametrize("how", ["run", "stream"])
async def test_a_tools_output_is_the_object_itself_and_the_model_has_its_text(how: str) -> None:
    if how == "run":
        view = await nbstream.run(agent(), "go")
    else:
        view = await nbstream.stream(Runner.run_streamed(agent(), "go"))
    first, second = view.tools
    assert isinstance(first.output, Table)
    assert (first.name, first.call_id, first.kind) == ("table", "c1", "function")
    assert (first.arguments, first.status, first.error) == ({"rows": 1}, "done", None)
    assert first.text == "city\nOslo"
    assert first.seconds is not None
    assert second.status == "failed"
    (shown,) = [block for block in view.document.blocks if block.kind == "display"]
    assert (shown.props["form"], json.loads(shown.text)["body"]) == (
        "table",
        [[{"text": "city", "head": True}], ["Oslo"]],
    )


@pytest.mark.parametrize("returned", [None, 0, False, "", []])
@pytest.mark.parametrize("how", ["run", "stream"])
async def test_what_is_next_to_nothing_is_returned_as_it_is(how: str, returned: Any) -> None:
    @function_tool
    def little() -> Any:
        return returned

    model = ScriptedModel([[function_call("little", {}, call_id="c")], [assistant_message("ok")]])
    asked = Agent(name="A", model=model, tools=[little])
    if how == "run":
        view = await nbstream.run(asked, "go")
    else:
        view = await nbstream.stream(Runner.run_streamed(asked, "go"))
    (tool,) = view.tools
    assert (tool.output, tool.text, tool.status) == (returned, str(returned), "done")


def test_an_error_that_cannot_say_what_it_is_is_told_by_its_name() -> None:
    class SpeechlessError(Exception):
        def __str__(self) -> str:
            raise LookupError("no words")

    assert message_of(SpeechlessError()) == "<SpeechlessError whose str() raised LookupError>"
    assert message_of(LookupError("no way")) == "no way"


async def test_a_failed_tool_says_where_in_its_own_code_it_failed() -> None:
    view = await nbstream.run(agent(), "go")
    (failed,) = [block for block in view.document.blocks if block.props.get("name") == "broken"]
    if not sdk.SHOWS_EXCEPTIONS:
        assert "traceback" not in failed.props
        assert view.tools[1].error == sdk.told_by_a_run(LookupError("no way"))
        return
    lines = failed.props["traceback"].splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "LookupError: no way"
    frames = [line.rpartition(" in ")[2] for line in lines if line.startswith("  File")]
    assert frames == ["broken", "_look_up"]
    assert view.tools[1].error == "LookupError: no way"
    assert view.tools[1].output == view.tools[1].text


async def test_a_call_that_has_not_come_back_has_no_output_yet() -> None:
    async def told() -> Any:
        yield nbstream.events.ToolCalled("c", "f", kind="shell", language="bash")
        yield nbstream.events.ToolArgumentsDelta("c", "ls")
        yield nbstream.events.ToolStarted("c")

    view = await nbstream.stream(told())
    (call,) = view.tools
    assert (call.arguments, call.kind, call.error) == ("ls", "shell", None)
    assert repr(call) == "<f(ls): stopped>"


async def test_a_recording_keeps_what_was_shown_and_not_the_object(tmp_path: Any) -> None:
    view = await nbstream.run(agent(), "go")
    view.save(tmp_path / "run.jsonl")
    again = await nbstream.stream(nbstream.load(tmp_path / "run.jsonl"), speed=float("inf"))
    assert again.tools[0].output == "city\nOslo"
    assert again.to_markdown() == view.to_markdown()
    assert "| city |" in view.to_markdown().replace("\\", "")


def test_the_object_is_no_part_of_what_is_written_down() -> None:
    event = ToolReturned("c", "text", traceback="where", value=object())
    assert to_json(event) == {
        "event": "ToolReturned",
        "block": "c",
        "output": "text",
        "traceback": "where",
    }
    assert from_json(to_json(event)) == event
    with pytest.raises(nbstream.errors.EventError, match="has no 'value'"):
        from_json({**to_json(event), "value": 1})


class Screen(AsyncComputer):
    """A computer that can only be looked at."""

    environment = "browser"
    dimensions = (160, 90)

    async def screenshot(self) -> str:
        return "iVBORw0KGgo="

    async def click(self, x: int, y: int, button: Any) -> None:
        """Nothing on it can be changed."""

    async def double_click(self, x: int, y: int) -> None: ...
    async def scroll(self, x: int, y: int, scroll_x: int, scroll_y: int) -> None: ...
    async def type(self, text: str) -> None: ...
    async def wait(self) -> None: ...
    async def move(self, x: int, y: int) -> None: ...
    async def keypress(self, keys: list[str]) -> None: ...
    async def drag(self, path: list[tuple[int, int]]) -> None: ...


async def looks(_call: Any) -> AsyncIterator[Any]:
    look = ResponseComputerToolCall.model_validate(
        {
            "id": "k",
            "call_id": "c",
            "action": {"type": "screenshot"},
            "pending_safety_checks": [],
            "status": "completed",
            "type": "computer_call",
        }
    )
    response = Response(
        id="r",
        created_at=0,
        model="m",
        object="response",
        output=[look],
        parallel_tool_calls=True,
        tool_choice="auto",
        tools=[],
    )
    yield ResponseCompletedEvent(type="response.completed", sequence_number=0, response=response)


@pytest.mark.parametrize("own", [True, False])
async def test_a_computers_screen_is_a_picture_in_its_cell(*, own: bool) -> None:
    model = ScriptedModel([ModelStep.stream(looks), [assistant_message("A field.")]])
    looker: Agent[Any] = Agent(name="A", model=model, tools=[ComputerTool(Screen())])
    if own:
        view = await nbstream.run(looker, "What is there?")
    else:
        view = await nbstream.stream(Runner.run_streamed(looker, "What is there?"))
    (cell,) = (block for block in view.document.blocks if block.kind == "tool")
    (picture,) = (block for block in view.document.blocks if block.kind == "image")
    assert (cell.props["status"], cell.props.get("output")) == ("done", None)
    assert (picture.parent, picture.props["data"]) == (cell.id, "iVBORw0KGgo=")
