"""Folds a run's events into blocks, and says what changed. Pure: time is an argument."""

from __future__ import annotations

from typing import Any, assert_never

from nbstream.bounds import MAX_CITATIONS
from nbstream.document.blocks import RUN, Block
from nbstream.document.calls import ToolCall
from nbstream.document.changes import Change, Open, Set
from nbstream.document.meter import Meter
from nbstream.document.text import repair
from nbstream.document.tools import ToolFold
from nbstream.document.tree import Tree
from nbstream.errors import EventError
from nbstream.events import (
    AgentChanged,
    ApprovalDecided,
    ApprovalRequested,
    Cited,
    Discarded,
    Displayed,
    Ended,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    Retracted,
    SourceFound,
    StopRequested,
    TextDelta,
    TextEnded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolProgressed,
    ToolReturned,
    ToolStarted,
    Unknown,
    UsageReported,
)


class Document:
    """What a reader is shown of one run: a tree of blocks, in the order in which they opened."""

    def __init__(self) -> None:
        self._tree = Tree()
        self._tools = ToolFold(self._tree)
        self._meter = Meter()
        self._agents = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block there is; parents stand before their children, children in order."""
        return tuple(self._tree.blocks.values())

    @property
    def run(self) -> Block:
        """The block that is the run itself."""
        return self._tree.blocks[RUN]

    @property
    def writing(self) -> float:
        """How long the model wrote, in seconds, without its waits."""
        return self._meter.writing

    @property
    def tools(self) -> tuple[ToolCall, ...]:
        """Every call of a tool, in the order in which they began, those of nested agents too."""
        return self._tools.told()

    @property
    def text(self) -> str:
        """The answer: its texts as they were written, one blank line between two of them."""
        return "\n\n".join(
            block.text
            for block in self._tree.blocks.values()
            if block.kind == "text" and block.parent == RUN and "retracted" not in block.props
        )

    def snapshot(self) -> list[dict[str, Any]]:
        """The whole document as the wire tells it; docs/design.md has the shape."""
        return [block.to_wire() for block in self._tree.blocks.values()]

    def copy(self) -> Document:
        """Another document that shows the same, and stays as it is while this one goes on."""
        other = Document()
        other._tree.blocks = {name: block.copy() for name, block in self._tree.blocks.items()}
        return other

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
            changes.insert(0, self._tree.set(self.run, status="streaming"))
        if self._meter.hear(event, at):
            changes.append(self._tree.set(self.run, first_token=round(at, 3)))
        return changes

    def reopen(self) -> list[Change]:
        """Let a run that has failed go on: its error goes, all else stays."""
        errors = [block.id for block in self.blocks if block.kind == "error"]
        gone = [change for error in errors for change in self._tree.discard(error)]
        self.run.closed = False
        return [*gone, self._tree.set(self.run, status="streaming")]

    def _fold(self, event: Event, at: float) -> list[Change]:
        tools = self._tools
        match event:
            case TextDelta(block, text, role, parent):
                return self._grow(block, "text", parent, text, role=role)
            case ReasoningDelta(block, text, parent):
                return self._grow(block, "reasoning", parent, text, started=round(at, 3))
            case TextEnded(block, text):
                return self._end_text(block, text, at)
            case Cited():
                return self._cite(event)
            case ToolCalled():
                return tools.call(event)
            case ToolArgumentsDelta(block, text):
                return tools.write(block, text)
            case ToolArgumentsEnded(block, arguments):
                return tools.written(block, arguments)
            case ToolStarted(block):
                return tools.start(block, at)
            case ToolNoted():
                return tools.note(event)
            case ToolProgressed():
                return tools.progress(event)
            case ToolOutputDelta():
                return tools.say(event)
            case SourceFound(block, title, url, file, text, parent):
                return self._tree.line(
                    block, "source", parent, title=title, url=url, file=file, text=text
                )
            case ImageShown():
                return tools.show(event)
            case ApprovalRequested(block, nonce):
                return tools.ask(block, nonce)
            case Displayed(block, form, content, parent):
                return tools.display(block, form, content, parent)
            case ApprovalDecided():
                return tools.decide(event, at)
            case ToolReturned():
                return tools.come_back(event, at)
            case AgentChanged(agent, parent):
                return self._change_agent(repair(agent), parent)
            case HandedOff(block, source, target, parent):
                told = self._tree.line(block, "handoff", parent, source=source, target=target)
                return [*told, self._tree.set(self._tree.place(parent), agent=target)]
            case Discarded(blocks):
                return [change for block in blocks for change in self._tree.discard(block)]
            case Retracted(blocks, reason):
                known = self._tree.blocks
                return [
                    self._tree.set(known[block], retracted=reason)
                    for block in blocks
                    if block in known
                ]
            case UsageReported():
                return [self._add_usage(event)]
            case Unknown(block, name, detail, parent):
                return self._tree.line(block, "unknown", parent, name=name, detail=detail)
            case StopRequested():
                return [self._tree.set(self.run, status="stopping")]
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
        if id not in self._tree.blocks:
            opened = self._tree.open(id, kind, parent, **props)
            return [opened, *self._tree.append(self._tree.blocks[id], text)]
        return self._tree.append(self._tree.known(id, kind), text)

    def _end_text(self, id: str, whole: str | None, at: float) -> list[Change]:
        changes: list[Change] = []
        if id not in self._tree.blocks:
            if not whole:
                return []
            changes.append(self._tree.open(id, "text", None, role="answer"))
        block = self._tree.blocks[id]
        return changes + self._tree.settle(block, whole) + self._tree.close(block, at)

    def _cite(self, event: Cited) -> list[Change]:
        text = self._tree.known(event.block, "text")
        before = text.props.get("citations", [])
        if len(before) >= MAX_CITATIONS:
            return [self._tree.set(text, more_citations=text.props.get("more_citations", 0) + 1)]
        numbers = {(known["url"], known["file"]): known["number"] for known in before}
        cited = {
            "number": numbers.get((repair(event.url), repair(event.file)), len(numbers) + 1),
            "title": event.title,
            "url": event.url,
            "file": event.file,
            "start": event.start,
            "end": event.end,
        }
        return [self._tree.set(text, citations=[*before, cited])]

    # The run

    def _change_agent(self, agent: str, parent: str | None) -> list[Change]:
        place = self._tree.place(parent)
        before = place.props.get("agent")
        if before == agent:
            # The line of a handoff has said it already, or the run was resumed.
            return []
        told = self._tree.set(place, agent=agent)
        if before is None:
            return [told]
        self._agents += 1
        return [told, *self._tree.line(f"agent:{self._agents}", "agent", parent, name=agent)]

    def _add_usage(self, event: UsageReported) -> Set:
        before = self.run.props.get("usage", {})
        added = {
            "requests": 1,
            "input_tokens": event.input_tokens,
            "output_tokens": event.output_tokens,
            "cached_tokens": event.cached_tokens,
            "reasoning_tokens": event.reasoning_tokens,
        }
        usage = {name: before.get(name, 0) + count for name, count in added.items()}
        return self._tree.set(self.run, usage=usage)

    def _end(self, event: Ended, at: float) -> list[Change]:
        changes: list[Change] = []
        for block in list(self._tree.blocks.values()):
            if block.closed or block.kind == "run":
                continue
            changes += self._tree.settle(block, None)
            if block.kind == "tool" and self._is_cut_off(block, event):
                changes.append(self._tree.set(block, status="stopped"))
            changes += self._tree.close(block, at)
        if event.status == "failed":
            changes += self._tree.line(
                "error",
                "error",
                None,
                error=event.error,
                message=event.message,
                hint=event.hint,
                **({"retry": True} if event.retry else {}),
            )
        times = {"seconds": round(at, 3), "writing": round(self._meter.writing, 3)}
        changes.append(self._tree.set(self.run, status=event.status, **times))
        return changes + self._tree.close(self.run, at)

    @staticmethod
    def _is_cut_off(tool: Block, end: Ended) -> bool:
        return end.status != "done" or tool.props["status"] == "running"
