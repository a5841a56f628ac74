"""A run that broke keeps what arrived, and goes on from its last whole turn when told to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from agents import Agent, ModelRetrySettings, RunConfig, SQLiteSession, function_tool
from agents.testing import ModelStep, ScriptedModel, assistant_message
from openai import APIConnectionError, InternalServerError

import nbstream
from nbstream.document import Block
from nbstream.errors import RetryError
from nbstream.events import Retracted
from servers.model_server import ModelServer
from servers.models import agent_on
from servers.script import Drop, Refuse, Say, Turn, call, say


def noting(noted: list[str]) -> Any:
    @function_tool
    async def note(word: str) -> str:
        """Note a word."""
        noted.append(word)
        return f"noted {word}"

    return note


def blocks(view: nbstream.StreamView, kind: str) -> list[Block]:
    return [block for block in view.document.blocks if block.kind == kind]


BREAKS: Turn = [Say(("Half", " an")), Drop()]
NOTE = call("note", '{"word": "w"}')


async def broken(view: nbstream.StreamView, error: type[Exception]) -> nbstream.StreamView:
    with pytest.raises(error):
        await view
    return view


async def test_a_run_goes_on_from_its_last_whole_turn_and_no_tool_runs_twice() -> None:
    noted: list[str] = []
    async with ModelServer([[NOTE], BREAKS, [say("A whole answer.")]]) as server:
        agent = agent_on(server, tools=[noting(noted)])
        view = await broken(nbstream.run(agent, "hi"), APIConnectionError)
        assert (view.status, view.text) == ("failed", "Half an")
        assert blocks(view, "error")[0].props["retry"] is True
        assert await view.retry() is view
    assert (view.status, view.text, noted) == ("done", "A whole answer.", ["w"])
    assert blocks(view, "error") == []
    first, _ = blocks(view, "text")
    assert (first.text, "broke off" in first.props["retracted"]) == ("Half an", True)
    sent = server.exchanges[-1].body["input"]
    assert [item.get("role") or item["type"] for item in sent] == [
        "user",
        "function_call",
        "function_call_output",
    ]


async def test_a_session_hears_everything_once() -> None:
    session = SQLiteSession("test")
    try:
        async with ModelServer([[Refuse(500)], [say("Here.")]]) as server:
            view = nbstream.run(agent_on(server), "hi", session=session)
            await (await broken(view, InternalServerError)).retry()
        assert [item.get("role") for item in await session.get_items()] == ["user", "assistant"]
    finally:
        session.close()


async def test_a_run_may_break_more_than_once() -> None:
    async with ModelServer([BREAKS, BREAKS, [say("Done.")]]) as server:
        view = await broken(nbstream.run(agent_on(server), "hi"), APIConnectionError)
        await broken(view.retry(), APIConnectionError)
        await view.retry()
    assert (view.status, view.text) == ("done", "Done.")
    assert len(blocks(view, "text")) == 3


async def test_a_call_that_was_being_written_is_gone_when_the_run_goes_on() -> None:
    half = ModelStep.raise_error(ConnectionError("lost"))
    agent: Agent[Any] = Agent(name="A", model=ScriptedModel([half, [assistant_message("ok")]]))
    view = await broken(nbstream.run(agent, "hi"), ConnectionError)
    await view.retry()
    assert (view.text, blocks(view, "tool")) == ("ok", [])


async def test_an_error_of_the_callers_own_is_not_offered_again_and_can_be() -> None:
    tries: list[str] = []

    @function_tool(failure_error_function=None)
    async def shaky() -> str:
        """Fail the first time."""
        tries.append("tried")
        if len(tries) == 1:
            raise ValueError("first")
        return "fine"

    turns: list[Turn] = [[call("shaky", "{}")], [call("shaky", "{}")], [say("Done.")]]
    async with ModelServer(turns) as server:
        view = await broken(nbstream.run(agent_on(server, tools=[shaky]), "hi"), Exception)
        assert "retry" not in blocks(view, "error")[0].props
        await view.retry()
    assert (view.status, view.text, len(tries)) == ("done", "Done.", 2)
    assert [tool.props["status"] for tool in blocks(view, "tool")] == ["failed", "done"]


async def test_only_what_failed_can_go_on() -> None:
    agent: Agent[Any] = Agent(name="A", model=ScriptedModel([[assistant_message("ok")]]))
    view = nbstream.run(agent, "hi")
    with pytest.raises(RetryError, match="only a run that has failed"):
        view.retry()
    await view
    with pytest.raises(RetryError, match="this one is done"):
        view.retry()

    async def breaks() -> Any:
        yield "a"
        raise ConnectionError("lost")

    other = await broken(nbstream.stream(breaks()), ConnectionError)
    with pytest.raises(RetryError, match="only once"):
        other.retry()


async def test_a_page_that_asks_twice_asks_once() -> None:
    async with ModelServer([BREAKS, [say("Done.")]]) as server:
        view = await broken(nbstream.run(agent_on(server), "hi"), APIConnectionError)
        view._desk.on_retry()
        view._desk.on_retry()
        await view
    assert (view.status, len(server.exchanges)) == ("done", 2)


def test_a_script_tries_again_too() -> None:
    steps: list[Any] = [ModelStep.raise_error(ConnectionError("lost")), [assistant_message("ok")]]
    agent: Agent[Any] = Agent(name="A", model=ScriptedModel(steps))
    view = nbstream.run(agent, "hi")
    with pytest.raises(ConnectionError):
        view.wait()
    assert view.retry().wait().text == "ok"


async def test_a_run_that_went_on_can_be_stopped() -> None:
    never = asyncio.Event()

    async def waits(_call: Any) -> Any:
        await never.wait()
        yield None

    steps: list[Any] = [ModelStep.raise_error(ConnectionError("lost")), ModelStep.stream(waits)]
    agent: Agent[Any] = Agent(name="A", model=ScriptedModel(steps))
    view = await broken(nbstream.run(agent, "hi"), ConnectionError)
    view.retry()
    await asyncio.sleep(0.01)
    view.stop()
    await view
    assert view.status == "stopped"


async def test_a_recording_of_a_run_that_went_on_is_shown_as_the_run_was(tmp_path: Path) -> None:
    async with ModelServer([BREAKS, [say("Done.")]]) as server:
        view = await broken(nbstream.run(agent_on(server), "hi"), APIConnectionError)
        await view.retry()
    view.save(tmp_path / "run.jsonl")
    again = await nbstream.stream(nbstream.load(tmp_path / "run.jsonl"), speed=float("inf"))
    assert (again.status, again.text) == ("done", "Done.")
    assert any(isinstance(event, Retracted) for _, event in view._pump.log.events)


@pytest.mark.parametrize("retry", [2, ModelRetrySettings(max_retries=2)])
@pytest.mark.parametrize("run_config", [None, {}, RunConfig(), {"model_settings": None}])
async def test_the_sdk_tries_again_by_itself_when_it_is_told_to(
    retry: Any, run_config: Any
) -> None:
    if not isinstance(retry, int):
        from agents import retry_policies

        retry.policy = retry_policies.http_status([503])
        retry.backoff = {"initial_delay": 0.0, "jitter": False}
    async with ModelServer([[Refuse(503)], [say("Here.")]]) as server:
        view = await nbstream.run(agent_on(server), "hi", retry=retry, run_config=run_config)
    assert (view.text, len(server.exchanges)) == ("Here.", 2)
