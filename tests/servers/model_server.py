"""A model server on loopback: it speaks two of OpenAI's APIs, and says what a script tells it.

    async with ModelServer([[say("Hello there")]]) as server:
        client = AsyncOpenAI(base_url=server.url, api_key="none")

`in_thread(script)` is the same for code that blocks, and `python -m servers.model_server` a
process of its own: it prints the URL, takes the script (pickled) from `--script`, and ends with
its standard input. What it wrote and when is in `server.exchanges`, and for other processes in
`GET /exchanges` (`DELETE` forgets it); `POST /gates/<name>` opens a gate.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import pickle
import sys
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl

from servers.dialects import Chat, Dialect, Payload, Responses, dialect_of, is_piece
from servers.script import Break, Drop, EndEarly, Refuse, Say, Step, Turn, Wait

_PATHS: dict[str, type[Responses | Chat]] = {
    "/v1/responses": Responses,
    "/v1/chat/completions": Chat,
}
# Chunked encoding: each event is a chunk, and an empty one ends the body.
STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    b"Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n"
)


@dataclass(frozen=True)
class Asked:
    """One request as it came: its body is JSON."""

    method: str
    path: str
    query: dict[str, str]
    body: dict[str, Any]


@dataclass
class Exchange:
    """One request, and what became of it. Times are `time.time()`, in seconds.

    Attributes:
        path: What was asked for.
        body: What was sent along.
        began_at: When the request was read.
        first_byte_at: When the first byte of the answer's body was written.
        sent_at: When each piece of text was written, by its number.
        ended_at: When the answer was complete.
        closed_at: When the client closed its connection before that.
    """

    path: str
    body: dict[str, Any]
    began_at: float
    first_byte_at: float | None = None
    sent_at: list[float] = field(default_factory=list)
    ended_at: float | None = None
    closed_at: float | None = None


class ModelServer:
    """The server, on 127.0.0.1 and a port that was free.

    Args:
        script: A turn for each request, in the order in which they come.
        repeat: Begin again after the last turn; otherwise more requests get HTTP 500.

    Attributes:
        exchanges: What was asked and answered so far, in order.
        clients: Clients to close before the server closes.
    """

    def __init__(self, script: Sequence[Turn], *, repeat: bool = False) -> None:
        self.exchanges: list[Exchange] = []
        self.clients = contextlib.AsyncExitStack()
        self._script = script
        self._repeat = repeat
        self._gates: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.clients.aclose()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """What a client takes as its `base_url`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def open(self, gate: str) -> None:
        """Let go on whoever waits at this gate, now or later; from any thread."""
        self._loop.call_soon_threadsafe(lambda: self._gate(gate).set())

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    # Connections

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError), _closing(writer):
            while asked := await _request(reader):
                if not await self._respond(asked, reader, writer):
                    break
                await writer.drain()

    async def _respond(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; return whether the connection lives on."""
        if asked.method == "GET" and asked.path == "/exchanges":
            answer(writer, 200, [asdict(exchange) for exchange in self.exchanges])
        elif asked.method == "DELETE":
            self.exchanges.clear()
            answer(writer, 200, {})
        elif asked.path.startswith("/gates/"):
            self._gate(asked.path.removeprefix("/gates/")).set()
            answer(writer, 200, {})
        elif asked.path not in _PATHS:
            answer(writer, 404, {"error": {"message": f"no such path: {asked.path}"}})
        else:
            return await self._converse(asked, reader, writer)
        return True

    async def _converse(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request to the model; return whether the connection lives on."""
        exchange = Exchange(asked.path, asked.body, time.time())
        number = len(self.exchanges)
        self.exchanges.append(exchange)
        turn = self._turn(number)
        if isinstance(turn[0], Refuse):
            answer(writer, turn[0].status, {"error": {"message": turn[0].message}})
            return True
        dialect = dialect_of(_PATHS[asked.path], number, turn)
        return await self._while_heard(
            self._speak(turn, dialect, exchange, writer), exchange, reader
        )

    async def _while_heard(
        self, speech: Coroutine[Any, Any, bool], exchange: Exchange, reader: asyncio.StreamReader
    ) -> bool:
        """Speak until the client leaves; return whether the connection lives on."""
        speaking = asyncio.ensure_future(speech)
        # Until the answer is complete a client has nothing to say: what can be read is its end.
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({speaking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        # Who leaves with something unread resets the connection, and speaking fails first.
        spoken_to_nobody = speaking.done() and isinstance(speaking.exception(), ConnectionError)
        if spoken_to_nobody or (leaving.done() and not speaking.done()):
            exchange.closed_at = time.time()
        for task in (speaking, leaving):
            task.cancel()
        results = await asyncio.gather(speaking, leaving, return_exceptions=True)
        return results[0] is True

    def _turn(self, number: int) -> Turn:
        if self._repeat:
            number %= len(self._script)
        if number >= len(self._script):
            return [Refuse(500, f"the script has {len(self._script)} turns")]
        return self._script[number]

    async def _speak(
        self, turn: Turn, dialect: Dialect, exchange: Exchange, writer: asyncio.StreamWriter
    ) -> bool:
        writer.write(STREAM_HEAD)
        self._write(dialect.begin(), exchange, writer)
        for step in turn:
            if isinstance(step, Wait):
                await self._wait(step)
            elif isinstance(step, Drop):
                await writer.drain()
                writer.transport.abort()
                return False
            elif isinstance(step, EndEarly):
                break
            else:
                await self._step(step, dialect, exchange, writer)
                if isinstance(step, Break):
                    break
        else:
            self._write(dialect.end(), exchange, writer)
            if dialect.last:
                writer.write(_chunk(dialect.last))
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        exchange.ended_at = time.time()
        return True

    async def _step(
        self, step: Step, dialect: Dialect, exchange: Exchange, writer: asyncio.StreamWriter
    ) -> None:
        per_second = step.per_second if isinstance(step, Say) else 0
        began, written = time.monotonic(), 0
        for payload in dialect.step(step):
            if per_second and is_piece(payload):
                # Late pieces are not waited for again: the rate holds over the whole answer.
                due = began + written / per_second
                written += 1
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            self._write([payload], exchange, writer)
            await writer.drain()

    async def _wait(self, step: Wait) -> None:
        if step.gate:
            await self._gate(step.gate).wait()
        await asyncio.sleep(step.seconds)

    def _write(
        self,
        payloads: Iterator[Payload] | list[Payload],
        exchange: Exchange,
        writer: asyncio.StreamWriter,
    ) -> None:
        for payload in payloads:
            writer.write(_chunk(json.dumps(payload), payload.get("type")))
            now = time.time()
            exchange.first_byte_at = exchange.first_byte_at or now
            if is_piece(payload):
                exchange.sent_at.append(now)


@contextlib.contextmanager
def _closing(writer: asyncio.StreamWriter) -> Iterator[None]:
    try:
        yield
    finally:
        writer.close()


async def _request(reader: asyncio.StreamReader) -> Asked | None:
    """Read one request; `None` at the end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    if not head[0]:
        return None
    method, path, _ = head[0].split(" ", 2)
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    path, _, query = path.partition("?")
    return Asked(method, path, dict(parse_qsl(query)), json.loads(body) if body else {})


def answer(writer: asyncio.StreamWriter, status: int, body: object) -> None:
    """Answer a request at once, with JSON."""
    text = json.dumps(body).encode()
    writer.write(
        f"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(text)}\r\n\r\n".encode()
        + text
    )


def _chunk(data: str, event: str | None = None) -> bytes:
    named = f"event: {event}\n" if event else ""
    body = f"{named}data: {data}\n\n".encode()
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


@contextlib.contextmanager
def in_thread(script: Sequence[Turn], *, repeat: bool = False) -> Iterator[ModelServer]:
    """Run the server in a thread of its own, for code that blocks."""
    server = ModelServer(script, repeat=repeat)
    up = threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with server:
            up.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), name="model-server")
    thread.start()
    up.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


async def _main(script: Sequence[Turn]) -> None:
    async with ModelServer(script, repeat=True) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--script", type=Path, required=True, help="a pickled list of turns")
    asyncio.run(_main(pickle.loads(parser.parse_args().script.read_bytes())))
