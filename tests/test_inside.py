"""What tools say while they run: agents that are tools, progress, and pieces of markdown."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from agents import Agent, Runner, function_tool
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call

import nbstream
import sdk
from nbstream.document import Block
from nbstream.widget import StreamView


def agent(name: str, *turns: Any, tools: Any = (), **more: Any) -> Agent[Any]:
    return Agent(name=name, model=ScriptedModel(list(turns)), tools=list(tools), **more)


def as_tool(inner: Agent[Any], name: str, **more: Any) -> Any:
    return inner.as_tool(name, "Asks.", on_stream=nbstream.nested, **more)


def children(view: StreamView, parent: Block) -> list[Block]:
    return [block for block in view.document.blocks if block.parent == parent.id]


def tools(view: StreamView, name: str) -> list[Block]:
    found = [block for block in view.document.blocks if block.kind == "tool"]
    return [block for block in found if block.props["name"] == name]


def ask(tool: str, call_id: str = "c", text: str = "?") -> Any:
    return function_call(tool, {"input": text}, call_id=call_id)


async def test_an_agent_that_is_a_tool_works_inside_its_cell() -> None:
    @function_tool
    def look() -> str:
        return "rain"

    inner = agent(
        "Inner",
        [function_call("look", {}, call_id="c")],
        [assistant_message("It rains.")],
        tools=[look],
    )
    outer = agent(
        "Outer", [ask("inner")], [assistant_message("Done.")], tools=[as_tool(inner, "inner")]
    )
    view = await nbstream.run(outer, "hi")
    (cell,) = tools(view, "inner")
    assert [(b.kind, b.text or b.props["name"]) for b in children(view, cell)] == [
        ("tool", "{}"),
        ("text", "It rains."),
    ]
    (looked,) = tools(view, "look")
    assert (looked.props["status"], looked.props["output"]) == ("done", "rain")
    assert (cell.props["status"], cell.props["agent"]) == ("done", "Inner")
    assert view.text == "Done."


async def test_agents_in_agents_in_agents_are_told_apart_where_all_ids_are_the_same() -> None:
    def chain(depth: int, word: str) -> Agent[Any]:
        if depth == 0:
            return agent(word, [assistant_message(word)])
        below = as_tool(chain(depth - 1, word), "deeper")
        return agent(
            f"{word}{depth}", [ask("deeper")], [assistant_message(f"{word} {depth}")], tools=[below]
        )

    both = [as_tool(chain(2, word), word) for word in ("left", "right")]
    calls = [ask("left", "c1"), ask("right", "c2")]
    view = await nbstream.run(agent("Top", calls, [assistant_message("ok")], tools=both), "hi")
    for word in ("left", "right"):
        (cell,) = tools(view, word)
        for depth in (2, 1):
            inner, text = children(view, cell)
            assert (inner.props["name"], text.text) == ("deeper", f"{word} {depth}")
            cell = inner
        assert [block.text for block in children(view, cell)] == [word]


def heard(call: Any) -> Any:
    """What a model says that repeats what it was told."""
    told = call.input if isinstance(call.input, str) else call.input[0]["content"]
    return [assistant_message(f"heard {told}")]


async def test_parallel_runs_of_one_agent_each_have_their_cell() -> None:
    inner = agent("Inner", *[ModelStep.respond(heard)] * 3)
    calls = [ask("inner", f"c{n}", f"word {n}") for n in range(3)]
    outer = agent("Outer", calls, [assistant_message("ok")], tools=[as_tool(inner, "inner")])
    view = await nbstream.run(outer, "hi")
    told = [[b.text for b in children(view, cell)] for cell in tools(view, "inner")]
    assert told == [["heard word 0"], ["heard word 1"], ["heard word 2"]]


class Torrent(ScriptedModel):
    """Says every character on its own, all at once."""

    async def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        said: AsyncIterator[Any] = super().stream_response(*args, **kwargs)
        async for event in said:
            if event.type != "response.output_text.delta":
                yield event
                continue
            for character in event.delta:
                yield event.model_copy(update={"delta": character})


async def test_a_burst_of_inner_events_neither_blocks_nor_fails_the_tool() -> None:
    said = "abc" * 1000
    inner = Agent(name="Inner", model=Torrent([[assistant_message(said)]]))
    outer = agent(
        "Outer", [ask("inner")], [assistant_message("ok")], tools=[as_tool(inner, "inner")]
    )
    view = await nbstream.run(outer, "hi")
    (cell,) = tools(view, "inner")
    assert (cell.props["status"], cell.props["output"]) == ("done", said)
    assert [block.text for block in children(view, cell)] == [said]


async def test_outside_of_a_run_nothing_happens() -> None:
    nbstream.nested({"event": None, "agent": None, "tool_call": None})
    nbstream.progress(0.5, "half")
    nbstream.emit("**nothing**")
    inner = agent("Inner", [assistant_message("in")])
    outer = agent(
        "Outer", [ask("inner")], [assistant_message("out")], tools=[as_tool(inner, "inner")]
    )
    view = await nbstream.stream(Runner.run_streamed(outer, "hi"))
    (cell,) = tools(view, "inner")
    assert (view.text, children(view, cell)) == ("out", [])


async def test_an_agent_that_cannot_be_seen_at_work_says_once_what_to_do() -> None:
    inner = agent("Inner", [assistant_message("one")], [assistant_message("two")])
    blind = inner.as_tool("inner", "Asks.")
    turns = [[ask("inner", "c1")], [ask("inner", "c2")], [assistant_message("ok")]]
    view = await nbstream.run(agent("Outer", *turns, tools=[blind]), "hi")
    notes = [tool.props.get("notes", {}) for tool in tools(view, "inner")]
    assert ["inside" in note for note in notes] == [True, False]
    assert "on_stream=nbstream.nested" in notes[0]["inside"][0]


async def test_an_agent_that_is_seen_at_work_says_nothing_of_the_kind() -> None:
    inner = agent("Inner", [assistant_message("one")])
    seen = as_tool(inner, "inner")
    view = await nbstream.run(
        agent("O", [ask("inner")], [assistant_message("ok")], tools=[seen]), "hi"
    )
    assert "notes" not in tools(view, "inner")[0].props


@function_tool(needs_approval=True)
def remove(input: str) -> str:
    """Removes something."""
    return f"removed {input}"


async def test_calls_that_need_approval_wait_in_their_cells() -> None:
    view = await nbstream.run(agent("X", [ask("remove")], tools=[remove]), "hi")
    (cell,) = tools(view, "remove")
    assert cell.props["status"] == "approval"
    assert [item.call_id for item in view.result.interruptions] == ["c"]


async def test_a_call_inside_a_tool_waits_in_its_own_cell() -> None:
    inner = agent("Inner", [ask("remove", "c2")], tools=[remove])
    # Up to 0.22 the SDK finds what waits by the call's id and input, even from another run.
    outer = agent("O", [ask("inner", "waits")], tools=[as_tool(inner, "inner")])
    view = await nbstream.run(outer, "hi")
    (cell,), (waiting,) = tools(view, "inner"), tools(view, "remove")
    assert (waiting.parent, waiting.props["status"]) == (cell.id, "approval")


async def test_a_run_that_goes_on_after_an_approval_shows_what_was_called() -> None:
    asked = agent("X", [ask("remove", text="it")], [assistant_message("Gone.")], tools=[remove])
    first = await nbstream.run(asked, "hi")
    state = first.result.to_state()
    state.approve(first.result.interruptions[0])
    view = await nbstream.stream(Runner.run_streamed(asked, state))
    (cell,) = tools(view, "remove")
    assert (cell.text, cell.props["output"]) == ('{"input":"it"}', "removed it")
    assert view.text == "Gone."


# Progress


def count(word: str) -> str:
    """Say how it goes, as a tool that reads a file would."""
    nbstream.progress(0.25, f"reading {word}")
    nbstream.emit(f"**{word}** is long")
    nbstream.progress(7)
    nbstream.emit("and wide")
    return word


@function_tool
async def asynchronous(input: str) -> str:
    """Counts on the loop."""
    count(input)
    await asyncio.sleep(0.01)
    return await asyncio.create_task(in_a_task(input))


async def in_a_task(word: str) -> str:
    nbstream.emit("from a task")
    return word


@function_tool
def threaded(input: str) -> str:
    """Counts in a thread."""
    return count(input)


async def test_tools_say_how_far_they_are_each_in_its_cell() -> None:
    calls = [ask("asynchronous", "c1", "A"), ask("threaded", "c2", "B"), ask("threaded", "c3", "C")]
    both = [asynchronous, threaded]
    view = await nbstream.run(agent("X", calls, [assistant_message("ok")], tools=both), "hi")
    cells = [block for block in view.document.blocks if block.kind == "tool"]
    for cell, word in zip(cells, "ABC", strict=True):
        assert cell.props["progress"] == {"fraction": 1.0, "message": ""}
        more = ["from a task"] if word == "A" else []
        assert [b.text for b in children(view, cell)] == [f"**{word}** is long", "and wide", *more]
        assert cell.props["output"] == word
    assert view.text == "ok"


async def test_tools_of_inner_agents_say_it_each_in_its_own_cell() -> None:
    """At any depth, in parallel, and where all ids are the same."""
    both = [ask("threaded", "c1", "A"), ask("asynchronous", "c2", "B"), ask("threaded", "c3", "C")]
    inner = agent("Inner", both, [assistant_message("in")], tools=[threaded, asynchronous])
    middle = agent(
        "Middle", [ask("inner", "c1")], [assistant_message("m")], tools=[as_tool(inner, "inner")]
    )
    outer = agent(
        "Outer", [ask("middle", "c1")], [assistant_message("ok")], tools=[as_tool(middle, "middle")]
    )
    view = await nbstream.run(outer, "hi")
    (cell,) = tools(view, "inner")
    *working, said = children(view, cell)
    assert said.text == "in"
    for inside, word in zip(working, "ABC", strict=True):
        assert inside.props["progress"] == {"fraction": 1.0, "message": ""}
        more = ["from a task"] if word == "B" else []
        assert [b.text for b in children(view, inside)] == [
            f"**{word}** is long",
            "and wide",
            *more,
        ]
    assert [block.kind for block in children(view, tools(view, "middle")[0])] == ["tool", "text"]


async def test_tools_of_an_agent_that_nobody_shows_say_it_in_the_cell_of_that_agent() -> None:
    inner = agent(
        "Inner", [ask("asynchronous", "c2", "A")], [assistant_message("in")], tools=[asynchronous]
    )
    hidden = agent(
        "Hidden", [ask("inner")], [assistant_message("h")], tools=[inner.as_tool("inner", "Asks.")]
    )
    outer = agent(
        "Outer", [ask("hidden")], [assistant_message("ok")], tools=[as_tool(hidden, "hidden")]
    )
    view = await nbstream.run(outer, "hi")
    (cell,) = tools(view, "hidden")
    assert "**A** is long" in [block.text for block in children(view, cell)]


async def test_a_tool_of_an_inner_agent_fails_in_its_own_cell() -> None:
    @function_tool
    def broken(input: str) -> str:
        """Fails."""
        raise LookupError(f"no {input}")

    inner = agent("Inner", [ask("broken", "c", "way")], [assistant_message("in")], tools=[broken])
    outer = agent(
        "Outer", [ask("inner")], [assistant_message("ok")], tools=[as_tool(inner, "inner")]
    )
    view = await nbstream.run(outer, "hi")
    (failed,), (cell,) = tools(view, "broken"), tools(view, "inner")
    told = sdk.told_by_a_run(LookupError("no way"))
    assert (failed.props["status"], failed.props["error"]) == ("failed", told)
    assert ("no {input}" in failed.props.get("traceback", "")) is sdk.SHOWS_EXCEPTIONS
    # Both calls have one id, and only one of them failed.
    assert (cell.props["status"], cell.props["output"]) == ("done", "in")


async def test_a_run_with_progress_and_inner_agents_can_be_kept_and_shown_again(
    tmp_path: Path,
) -> None:
    @function_tool
    def vague() -> str:
        """Does not know how far it is."""
        nbstream.progress(float("nan"), "somewhere")
        nbstream.emit("on the way")
        return "there"

    inner = agent(
        "Inner",
        [function_call("vague", {}, call_id="c")],
        [assistant_message("in")],
        tools=[vague],
    )
    outer = agent("O", [ask("inner")], [assistant_message("ok")], tools=[as_tool(inner, "inner")])
    view = await nbstream.run(outer, "hi")
    view.save(tmp_path / "run.jsonl")
    again = await nbstream.stream(nbstream.load(tmp_path / "run.jsonl"))
    first, second = (
        [(b.id, b.kind, b.parent, b.text) for b in v.document.blocks] for v in (view, again)
    )
    assert first == second
    assert ("text", "on the way") in [(kind, text) for _, kind, _, text in second]
    (cell,) = tools(again, "vague")
    assert cell.props["progress"] == {"fraction": None, "message": "somewhere"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (Fraction(1, 4), 0.25),
        (10**400, 1.0),
        (-(10**400), 0.0),
        (-0.5, 0.0),
        (math.inf, None),
        (math.nan, None),
        (None, None),
    ],
)
async def test_any_number_tells_how_far_a_tool_is(said: Any, shown: float | None) -> None:
    @function_tool
    def far() -> str:
        """Has come somewhere."""
        nbstream.progress(said)
        return "there"

    call = function_call("far", {}, call_id="c")
    view = await nbstream.run(agent("X", [call], [assistant_message("ok")], tools=[far]), "hi")
    (cell,) = tools(view, "far")
    assert cell.props["status"] == "done"
    assert cell.props["progress"] == {"fraction": shown, "message": ""}


async def test_what_is_said_after_the_run_is_said_to_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    late: list[asyncio.Task[None]] = []
    over = asyncio.Event()

    async def say_late() -> None:
        await over.wait()
        nbstream.emit("too late")

    @function_tool
    async def leave() -> str:
        """Leaves something running."""
        late.append(asyncio.create_task(say_late()))
        return "left"

    call = function_call("leave", {}, call_id="c")
    view = await nbstream.run(agent("X", [call], [assistant_message("ok")], tools=[leave]), "hi")
    assert view.status == "done"
    over.set()
    await late[0]
    assert "too late" not in [block.text for block in view.document.blocks]
    assert not caplog.records


@pytest.mark.parametrize(
    ("say", "why"),
    [
        (lambda: nbstream.progress("half"), "fraction must be a number"),  # type: ignore[arg-type]
        (lambda: nbstream.progress(True), "fraction must be a number"),
        (lambda: nbstream.progress(message=b"x"), "message must be text"),  # type: ignore[arg-type]
        (lambda: nbstream.emit(None), "markdown as text"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(say: Callable[[], None], why: str) -> None:
    with pytest.raises(TypeError, match=why):
        say()
