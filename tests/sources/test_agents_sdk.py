"""Runs of the real Agents SDK, with real tools: only the model's words are scripted."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    OutputGuardrailTripwireTriggered,
    RunConfig,
    RunHooks,
    Runner,
    UserError,
    function_tool,
    handoff,
    output_guardrail,
)
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call

import sdk
from nbstream.errors import SourceError
from nbstream.events import (
    AgentChanged,
    Event,
    HandedOff,
    Retracted,
    ToolCalled,
    ToolReturned,
    ToolStarted,
)
from servers.model_server import ModelServer
from servers.models import agent_on
from servers.script import say
from sources.reading import Read, begin, read
from sources.scripted import NO_WAY, of, run, scripted, wait
from sources.told import told

# Tools


async def test_each_tool_ends_when_it_ends() -> None:
    calls = [
        function_call("wait", {"seconds": 0.2}, call_id="slow"),
        function_call("wait", {"seconds": 0.02}, call_id="fast"),
    ]
    reading = Read(run(scripted(calls, [assistant_message("done")])))
    times: dict[str, float] = {}

    def note(event: Event) -> None:
        if isinstance(event, ToolReturned):
            times[event.output] = asyncio.get_running_loop().time()

    reading.watch = note
    await reading.source.read(reading.take)
    fast, slow = of(ToolReturned, reading)
    assert (fast.output, slow.output) == ("waited 0.02", "waited 0.2")
    assert times["waited 0.2"] - times["waited 0.02"] > 0.1
    assert 0.02 <= fast.seconds < slow.seconds - 0.1
    assert slow.seconds >= 0.2
    assert len(of(ToolStarted, reading)) == 2
    assert reading.text == "done"


async def test_a_tool_that_failed_says_what_it_raised() -> None:
    reading = await read(
        run(
            scripted(
                [function_call("fail", {"word": "way"}, call_id="c")], [assistant_message("x")]
            )
        )
    )
    (returned,) = of(ToolReturned, reading)
    told_to_model = sdk.told_to_the_model(NO_WAY)
    assert returned.error == sdk.told_by_a_run(NO_WAY)
    # What is all that is known of the failure is not said twice.
    assert returned.output == ("" if returned.error == told_to_model else told_to_model)


async def test_the_callers_formatter_still_decides_what_the_model_is_told() -> None:
    asked = []

    def formatter(args: Any) -> str:
        asked.append(args.error)
        return "try something else"

    agent = scripted(
        [function_call("fail", {"word": "way"}, call_id="c")], [assistant_message("x")]
    )
    reading = await read(run(agent, run_config=RunConfig(tool_error_formatter=formatter)))
    (returned,) = of(ToolReturned, reading)
    told_to_model = reading.source.result.to_input_list()[-2]["output"]
    assert returned.error == sdk.told_by_a_run(NO_WAY)
    if sdk.SHOWS_EXCEPTIONS:
        assert returned.output == told_to_model == "try something else"
        assert str(asked[0]) == "no way"
    else:
        # This SDK asks nobody how to put it.
        assert told_to_model == sdk.told_to_the_model(NO_WAY)
        assert asked == []


async def test_the_callers_async_formatter_and_dictionary_are_honoured() -> None:
    async def formatter(args: Any) -> str:
        return "later"

    agent = scripted(
        [function_call("fail", {"word": "way"}, call_id="c")], [assistant_message("x")]
    )
    reading = await read(run(agent, run_config={"tool_error_formatter": formatter}))
    told_to_model = reading.source.result.to_input_list()[-2]["output"]
    assert told_to_model == ("later" if sdk.SHOWS_EXCEPTIONS else sdk.told_to_the_model(NO_WAY))


async def test_a_tool_that_takes_the_run_along_is_shown_as_failed() -> None:
    @function_tool(failure_error_function=None)
    async def explode() -> str:
        raise PermissionError("not you")

    agent = scripted(
        [
            function_call("wait", {"seconds": 5}, call_id="w"),
            function_call("explode", {}, call_id="c"),
        ],
        tools=[wait, explode],
    )
    reading, task = begin(run(agent))
    with pytest.raises(UserError, match="not you"):
        await task
    (returned,) = of(ToolReturned, reading)
    assert "not you" in returned.error


async def test_hooks_of_the_caller_are_all_called_beside_ours() -> None:
    seen: list[str] = []

    class Mine(RunHooks[Any]):
        async def on_agent_start(self, context: Any, agent: Any) -> None:
            seen.append(f"start {agent.name}")

        async def on_llm_end(self, context: Any, agent: Any, response: Any) -> None:
            seen.append("llm")

        async def on_handoff(self, context: Any, from_agent: Any, to_agent: Any) -> None:
            seen.append(f"{from_agent.name} to {to_agent.name}")

        async def on_tool_end(self, context: Any, agent: Any, tool: Any, result: Any) -> None:
            seen.append(f"{tool.name} {result}")

    other = Agent(name="B", model=ScriptedModel([[assistant_message("hi")]]))
    agent = scripted(
        [function_call("wait", {"seconds": 0}, call_id="w")],
        [function_call("transfer_to_b", {}, call_id="h")],
        handoffs=[other],
    )
    reading = await read(run(agent, hooks=Mine()))
    assert seen == ["start A", "llm", "wait waited 0.0", "llm", "A to B", "start B", "llm"]
    assert of(ToolReturned, reading)[0].seconds is not None


async def test_what_are_no_hooks_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="not a list"):
        await read(run(scripted([assistant_message("x")]), hooks=[]))


async def test_a_reader_that_fails_in_a_hook_does_not_kill_the_run(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reading = Read(
        run(
            scripted(
                [function_call("wait", {"seconds": 0}, call_id="w")], [assistant_message("done")]
            )
        )
    )

    def refuse(event: Event) -> None:
        if isinstance(event, ToolStarted):
            raise RuntimeError("not now")

    reading.watch = refuse
    await reading.source.read(reading.take)
    assert reading.text == "done"
    assert "nbstream could not follow on_tool_start" in caplog.text


async def test_without_hooks_tools_are_shown_from_the_stream_alone() -> None:
    agent = scripted(
        [
            function_call("wait", {"seconds": 0}, call_id="w"),
            function_call("fail", {"word": "way"}, call_id="f"),
        ],
        [assistant_message("done")],
    )
    reading = await read(Runner.run_streamed(agent, "hello"))
    assert len(of(ToolStarted, reading)) == 2
    good, bad = of(ToolReturned, reading)
    assert (good.output, good.error) == ("waited 0.0", None)
    assert bad.error == sdk.told_by_the_stream(NO_WAY)
    assert reading.text == "done"


async def test_the_events_of_a_run_can_be_streamed_without_the_run() -> None:
    result = Runner.run_streamed(scripted([assistant_message("only events")]), "hello")
    assert (await read(result.stream_events())).text == "only events"


# Handoffs


async def test_a_handoff_is_one_line_and_no_tool() -> None:
    other = Agent(name="B", model=ScriptedModel([[assistant_message("Bonjour")]]))
    agent = scripted([function_call("transfer_to_b", {}, call_id="h")], handoffs=[other])
    reading = await read(run(agent))
    assert of(ToolCalled, reading) == []
    assert of(HandedOff, reading) == [HandedOff("line:1", "A", "B")]
    assert of(AgentChanged, reading) == [AgentChanged("A"), AgentChanged("B")]
    assert reading.text == "Bonjour"


async def test_a_handoff_with_a_name_of_its_own_is_known_too() -> None:
    other = Agent(name="B", model=ScriptedModel([[assistant_message("Bonjour")]]))
    agent = scripted(
        [function_call("escalate", {}, call_id="h")],
        handoffs=[handoff(other, tool_name_override="escalate")],
    )
    reading = await read(run(agent))
    assert of(ToolCalled, reading) == []
    assert len(of(HandedOff, reading)) == 1


async def test_a_handoff_that_fails_is_shown_as_the_call_that_it_was() -> None:
    async def refuse(context: Any) -> None:
        raise PermissionError("nobody may go there")

    other = Agent(name="B", model=ScriptedModel([[assistant_message("Bonjour")]]))
    agent = scripted(
        [function_call("transfer_to_b", {}, call_id="h")],
        handoffs=[handoff(other, on_handoff=refuse)],
    )
    reading, task = begin(run(agent))
    with pytest.raises(Exception, match="nobody may go there"):
        await task
    assert [event.name for event in of(ToolCalled, reading)] == ["transfer_to_b"]


async def test_a_second_handoff_that_was_ignored_is_shown_with_what_it_was_told() -> None:
    others = [
        Agent(name=name, model=ScriptedModel([[assistant_message(f"{name} here")]]))
        for name in ("B", "C")
    ]
    agent = scripted(
        [
            function_call("transfer_to_b", {}, call_id="h1"),
            function_call("transfer_to_c", {}, call_id="h2"),
        ],
        handoffs=others,
    )
    reading = await read(run(agent))
    assert [event.target for event in of(HandedOff, reading)] == ["B"]
    assert [event.name for event in of(ToolCalled, reading)] == ["transfer_to_c"]
    assert "ignoring" in of(ToolReturned, reading)[0].output
    assert reading.text == "B here"


# What is taken back


async def test_an_output_guardrail_retracts_what_was_said() -> None:
    @output_guardrail(name="no secrets")
    async def no_secrets(context: Any, agent: Any, output: Any) -> GuardrailFunctionOutput:
        return GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)

    agent = scripted([assistant_message("the code is 1234")], output_guardrails=[no_secrets])
    reading, task = begin(run(agent))
    with pytest.raises(OutputGuardrailTripwireTriggered):
        await task
    (retracted,) = of(Retracted, reading)
    assert retracted.reason == "withheld by the output guardrail no secrets"
    assert reading.text == ""


# Runs that were read, or belong elsewhere


async def test_a_run_that_was_read_already_is_drawn_from_its_items() -> None:
    other = Agent(name="B", model=ScriptedModel([[assistant_message("Bonjour")]]))
    agent = scripted(
        [
            assistant_message("Let me see."),
            function_call("wait", {"seconds": 0}, call_id="w"),
            function_call("fail", {"word": "way"}, call_id="f"),
        ],
        [function_call("transfer_to_b", {}, call_id="h")],
        handoffs=[other],
    )
    result = Runner.run_streamed(agent, "hello")
    async for _ in result.stream_events():
        pass
    reading = await read(result)
    failed = sdk.told_by_the_stream(NO_WAY)
    output = sdk.told_to_the_model(NO_WAY) if failed == "no way" else ""
    assert told(reading.events) == (
        "agent     A\n"
        "text      r1.0.0    Let me see.\n"
        "  ends    r1.0.0\n"
        "call      r1.1      wait (w)\n"
        '  ends    r1.1      as: {"seconds":0}\n'
        "call      r1.2      fail (f)\n"
        '  ends    r1.2      as: {"word":"way"}\n'
        "  returns r1.1      waited 0.0\n"
        f"  returns r1.2      {output} failed: {failed}\n"
        "handoff   line:1    A to B\n"
        "agent     B\n"
        "text      r1.3.0    Bonjour\n"
        "  ends    r1.3.0\n"
    )
    assert reading.source.result is result


async def test_a_run_that_somebody_began_to_read_is_shown_whole_from_there() -> None:
    async with ModelServer([[say("one two three four")]]) as server:
        result = Runner.run_streamed(agent_on(server), "hello")
        async for event in result.stream_events():
            if event.type == "raw_response_event" and "delta" in event.data.type:
                break
        assert (await read(result)).text == "one two three four"


async def test_a_run_of_another_loop_says_so_at_once() -> None:
    made: list[Any] = []
    up, over = threading.Event(), threading.Event()

    async def elsewhere() -> None:
        agent = scripted(ModelStep.stream(never), tools=[])
        made.append(Runner.run_streamed(agent, "hello"))
        up.set()
        await asyncio.to_thread(over.wait)
        made[0].cancel()

    async def never(call: Any) -> Any:
        await asyncio.Event().wait()
        yield

    thread = threading.Thread(target=asyncio.run, args=(elsewhere(),))
    thread.start()
    await asyncio.to_thread(up.wait)
    try:
        async with asyncio.timeout(2):
            with pytest.raises(SourceError, match=r"another event loop.*nbstream\.run"):
                await read(made[0])
    finally:
        over.set()
        await asyncio.to_thread(thread.join)


async def test_a_finished_run_of_another_loop_is_drawn_from_its_items() -> None:
    made: list[Any] = []

    async def elsewhere() -> None:
        made.append(Runner.run_streamed(scripted([assistant_message("far away")]), "hello"))
        async for _ in made[0].stream_events():
            pass

    await asyncio.to_thread(asyncio.run, elsewhere())
    assert (await read(made[0])).text == "far away"
