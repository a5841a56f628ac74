"""`run()`: an agent at home in a cell, and in a script."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from agents import (
    Agent,
    MaxTurnsExceeded,
    RunConfig,
    RunContextWrapper,
    SQLiteSession,
    function_tool,
    trace,
)
from agents.testing import ScriptedModel, assistant_message, function_call

import nbstream
from nbstream.errors import OptionError, UnknownSourceError
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.agents_hooks import composed_config
from servers.model_server import ModelServer
from servers.models import agent_on
from servers.script import Wait, call, say


@function_tool
async def note(context: RunContextWrapper[list[str]], word: str) -> str:
    """Note a word."""
    context.context.append(word)
    return f"noted {word}"


def scripted(*turns: Any) -> Agent[Any]:
    return Agent(name="A", model=ScriptedModel(list(turns)), tools=[note])


NOTE = function_call("note", {"word": "way"}, call_id="c")


async def test_it_starts_at_once_and_awaiting_returns_the_view() -> None:
    view = nbstream.run(scripted([assistant_message("Hello")]), "hi")
    assert await view is view
    assert (view.status, view.text) == ("done", "Hello")
    assert view.result.final_output == "Hello"
    assert type(view.result).__name__ == "RunResultStreaming"


def test_a_script_waits_for_its_run() -> None:
    view = nbstream.run(scripted([assistant_message("Hello")]), "hi")
    assert view.result is None
    assert view.wait().result.final_output == "Hello"


async def test_the_tools_of_a_run_are_in_its_document() -> None:
    noted: list[str] = []
    view = await nbstream.run(scripted([NOTE], [assistant_message("ok")]), "hi", context=noted)
    (tool,) = [block for block in view.document.blocks if block.kind == "tool"]
    assert (tool.props["name"], tool.props["status"]) == ("note", "done")
    assert (tool.text, tool.props["output"]) == ('{"word":"way"}', "noted way")
    assert tool.props["seconds"] >= 0
    assert noted == ["way"]


async def test_a_view_knows_what_its_run_took() -> None:
    async with ModelServer([[call("note", '{"word": "w"}')], [say("one two three")]]) as server:
        view = await nbstream.run(agent_on(server, tools=[note]), "hi", context=[])
    stats = view.stats
    assert (stats.requests, stats.input_tokens > 0, stats.output_tokens > 0) == (2, True, True)
    assert [name for name, _ in stats.tools] == ["note"]
    assert stats.seconds >= (stats.first_token_seconds or 0) > 0


async def test_a_session_remembers() -> None:
    session = SQLiteSession("test")
    try:
        await nbstream.run(scripted([assistant_message("one")]), "first", session=session)
        model = ScriptedModel([[assistant_message("two")]])
        await nbstream.run(Agent(name="A", model=model), "second", session=session)
        (call,) = model.calls
        assert [item["content"] for item in call.input if item.get("role") == "user"] == [
            "first",
            "second",
        ]
    finally:
        session.close()


async def test_max_turns_are_the_callers_or_the_sdks() -> None:
    with pytest.raises(MaxTurnsExceeded, match=r"\(1\)"):
        await nbstream.run(scripted([NOTE], [NOTE]), "hi", context=[], max_turns=1)
    view = await nbstream.run(scripted([assistant_message("ok")]), "hi")
    assert view.result.max_turns == 10
    view = await nbstream.run(scripted([assistant_message("ok")]), "hi", max_turns=None)
    assert view.result.max_turns is None


async def test_a_failed_run_keeps_what_it_said_and_raises() -> None:
    view = nbstream.run(scripted([assistant_message("Let me see."), NOTE]), "hi", context=None)
    with pytest.raises(Exception, match="script"):
        await view
    assert view.status == "failed"
    assert view.text == "Let me see."
    assert [block.kind for block in view.document.blocks][-1] == "error"


async def test_stop_ends_a_run_that_speaks_and_closes_its_connection() -> None:
    async with ModelServer([[say("one two"), Wait(gate="never")]]) as server:
        view = nbstream.run(agent_on(server), "hi")
        while view.text != "one two":
            await asyncio.sleep(0.005)
        view.stop()
        async with asyncio.timeout(1):
            await view
            while server.exchanges[0].closed_at is None:
                await asyncio.sleep(0.005)
    assert (view.status, view.text) == ("stopped", "one two")


async def test_stop_lets_a_tool_finish() -> None:
    @function_tool
    async def slow() -> str:
        await asyncio.sleep(0.2)
        return "finished"

    model = ScriptedModel([[function_call("slow", {}, call_id="c")], [assistant_message("more")]])
    view = nbstream.run(Agent(name="A", model=model, tools=[slow]), "hi")
    while not any(block.props.get("status") == "running" for block in view.document.blocks):
        await asyncio.sleep(0.005)
    view.stop()
    assert view.status == "stopping"
    await view
    assert view.status == "stopped"
    assert [b.props["output"] for b in view.document.blocks if b.kind == "tool"] == ["finished"]
    assert model.remaining_steps == 1


async def test_what_is_no_agent_is_told_where_to_go() -> None:
    with pytest.raises(UnknownSourceError, match=r"cannot run a str.*nbstream\.stream"):
        nbstream.run("an agent", "hi")  # type: ignore[arg-type]


@pytest.mark.parametrize("told", [None, 42, b"bytes", ("a",)])
async def test_what_no_agent_can_be_told_is_refused_by_name(told: Any) -> None:
    with pytest.raises(UnknownSourceError, match=f"input of type {type(told).__name__}: expected"):
        nbstream.run(scripted(), told)


async def test_what_is_no_run_configuration_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"run_config must be an agents\.RunConfig .* type int"):
        await nbstream.run(scripted(), "hi", run_config=3)  # type: ignore[arg-type]


async def test_unknown_options_are_refused_by_name() -> None:
    with pytest.raises(OptionError, match="colour"):
        nbstream.run(scripted(), "hi", colour="red")


# Tracing


def configured(theirs: Any) -> Any:
    return composed_config(AgentsFold(lambda event: None), theirs)


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new kernel without a key: nothing has been said about tracing."""
    monkeypatch.delenv("OPENAI_AGENTS_DISABLE_TRACING", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.mark.usefixtures("traced")
def test_traces_that_could_go_nowhere_are_not_made() -> None:
    assert configured(None)["tracing_disabled"] is True
    assert configured(RunConfig(workflow_name="mine")).tracing_disabled is True
    assert configured(RunConfig(workflow_name="mine")).workflow_name == "mine"
    assert configured({"workflow_name": "mine"})["workflow_name"] == "mine"


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize(
    "theirs", [RunConfig(group_id="g"), RunConfig(tracing={"api_key": "k"}), {"trace_id": "t"}]
)
def test_the_callers_tracing_settings_win(theirs: Any) -> None:
    config = configured(theirs)
    assert not (
        config.get("tracing_disabled") if isinstance(config, dict) else config.tracing_disabled
    )


@pytest.mark.usefixtures("traced")
def test_a_trace_of_the_callers_own_wins() -> None:
    with trace("mine"):
        assert "tracing_disabled" not in configured(None)


def test_a_key_lets_traces_go_where_they_went() -> None:
    script = """
import os
from nbstream.sources.agents_hooks import composed_config
from nbstream.sources.agents_fold import AgentsFold

os.environ["OPENAI_API_KEY"] = "sk-nothing"
print(composed_config(AgentsFold(lambda event: None), None).get("tracing_disabled"))
"""
    assert _without_key(script).stdout.split() == ["None"]


def test_a_trace_processor_of_the_callers_own_wins() -> None:
    script = """
import agents
from agents.tracing import TracingProcessor
from nbstream.sources.agents_hooks import composed_config
from nbstream.sources.agents_fold import AgentsFold

class Mine(TracingProcessor):
    def on_trace_start(self, trace): pass
    def on_trace_end(self, trace): pass
    def on_span_start(self, span): pass
    def on_span_end(self, span): pass
    def shutdown(self): pass
    def force_flush(self): pass

fold = AgentsFold(lambda event: None)
before = composed_config(fold, None)
agents.add_trace_processor(Mine())
after = composed_config(fold, None)
print(before.get("tracing_disabled"), after.get("tracing_disabled"))
agents.set_trace_processors([])
"""
    assert _without_key(script).stdout.split() == ["True", "None"]


def test_a_run_without_a_key_says_nothing_on_the_error_stream() -> None:
    script = """
import time
import agents, nbstream
from agents.testing import ScriptedModel, assistant_message
agent = agents.Agent(name="A", model=ScriptedModel([[assistant_message("Hello")]]))
nbstream.run(agent, "hi", show=False).wait()
agents.tracing.get_trace_provider().shutdown()
"""
    done = _without_key(script)
    assert done.stderr == ""


def _without_key(script: str) -> subprocess.CompletedProcess[str]:
    silent = ("OPENAI_API_KEY", "OPENAI_AGENTS_DISABLE_TRACING")
    variables = {name: value for name, value in os.environ.items() if name not in silent}
    return subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
        env=variables,
    )


