"""Folds a run's events into blocks, and says what changed. Pure: time is an argument."""

from __future__ import annotations

from typing import Any, Literal, assert_never

from nbstream.document.blocks import RUN, Block
from nbstream.document.changes import Append, Change, Close, Open, Props, Retract, Set
from nbstream.document.text import cut_open_pair, plain, repair
from nbstream.errors import EventError
from nbstream.events import (
    AgentChanged,
    Discarded,
    Ended,
    Event,
    HandedOff,
    ReasoningDelta,
    Retracted,
    StopRequested,
    TextDelta,
    TextEnded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolReturned,
    ToolStarted,
    Unknown,
    UsageReported,
)


class Document:
    """What a reader is shown of one run: a tree of blocks, in the order in which they opened."""

    def __init__(self) -> None:
        self._blocks: dict[str, Block] = {RUN: Block(RUN, "run", None, {"status": "waiting"})}
        self._agents = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block there is; parents stand before their children, children in order."""
        return tuple(self._blocks.values())

    @property
    def run(self) -> Block:
        """The block that is the run itself."""
        return self._blocks[RUN]

    @property
    def text(self) -> str:
        """The answer: its texts as they were written, one blank line between two of them."""
        return "\n\n".join(
            block.text
            for block in self._blocks.values()
            if block.kind == "text" and block.parent == RUN and "retracted" not in block.props
        )

    def snapshot(self) -> list[dict[str, Any]]:
        """The whole document as the wire tells it; docs/design.md has the shape."""
        return [block.to_wire() for block in self._blocks.values()]

    def apply(self, event: Event, at: float = 0.0) -> list[Change]:
        """Fold one event in, and say what changed.

        Args:
            event: What happened.
            at: When it happened, in seconds since the run began.

        Returns:
            The changes in order; empty when the event shows nothing new.

        Raises:
            EventError: The event makes no sense here: its block has closed or is of another
                kind, its parent does not exist, or the run has ended.
        """
        if self.run.closed:
            raise EventError(f"{type(event).__name__} came after the end of the run")
        changes = self._fold(event, at)
        if self.run.props["status"] == "waiting" and any(
            isinstance(change, Open) for change in changes
        ):
            changes.insert(0, self._set(self.run, status="streaming"))
        return changes

    def _fold(self, event: Event, at: float) -> list[Change]:
        match event:
            case TextDelta(block, text, role, parent):
                return self._grow(block, "text", parent, text, role=role)
            case ReasoningDelta(block, text, parent):
                return self._grow(block, "reasoning", parent, text, started=round(at, 3))
            case TextEnded(block, text):
                return self._end_text(block, text, at)
            case ToolCalled(block, name, call_id, parent):
                return self._call(block, name, call_id, parent)
            case ToolArgumentsDelta(block, text):
                return self._append(self._tool(block), text)
            case ToolArgumentsEnded(block, arguments):
                tool = self._tool(block)
                changes = self._settle_text(tool, arguments)
                if tool.props["status"] == "writing":
                    changes.append(self._set(tool, status="ready"))
                return changes
            case ToolStarted(block):
                return [self._set(self._tool(block), status="running", started=round(at, 3))]
            case ToolReturned():
                return self._return(event, at)
            case AgentChanged(agent, parent):
                return self._change_agent(repair(agent), parent)
            case HandedOff(block, source, target, parent):
                told = self._line(block, "handoff", parent, source=source, target=target)
                return [*told, self._set(self._place(parent), agent=target)]
            case Discarded(blocks):
                return [change for block in blocks for change in self._discard(block)]
            case Retracted(blocks, reason):
                return [
                    self._set(self._blocks[block], retracted=reason)
                    for block in blocks
                    if block in self._blocks
                ]
            case UsageReported():
                return [self._add_usage(event)]
            case Unknown(block, name, detail, parent):
                return self._line(block, "unknown", parent, name=name, detail=detail)
            case StopRequested():
                return [self._set(self.run, status="stopping")]
            case Ended():
                return self._end(event, at)
            case _:
                assert_never(event)

    # Text

    def _grow(
        self, id: str, kind: str, parent: str | None, text: str, **props: object
    ) -> list[Change]:
        if not text:
            return []
        if id not in self._blocks:
            opened = self._open(id, kind, parent, **props)
            return [opened, *self._append(self._blocks[id], text)]
        return self._append(self._known(id, kind), text)

    def _append(self, block: Block, text: str) -> list[Change]:
        if block.closed:
            raise EventError(f"block {block.id!r} got more text after it had ended")
        text, block._half = cut_open_pair(block._half + text)
        text = repair(text)
        if not text:
            return []
        block._pieces.append(text)
        return [Append(block.id, text)]

    def _settle_text(self, block: Block, whole: str | None) -> list[Change]:
        """Let the provider's own account of a text overrule its deltas."""
        if whole is not None:
            whole, block._half = repair(whole), ""
            shown = block.text
            if whole.startswith(shown):
                return self._append(block, whole[len(shown) :])
            block._pieces[:] = [whole]
            return [Set(block.id, {"text": whole})]
        if half := block._half:
            block._half = ""
            block._pieces.append(repair(half))
            return [Append(block.id, repair(half))]
        return []

    def _end_text(self, id: str, whole: str | None, at: float) -> list[Change]:
        changes: list[Change] = []
        if id not in self._blocks:
            if not whole:
                return []
            changes.append(self._open(id, "text", None, role="answer"))
        block = self._blocks[id]
        return changes + self._settle_text(block, whole) + self._close(block, at)

    # Tools

    def _call(self, id: str, name: str, call_id: str, parent: str | None) -> list[Change]:
        if id in self._blocks:
            return [self._set(self._tool(id), name=name, call_id=call_id)]
        return [self._open(id, "tool", parent, name=name, call_id=call_id, status="writing")]

    def _return(self, event: ToolReturned, at: float) -> list[Change]:
        tool = self._tool(event.block)
        if tool.closed:
            # Told twice: by a hook when it returned, and by the run when all had.
            late = event.output and not tool.props.get("output")
            return [self._set(tool, output=event.output)] if late else []
        props: dict[str, object] = {"status": "done" if event.error is None else "failed"}
        if event.seconds is not None:
            props["seconds"] = round(event.seconds, 3)
        elif "started" in tool.props:
            props["seconds"] = round(at - float(tool.props["started"]), 3)
        if event.output:
            props["output"] = event.output
        if event.error is not None:
            props["error"] = event.error
        return [*self._settle_text(tool, None), self._set(tool, **props), *self._close(tool, at)]

    def _tool(self, id: str) -> Block:
        return self._known(id, "tool")

    # The run

    def _change_agent(self, agent: str, parent: str | None) -> list[Change]:
        place = self._place(parent)
        before = place.props.get("agent")
        if before == agent:
            # The line of a handoff has said it already, or the run was resumed.
            return []
        told = self._set(place, agent=agent)
        if before is None:
            return [told]
        self._agents += 1
        return [told, *self._line(f"agent:{self._agents}", "agent", parent, name=agent)]

    def _add_usage(self, event: UsageReported) -> Set:
        before = self.run.props.get("usage", {})
        added = {
            "requests": 1,
            "input_tokens": event.input_tokens,
            "output_tokens": event.output_tokens,
            "cached_tokens": event.cached_tokens,
            "reasoning_tokens": event.reasoning_tokens,
        }
        return self._set(
            self.run, usage={name: before.get(name, 0) + count for name, count in added.items()}
        )

    def _end(self, event: Ended, at: float) -> list[Change]:
        changes: list[Change] = []
        for block in list(self._blocks.values()):
            if block.closed or block.kind == "run":
                continue
            changes += self._settle_text(block, None)
            if block.kind == "tool" and (
                event.status != "done" or block.props["status"] == "running"
            ):
                changes.append(self._set(block, status="stopped"))
            changes += self._close(block, at)
        if event.status == "failed":
            changes += self._line(
                "error",
                "error",
                None,
                error=event.error,
                message=event.message,
                hint=event.hint,
            )
        changes.append(self._set(self.run, status=event.status, seconds=round(at, 3)))
        return changes + self._close(self.run, at)

    # Blocks

    def _open(self, id: str, kind: str, parent: str | None, **props: object) -> Open:
        if id in self._blocks:
            raise EventError(f"block {id!r} opened twice: ids are never used again within a run")
        place = self._place(parent)
        block = Block(id, kind, place.id, plain(props))
        self._blocks[id] = block
        return Open(id, kind, place.id, dict(block.props))

    def _line(self, id: str, kind: str, parent: str | None, **props: object) -> list[Change]:
        """A block that is complete as it opens."""
        opened = self._open(id, kind, parent, **props)
        return [opened, *self._close(self._blocks[id], 0.0)]

    def _set(self, block: Block, **props: object) -> Set:
        safe: Props = plain(props)
        block.props.update(safe)
        return Set(block.id, safe)

    def _close(self, block: Block, at: float) -> list[Change]:
        if block.closed:
            return []
        block.closed = True
        if block.kind == "reasoning":
            seconds = round(at - float(block.props["started"]), 3)
            return [self._set(block, seconds=seconds), Close(block.id)]
        return [Close(block.id)]

    def _discard(self, id: str) -> list[Change]:
        if id not in self._blocks or id == RUN:
            return []
        gone = {id}
        for block in self._blocks.values():
            if block.parent in gone:
                gone.add(block.id)
        for block_id in gone:
            del self._blocks[block_id]
        return [Retract(id)]

    def _place(self, parent: str | None) -> Block:
        place = self._blocks.get(parent or RUN)
        if place is None:
            raise EventError(f"block {parent!r} is named as a parent, but never opened")
        return place

    def _known(self, id: str, kind: Literal["text", "reasoning", "tool"] | str) -> Block:
        block = self._blocks.get(id)
        if block is None or block.kind != kind:
            was = "never opened" if block is None else f"is a block of {block.kind}"
            raise EventError(f"expected a block of {kind} called {id!r}; it {was}")
        return block
