"""Objects are asked for what they show beside the run, which waits for none of them."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from agents import Agent, function_tool
from agents.testing import ScriptedModel, assistant_message, function_call

import nbstream
from nbstream.sources.representer import Representer
from nbstream.sources.shown import Representation
from nbstream.widget import StreamView

PNG = b"\x89PNG\r\n\x1a\n and more"


class Figure:
    """Draws itself when it is let to, and notes on which thread."""

    def __init__(self) -> None:
        self.may_draw = threading.Event()
        self.drawn_on: threading.Thread | None = None

    def _repr_png_(self) -> bytes:
        self.drawn_on = threading.current_thread()
        self.may_draw.wait()
        return PNG


def returning(value: object, after: Any = None) -> Agent[Any]:
    @function_tool
    def draw() -> Any:
        return value

    then = [assistant_message("There it is.")] if after is None else after
    model = ScriptedModel([[function_call("draw", {}, call_id="c")], then])
    return Agent(name="Painter", model=model, tools=[draw])


def pictures(view: StreamView) -> list[str]:
    return [block.parent or "" for block in view.document.blocks if block.kind == "image"]


async def until(true: Any) -> None:
    while not true():
        await asyncio.sleep(0)


async def test_a_run_goes_on_while_a_figure_is_drawn_and_ends_with_it_shown() -> None:
    figure = Figure()
    view = nbstream.run(returning(figure), "draw")
    await until(lambda: view.text == "There it is.")
    (tool,) = view.tools
    assert (tool.status, pictures(view), view.status) == ("done", [], "streaming")
    figure.may_draw.set()
    await view
    assert tool.output is figure
    assert len(pictures(view)) == 1
    assert figure.drawn_on is not threading.main_thread()


async def test_a_run_that_fails_still_shows_what_its_tools_returned() -> None:
    figure = Figure()
    view = nbstream.run(returning(figure, after=RuntimeError("no more")), "draw")
    await until(lambda: figure.drawn_on)
    figure.may_draw.set()
    with pytest.raises(RuntimeError):
        await view
    assert len(pictures(view)) == 1


async def test_a_run_that_is_cancelled_waits_for_no_figure() -> None:
    figure = Figure()
    view = nbstream.run(returning(figure), "draw")
    await until(lambda: view.text)
    view.stop()
    await view
    assert (view.status, pictures(view)) == ("stopped", [])
    figure.may_draw.set()


async def test_an_object_that_takes_too_long_is_given_up() -> None:
    figure = Figure()
    said: list[Representation | None] = []
    representer = Representer(max_seconds=0.01)
    representer.represent(figure, said.append)
    await representer.finished()
    assert said == [None]
    figure.may_draw.set()


async def test_plain_data_is_shown_at_once() -> None:
    said: list[Representation | None] = []
    Representer().represent({"city": "Oslo"}, said.append)
    assert [shown.form for each in said if each for shown in each.shown] == ["json"]


async def test_objects_are_asked_one_at_a_time() -> None:
    first, second = Figure(), Figure()
    said: list[Representation | None] = []
    representer = Representer()
    representer.represent(first, said.append)
    await until(lambda: first.drawn_on)
    representer.represent(second, said.append)
    assert second.drawn_on is None
    for figure in (first, second):
        figure.may_draw.set()
    await representer.finished()
    assert len(said) == 2