async def test_a_run_leaves_the_sdks_logger_alone() -> None:
    logger = logging.getLogger("openai.agents")
    before = (logger.level, list(logger.filters), list(logger.handlers))
    await nbstream.run(scripted([assistant_message("Hello")]), "hi")
    assert (logger.level, list(logger.filters), list(logger.handlers)) == before


async def left_by_closing(view: nbstream.StreamView) -> None:
    view.close()
    await view


async def left_by_its_cell(view: nbstream.StreamView) -> None:
    view._desk.on_left()
    await view


async def left_by_a_task(view: nbstream.StreamView) -> None:
    task = asyncio.ensure_future(view)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("leave", [left_by_closing, left_by_its_cell, left_by_a_task])
async def test_a_run_that_was_left_goes_nowhere_while_a_tool_runs(leave: Any) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    @function_tool
    async def long() -> str:
        """Take long."""
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return "never"

    model = ScriptedModel([[function_call("long", {}, call_id="c")], [assistant_message("no")]])
    view = nbstream.run(Agent(name="A", model=model, tools=[long]), "hi")
    await began.wait()
    await leave(view)
    assert ended.is_set()
    assert (view.status, len(model.calls)) == ("stopped", 1)
    assert [b.props["status"] for b in view.document.blocks if b.kind == "tool"] == ["stopped"]
