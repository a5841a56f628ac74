"""The Responses API over a WebSocket, on loopback: one connection for all requests of a run."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from servers.dialects import Responses, dialect_of
from servers.script import Turn


class SocketServer:
    """What is listening.

    Attributes:
        url: What a client takes as its `websocket_base_url`.
        bodies: What was asked so far, in order.
        connections: How many there were.
    """

    def __init__(self, script: Sequence[Turn]) -> None:
        self.url = ""
        self.bodies: list[dict[str, Any]] = []
        self.connections = 0
        self._script = script

    async def answer(self, connection: ServerConnection) -> None:
        """Answer the requests of one connection, each with the next turn."""
        self.connections += 1
        async for asked in connection:
            number = len(self.bodies)
            self.bodies.append(json.loads(asked))
            turn = self._script[number]
            dialect = dialect_of(Responses, number, turn)
            payloads = [*dialect.begin(), *(p for step in turn for p in dialect.step(step))]
            for payload in [*payloads, *dialect.end()]:
                await connection.send(json.dumps(payload))


@contextlib.asynccontextmanager
async def socket_server(script: Sequence[Turn]) -> AsyncIterator[SocketServer]:
    """Listen on 127.0.0.1 and a port that was free; a turn for each request."""
    server = SocketServer(script)
    async with serve(server.answer, "127.0.0.1", 0) as listening:
        port = next(iter(listening.sockets)).getsockname()[1]
        server.url = f"ws://127.0.0.1:{port}/v1"
        yield server
