"""What `stream()` takes, how it says no, and how it is taught more."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import nbstream
from nbstream.errors import NbstreamError, UnknownSourceError
from nbstream.events import Event, TextDelta
from nbstream.sources import from_any, register
from sources.reading import read

DOCS = Path(__file__).parents[2] / "docs" / "sources.md"


class Radio:
    """Something that nobody has heard of."""

    words = ("on", " air")


@pytest.mark.parametrize("given", [42, None, 1.5, object(), Radio()])
def test_what_cannot_be_streamed_is_named_with_what_can(given: object) -> None:
    with pytest.raises(UnknownSourceError) as caught:
        from_any(given)
    message = str(caught.value)
    assert (type(given).__name__ if given is not None else "None") in message
    assert "an (async) iterable of str" in message
    assert "docs/sources.md" in message
    assert isinstance(caught.value, NbstreamError)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (b"bytes", "decode the bytes"),
        (bytearray(b"x"), "decode the bytes"),
        ({"text": "x"}, "iterable of str"),
        (str, "this is a class"),
        (lambda: "x", "call it"),
    ],
)
def test_a_frequent_mistake_is_told_what_to_do(given: object, hint: str) -> None:
    with pytest.raises(UnknownSourceError, match=hint):
        from_any(given)


def test_a_view_is_not_streamed_again() -> None:
    with pytest.raises(UnknownSourceError, match="streaming already: await it"):
        nbstream.stream(nbstream.stream("a"))


def test_an_agent_is_sent_to_run() -> None:
    from agents import Agent

    with pytest.raises(UnknownSourceError, match=re.escape("nbstream.run(agent, input)")):
        from_any(Agent(name="A"))


async def test_an_answer_that_is_whole_already_is_told_how_to_stream() -> None:
    from openai.types.responses import Response

    async def ask() -> Any:
        return Response.model_construct(id="r")

    with pytest.raises(UnknownSourceError, match="stream=True"):
        await read(ask())


async def test_a_registered_kind_is_streamed() -> None:
    async def listen(radio: Radio) -> AsyncIterator[Event]:
        for word in radio.words:
            yield TextDelta("news", word)

    undo = register(lambda given: type(given).__name__ == "Radio", listen)
    try:
        assert (await read(Radio())).text == "on air"
    finally:
        undo()
    with pytest.raises(UnknownSourceError):
        from_any(Radio())


async def test_the_newest_registration_is_asked_first() -> None:
    first = register(lambda given: isinstance(given, Radio), lambda radio: "old")
    second = register(lambda given: isinstance(given, Radio), lambda radio: "new")
    assert (await read(Radio())).text == "new"
    second()
    assert (await read(Radio())).text == "old"
    first()
    first()


async def test_a_registration_may_overrule_what_is_built_in() -> None:
    undo = register(lambda given: given == "hello", lambda given: iter(["good", "bye"]))
    try:
        assert (await read("hello")).text == "goodbye"
    finally:
        undo()


async def test_a_registered_kind_may_come_out_of_an_awaitable() -> None:
    async def ask() -> Radio:
        return Radio()

    undo = register(lambda given: isinstance(given, Radio), lambda radio: list(radio.words))
    try:
        assert (await read(ask())).text == "on air"
    finally:
        undo()


async def test_whatever_keeps_the_contract_is_a_source() -> None:
    class Own:
        result = "whole"

        async def read(self, emit: Any) -> None:
            emit(TextDelta("t", "mine"))

        def stop(self) -> bool:
            return False

    own = Own()
    assert from_any(own) is own
    assert (await read(own)).text == "mine"


async def test_objects_in_openais_shape_need_not_be_openais() -> None:
    def chunk(text: str) -> SimpleNamespace:
        delta = SimpleNamespace(content=text)
        choice = SimpleNamespace(index=0, delta=delta, finish_reason=None)
        return SimpleNamespace(choices=[choice])

    def chunks() -> Iterator[SimpleNamespace]:
        yield from (chunk("a"), chunk("b"))

    assert (await read(chunks())).text == "ab"


async def test_the_example_of_the_documentation_works() -> None:
    block = re.search(r"```python\n(# registered.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert block
    names: dict[str, Any] = {}
    exec(block.group(1), names)
    try:
        reading = await read(names["Ticker"](["one ", "two"]))
        assert reading.text == "one two"
        assert len(block.group(1).splitlines()) <= 20
    finally:
        names["undo"]()


def test_nothing_of_a_provider_is_imported() -> None:
    script = """
import sys
from nbstream.sources import from_any
from_any(iter("ab")), from_any("x")
for given in (42, None, object()):
    try:
        from_any(given)
    except TypeError:
        pass
print([name for name in ("agents", "openai", "pydantic") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, timeout=60, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
