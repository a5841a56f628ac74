"""Recorded runs heard again through each of OpenAI's APIs: the document is the same.

The SDK's own models and the real client read what servers on loopback say. What an API does not
carry is stated beside it, and in docs/sources.md.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from agents import OpenAIChatCompletionsModel, OpenAIResponsesModel, OpenAIResponsesWSModel
from openai import AsyncOpenAI

from document.written import written
from nbstream.events import Ended
from nbstream.sources.agents_sdk import run_source
from recordings.player import Recorded, run_named
from recordings.told_again import agent_like, chat_script, responses_script
from servers.model_server import ModelServer
from servers.models import async_client
from servers.socket_server import socket_server
from sources.reading import Read

DOCUMENTS = Path(__file__).parents[1] / "golden" / "documents"


def approved(name: str) -> str:
    """What a reader was shown when the run was recorded."""
    return without_times((DOCUMENTS / f"{name}.txt").read_text("utf-8"))


def without_times(document: str) -> str:
    timed = r" after \d+\.\d\d s$|\n +(first_token|writing): .*$"
    return re.sub(timed, "", document, flags=re.MULTILINE)


async def heard(run: Recorded, model: Any, **settings: Any) -> str:
    """What a reader is shown of the run when this model tells it again."""
    agent = agent_like(run, model, **settings)
    source = run_source(agent, "hello", run_config=None, hooks=None)
    reading = Read(source)
    await source.read(reading.take)
    reading.document.apply(Ended())
    return without_times(written(reading.document))


async def over_http(run: Recorded) -> str:
    async with ModelServer(responses_script(run)) as server:
        return await heard(run, OpenAIResponsesModel("scripted", async_client(server)))


async def over_a_socket(run: Recorded) -> str:
    async with socket_server(responses_script(run)) as server, client_of(server.url) as client:
        model = OpenAIResponsesWSModel("scripted", client)
        document = await heard(run, model)
        await model.close()
        assert server.connections == 1
        return document


async def as_a_completion(run: Recorded) -> str:
    async with ModelServer(chat_script(run)) as server:
        model = OpenAIChatCompletionsModel("scripted", async_client(server))
        # A completion says what it cost only where it is asked.
        return await heard(run, model, include_usage=True)


@asynccontextmanager
async def client_of(url: str) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(websocket_base_url=url, api_key="none", max_retries=0) as client:
        yield client


Api = Callable[[Recorded], Awaitable[str]]
every_api = pytest.mark.parametrize("api", [over_http, over_a_socket, as_a_completion])


@every_api
@pytest.mark.parametrize(
    "name", ["parallel_tools", "handoff", "structured_output", "reasoning_text"]
)
async def test_a_run_is_shown_the_same_through_every_api(name: str, api: Api) -> None:
    assert await api(run_named(name)) == approved(name)


@pytest.mark.parametrize("api", [over_http, over_a_socket])
@pytest.mark.parametrize("name", ["parallel_tools_interleaved_text_between", "hosted_tools"])
async def test_responses_say_all_that_they_can_over_either_transport(name: str, api: Api) -> None:
    assert await api(run_named(name)) == approved(name)


async def test_a_completion_does_not_say_where_its_text_stood_among_the_calls() -> None:
    run = run_named("parallel_tools_interleaved_text_between")
    document = await as_a_completion(run)
    assert document.count("text answer") == approved(run.name).count("text answer") - 1
    joined = document.index("| First.Text AFTER the calls, same response.")
    assert joined < document.index("tool get_weather")


def test_a_completion_has_no_words_for_what_runs_at_the_providers() -> None:
    with pytest.raises(ValueError, match="no words for a web_search_call"):
        chat_script(run_named("hosted_tools"))
