"""Runs of the real Agents SDK, with real tools: only the model's words are scripted."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    MaxTurnsExceeded,
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
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseTextDeltaEvent,
)

import sdk
from nbstream.errors import SourceError
from nbstream.events import (
    AgentChanged,
    Event,
    HandedOff,
    Retracted,
    TextDelta,
    ToolCalled,
    ToolReturned,
    ToolStarted,
)
from nbstream.sources import Source
from nbstream.sources.agents_sdk import run_source
from servers.model_server import ModelServer
from servers.models import agent_on
from servers.script import Drop, Refuse, Say, Think, Turn, Wait, call, say
from sources.reading import Read, begin, read
from sources.told import told


@function_tool
async def wait(seconds: float) -> str:
    """Take some time."""
    await asyncio.sleep(seconds)
    return f"waited {seconds}"


@function_tool
async def fail(word: str) -> str:
    """Fail."""
    raise LookupError(f"no {word}")


NO_WAY = LookupError("no way")


def scripted(*turns: Any, **given: Any) -> Agent[Any]:
    tools = given.pop("tools", [wait, fail])
    return Agent(name="A", model=ScriptedModel(list(turns)), tools=tools, **given)


def run(agent: Agent[Any], *, run_config: Any = None, hooks: Any = None, **given: Any) -> Source:
    return run_source(agent, "hello", run_config=run_config, hooks=hooks, **given)


def of(kind: type[Any], reading: Read) -> list[Any]:
    return [event for event in reading.events if isinstance(event, kind)]


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


# Stopping


async def test_stop_while_a_tool_runs_lets_it_finish_and_asks_the_model_no_more() -> None:
    model = ScriptedModel(
        [[function_call("wait", {"seconds": 0.2}, call_id="w")], [assistant_message("more")]]
    )
    reading, task = begin(run(Agent(name="A", model=model, tools=[wait])))
    await reading.until(lambda: bool(of(ToolStarted, reading)))
    assert reading.source.stop() is True
    await task
    assert [event.output for event in of(ToolReturned, reading)] == ["waited 0.2"]
    assert reading.text == ""
    assert model.remaining_steps == 1


async def test_a_second_stop_does_not_wait_for_the_tool() -> None:
    agent = scripted([function_call("wait", {"seconds": 30}, call_id="w")])
    reading, task = begin(run(agent))
    await reading.until(lambda: bool(of(ToolStarted, reading)))
    assert reading.source.stop() is True
    assert reading.source.stop() is False
    async with asyncio.timeout(2):
        await asyncio.wait({task})


async def test_stop_before_the_run_began_has_nothing_to_wait_for() -> None:
    assert run(scripted()).stop() is False


@pytest.mark.parametrize("chat", [False, True], ids=["responses", "chat"])
@pytest.mark.parametrize("way", ["stop", "cancel"])
async def test_stop_while_the_model_speaks_closes_its_connection(way: str, *, chat: bool) -> None:
    async with ModelServer([[say("one two"), Wait(gate="never")]]) as server:
        reading, task = begin(run(agent_on(server, chat=chat)))
        await reading.until(lambda: reading.text == "one two")
        if way == "stop":
            assert reading.source.stop() is False
        else:
            task.cancel()
        async with asyncio.timeout(1):
            await asyncio.wait({task})
            await reading.until(lambda: server.exchanges[0].closed_at is not None)
        assert reading.text == "one two"


async def test_stop_before_the_first_word_closes_the_connection() -> None:
    async with ModelServer([[Wait(gate="never")]]) as server:
        reading, task = begin(run(agent_on(server)))
        await reading.until(lambda: bool(server.exchanges and server.exchanges[0].first_byte_at))
        assert reading.source.stop() is False
        async with asyncio.timeout(1):
            await asyncio.wait({task})
            await reading.until(lambda: server.exchanges[0].closed_at is not None)


async def test_a_run_that_nobody_reads_any_more_does_not_go_on() -> None:
    ran = []

    @function_tool
    async def act() -> str:
        ran.append("acted")
        return "done"

    turn: Turn = [say("one two"), Wait(0.2), call("act", "{}")]
    async with ModelServer([turn, [say("more")]]) as server:
        reading, task = begin(run(agent_on(server, tools=[act])))
        await reading.until(lambda: bool(reading.text))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.5)
        assert ran == []
        assert len(server.exchanges) == 1


async def test_a_run_whose_reader_fails_does_not_go_on() -> None:
    async with ModelServer([[say("one two three"), Wait(gate="never")]]) as server:
        reading, task = begin(run(agent_on(server)))

        def refuse(event: Event) -> None:
            if isinstance(event, TextDelta):
                raise RuntimeError("no more")

        reading.watch = refuse
        async with asyncio.timeout(2):
            with pytest.raises(RuntimeError, match="no more"):
                await task
            await reading.until(lambda: server.exchanges[0].closed_at is not None)


# Over HTTP, through the SDK's own models


@pytest.mark.parametrize("chat", [False, True], ids=["responses", "chat"])
async def test_a_run_over_http_is_told_whole(*, chat: bool) -> None:
    turn: Turn = [
        Think(("First ", "look.")),
        say("Let me look."),
        call("wait", '{"seconds": 0.05}', call_id="slow"),
        call("fail", '{"word": "way"}', call_id="bad"),
    ]
    async with ModelServer([turn, [say("That is all.")]]) as server:
        reading = await read(run(agent_on(server, chat=chat, tools=[wait, fail])))
    kinds = [(block.kind, block.text) for block in reading.document.blocks[1:]]
    assert kinds == [
        ("reasoning", "First look."),
        ("text", "Let me look."),
        ("tool", '{"seconds": 0.05}'),
        ("tool", '{"word": "way"}'),
        ("text", "That is all."),
    ]
    assert {event.output for event in of(ToolReturned, reading)} >= {"waited 0.05"}
    assert sdk.told_by_a_run(NO_WAY) in {event.error for event in of(ToolReturned, reading)}
    assert reading.source.result.final_output == "That is all."


@pytest.mark.parametrize("chat", [False, True], ids=["responses", "chat"])
async def test_nothing_that_arrived_is_lost_when_the_connection_drops(*, chat: bool) -> None:
    pieces = tuple(f"{number} " for number in range(500))
    async with ModelServer([[Say(pieces), Drop()]]) as server:
        reading, task = begin(run(agent_on(server, chat=chat)))
        with pytest.raises(Exception, match="Connection error"):
            await task
    assert reading.text == "".join(pieces)


async def test_an_http_error_is_the_clients_own() -> None:
    async with ModelServer([[Refuse(500, "out of order")]]) as server:
        with pytest.raises(Exception, match="out of order") as caught:
            await read(run(agent_on(server)))
    assert type(caught.value).__name__ == "InternalServerError"


async def test_an_error_that_people_meet_often_says_what_helps() -> None:
    @function_tool
    async def again() -> str:
        return "again"

    turn: Turn = [call("again", "{}", call_id="c")]
    async with ModelServer([turn], repeat=True) as server:
        with pytest.raises(MaxTurnsExceeded) as exceeded:
            await read(run(agent_on(server, tools=[again]), max_turns=2))
        assert exceeded.value.__notes__ == [
            "Allow more: nbstream.run(agent, input, max_turns=...)."
        ]
    async with ModelServer([[say("one"), Drop()]]) as server:
        with pytest.raises(Exception, match="Connection error") as dropped:
            await read(run(agent_on(server)))
    assert "What had arrived is kept" in dropped.value.__notes__[0]


class Undumped(ResponseTextDeltaEvent):
    """A piece of text that nobody may write out as a dictionary: that costs more than all else."""

    def model_dump(self, **_: Any) -> Any:
        raise AssertionError("an event was dumped")

    def model_dump_json(self, **_: Any) -> Any:
        raise AssertionError("an event was dumped")


async def test_20_000_events_at_once_arrive_whole_and_none_is_dumped() -> None:
    pieces = [f"{number} " for number in range(20_000)]
    whole = ResponseOutputMessage(
        id="m",
        type="message",
        role="assistant",
        status="completed",
        content=[ResponseOutputText(text="".join(pieces), type="output_text", annotations=[])],
    )

    async def burst(call: Any) -> AsyncIterator[Any]:
        for number, piece in enumerate(pieces):
            yield Undumped(
                type="response.output_text.delta",
                item_id="m",
                output_index=0,
                content_index=0,
                delta=piece,
                logprobs=[],
                sequence_number=number,
            )
        yield ResponseCompletedEvent(
            type="response.completed",
            sequence_number=len(pieces),
            response=Response(
                id="r",
                created_at=0,
                model="m",
                object="response",
                output=[whole],
                parallel_tool_calls=True,
                tool_choice="auto",
                tools=[],
            ),
        )

    reading = await read(run(scripted(ModelStep.stream(burst))))
    assert reading.text == "".join(pieces)
    assert len(of(TextDelta, reading)) == 20_000
