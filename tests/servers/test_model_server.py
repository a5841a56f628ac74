"""The model server keeps its own promises: the tests and benchmarks of the rest stand on it."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI

from servers.model_server import ModelServer, in_thread
from servers.models import async_client
from servers.script import Say, Wait, say

MESSAGES: Any = {"model": "scripted", "messages": [{"role": "user", "content": "hello"}]}


async def said(server: ModelServer) -> str:
    stream = await async_client(server).chat.completions.create(stream=True, **MESSAGES)
    pieces = [choice.delta.content or "" async for chunk in stream for choice in chunk.choices]
    return "".join(pieces)


async def test_each_request_gets_the_next_turn() -> None:
    async with ModelServer([[say("one")], [say("two")]]) as server:
        assert [await said(server), await said(server)] == ["one", "two"]
        with pytest.raises(Exception, match="the script has 2 turns"):
            await said(server)


async def test_a_repeated_script_begins_again() -> None:
    async with ModelServer([[say("one")], [say("two")]], repeat=True) as server:
        assert [await said(server) for _ in range(3)] == ["one", "two", "one"]


async def test_pieces_leave_at_the_rate_that_was_asked_for() -> None:
    async with ModelServer([[Say(("x",) * 30, per_second=200)]]) as server:
        await said(server)
    (exchange,) = server.exchanges
    assert len(exchange.sent_at) == 30
    assert 0.14 < exchange.sent_at[-1] - exchange.sent_at[0] < 2
    assert exchange.first_byte_at is not None
    assert exchange.ended_at is not None
    assert exchange.began_at <= exchange.first_byte_at <= exchange.sent_at[0]
    assert exchange.closed_at is None
    assert exchange.body["messages"] == MESSAGES["messages"]


async def test_a_client_that_leaves_is_noticed_at_once() -> None:
    async with ModelServer([[say("one two"), Wait(gate="never")]]) as server:
        stream = await async_client(server).chat.completions.create(stream=True, **MESSAGES)
        await anext(stream)
        left = time.time()
        await stream.close()
        while server.exchanges[0].closed_at is None:
            await asyncio.sleep(0.005)
        assert server.exchanges[0].closed_at - left < 0.5


def test_it_serves_code_that_blocks() -> None:
    with in_thread([[say("one"), Wait(gate="go"), say(" two")]]) as server:
        client = OpenAI(base_url=server.url, api_key="none", max_retries=0)
        with client, client.chat.completions.create(stream=True, **MESSAGES) as stream:
            server.open("go")
            chunks = [choice.delta.content or "" for c in stream for choice in c.choices]
        assert "".join(chunks) == "one two"


def test_it_serves_as_a_process_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "script.pickle"
    script.write_bytes(pickle.dumps([[say("one two")]]))
    command = [sys.executable, "-m", "servers.model_server", "--script", str(script)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdin
        url = process.stdout.readline().decode().strip()
        client = OpenAI(base_url=url, api_key="none", max_retries=0)
        with client, client.responses.create(stream=True, model="m", input="x") as stream:
            events: list[Any] = list(stream)
        with urllib.request.urlopen(url.replace("/v1", "/exchanges")) as answer:
            (exchange,) = json.load(answer)
        process.stdin.close()
        assert process.wait(10) == 0
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert deltas == ["one", " two"]
    assert len(exchange["sent_at"]) == 2
