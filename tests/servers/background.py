"""Responses that are written in the background, whether or not anybody listens.

A turn of the script is one response: each `Drop`, `EndEarly` and `Refuse` in it happens to one
connection, and whoever asks again for what follows an event is told the rest.

    [say("one two"), Drop(), Refuse(503), say(" three")]
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from servers.dialects import Dialect, Payload, Responses
from servers.model_server import STREAM_HEAD, Asked, Exchange, ModelServer, answer
from servers.script import Drop, EndEarly, Refuse, Step, Turn, Wait


@dataclass
class Written:
    """A response: all that is said of it, and what happens to those who listen.

    Attributes:
        said: Payloads, and what happens between them.
        cancelled: Whether somebody has asked for its end.
    """

    said: list[Payload | Step] = field(default_factory=list)
    cancelled: bool = False

    def after(self, number: int) -> list[Payload | Step]:
        """What follows the event of this number."""
        numbers = [isinstance(part, dict) and part["sequence_number"] for part in self.said]
        return self.said[numbers.index(number) + 1 :]


class BackgroundServer(ModelServer):
    """A model server whose responses outlive their connections.

    Args:
        script: A turn for each response.
        repeats: How many events it tells again to who asks for the rest.

    Attributes:
        responses: Every response by its id.
        asked_after: The event after which each came who asked again.
    """

    def __init__(self, script: list[Turn], *, repeats: int = 0) -> None:
        super().__init__(script)
        self._repeats = repeats
        self.responses: dict[str, Written] = {}
        self.asked_after: list[int] = []

    async def _respond(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        _, _, resource, name, *more = [*asked.path.split("/"), "", ""]
        if resource != "responses" or not name:
            return await super()._respond(asked, reader, writer)
        response = self.responses.get(name)
        if response is None:
            answer(writer, 404, {"error": {"message": f"no such response: {name}"}})
        elif more[0] == "cancel":
            response.cancelled = True
            answer(writer, 200, {"id": name, "object": "response", "status": "cancelled"})
        else:
            return await self._tell_the_rest(response, asked, reader, writer)
        return True

    async def _tell_the_rest(
        self,
        response: Written,
        asked: Asked,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        number = int(asked.query["starting_after"])
        self.asked_after.append(number)
        rest = response.after(number - self._repeats)
        if rest and isinstance(rest[0], Refuse):
            response.said.remove(rest[0])
            answer(writer, rest[0].status, {"error": {"message": rest[0].message}})
            return True
        exchange = Exchange(asked.path, dict(asked.query), time.time())
        speech = self._tell(response, rest, exchange, writer)
        return await self._while_heard(speech, exchange, reader)

    async def _speak(
        self, turn: Turn, dialect: Dialect, exchange: Exchange, writer: asyncio.StreamWriter
    ) -> bool:
        if not exchange.body.get("background"):
            return await super()._speak(turn, dialect, exchange, writer)
        number = len(self.exchanges) - 1
        response = self.responses[f"resp_{number}"] = Written()
        spoken = Responses(number, background=True)
        response.said += spoken.begin()
        for step in turn:
            happens = isinstance(step, Drop | EndEarly | Refuse | Wait)
            response.said += [step] if happens else spoken.step(step)
        response.said += spoken.end()
        return await self._tell(response, list(response.said), exchange, writer)

    async def _tell(
        self,
        response: Written,
        parts: list[Any],
        exchange: Exchange,
        writer: asyncio.StreamWriter,
    ) -> bool:
        writer.write(STREAM_HEAD)
        for part in parts:
            if isinstance(part, Wait):
                await self._wait(part)
                continue
            if isinstance(part, dict):
                self._write([part], exchange, writer)
                continue
            # It happens to this connection alone.
            response.said.remove(part)
            await writer.drain()
            if isinstance(part, Drop):
                writer.transport.abort()
                return False
            break
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True
