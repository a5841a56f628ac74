"""Folds what happens to tool calls into their blocks, and into those that stand in them."""

from __future__ import annotations

import math
import re

from nbstream.bounds import MAX_MADE_PICTURE_BYTES, MAX_TRACEBACK
from nbstream.document.blocks import Block
from nbstream.document.calls import ToolCall
from nbstream.document.changes import Change
from nbstream.document.tree import Tree, since
from nbstream.events import (
    ApprovalDecided,
    ImageShown,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolProgressed,
    ToolReturned,
)

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


class ToolFold:
    """The tools of one document.

    Args:
        tree: Where their blocks are.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        # The block that a tool's output goes on in, by the tool.
        self._outputs: dict[str, Block] = {}
        # What tools returned, by the tool: objects of this process, which no block can hold.
        self._values: dict[str, object] = {}
        self._count = 0

    def told(self) -> tuple[ToolCall, ...]:
        """Every call there is."""
        return tuple(
            ToolCall(block, self._values.get(block.id, ...))
            for block in self._tree.blocks.values()
            if block.kind == "tool"
        )

    def call(self, event: ToolCalled) -> list[Change]:
        """A call begins, or is told again by its full name."""
        name, call_id = event.name, event.call_id
        if event.block in self._tree.blocks:
            return [self._tree.set(self.find(event.block), name=name, call_id=call_id)]
        props: dict[str, object] = {"name": name, "call_id": call_id, "status": "writing"}
        if event.kind != "function":
            props["kind"] = event.kind
        if event.language != "json":
            props["language"] = event.language
        return [self._tree.open(event.block, "tool", event.parent, **props)]

    def write(self, id: str, text: str) -> list[Change]:
        """More of a call's input."""
        return self._tree.append(self.find(id), text)

    def written(self, id: str, whole: str | None) -> list[Change]:
        """A call's input is complete."""
        tool = self.find(id)
        changes = self._tree.settle(tool, whole)
        if tool.props["status"] == "writing":
            changes.append(self._tree.set(tool, status="ready"))
        return changes

    def start(self, id: str, at: float) -> list[Change]:
        """A tool began to run."""
        return [self._tree.set(self.find(id), status="running", started=round(at, 3))]

    def note(self, event: ToolNoted) -> list[Change]:
        """Something else is known of a call."""
        tool = self.find(event.block)
        notes = {**tool.props.get("notes", {}), event.name: event.values}
        if not event.values:
            del notes[event.name]
        return [self._tree.set(tool, notes=notes)]

    def progress(self, event: ToolProgressed) -> list[Change]:
        """A tool has come further; after its end that is no news."""
        tool = self.find(event.block)
        if tool.closed:
            return []
        fraction = event.fraction
        if fraction is not None:
            # What is no number is a bar that has not begun.
            fraction = 0.0 if math.isnan(fraction) else round(min(max(fraction, 0.0), 1.0), 4)
        return [self._tree.set(tool, progress={"fraction": fraction, "message": event.message})]

    def say(self, event: ToolOutputDelta) -> list[Change]:
        """More output of a tool; another channel begins another block."""
        tool, text, channel = self.find(event.block), event.text, event.channel
        if not text:
            return []
        output = self._outputs.get(tool.id)
        if output is not None and not output.closed and output.props["channel"] == channel:
            return self._tree.append(output, text)
        changes = self._end_output(tool)
        self._count += 1
        block = f"output:{self._count}"
        changes.append(self._tree.open(block, "output", tool.id, channel=channel))
        output = self._outputs[tool.id] = self._tree.blocks[block]
        return [*changes, *self._tree.append(output, text)]

    def ask(self, id: str, nonce: str) -> list[Change]:
        """A call waits to be allowed; with a nonce, the page may be asked."""
        tool = self.find(id)
        asked = {"ask": nonce} if nonce else {}
        return [] if tool.closed else [self._tree.set(tool, status="approval", **asked)]

    def decide(self, event: ApprovalDecided, at: float) -> list[Change]:
        """Somebody has decided about a call."""
        tool = self.find(event.block)
        told = {"approved": event.approved, "message": event.message, "always": event.always}
        if tool.closed:
            return [self._tree.set(tool, approval=told)]
        if event.approved:
            return [self._tree.set(tool, status="ready", approval=told)]
        decided = self._tree.set(tool, status="rejected", approval=told, output=event.message)
        return [*self._tree.settle(tool, None), decided, *self._tree.close(tool, at)]

    def come_back(self, event: ToolReturned, at: float) -> list[Change]:
        """A tool came back."""
        tool = self.find(event.block)
        if event.value is not ...:
            self._values[tool.id] = event.value
        if tool.closed:
            # Told twice: by a hook when it returned, and by the run when all had.
            late = event.output and not tool.props.get("output")
            return [self._tree.set(tool, output=event.output)] if late else []
        came_back = "rejected" if event.rejected else "done"
        props: dict[str, object] = {"status": came_back if event.error is None else "failed"}
        if event.seconds is not None:
            props["seconds"] = round(event.seconds, 3)
        elif "started" in tool.props:
            props["seconds"] = since(tool, at)
        if event.output:
            props["output"] = event.output
        if event.error is not None:
            props["error"] = event.error
        if event.traceback:
            props["traceback"] = _end_of(event.traceback)
        return [
            *self._tree.settle(tool, None),
            *self._end_output(tool),
            self._tree.set(tool, **props),
            *self._tree.close(tool, at),
        ]

    def show(self, event: ImageShown) -> list[Change]:
        """A picture, or a better one of the same."""
        image: dict[str, object] = {"data": event.data, "partial": event.partial}
        if len(event.data) > MAX_MADE_PICTURE_BYTES // 3 * 4:
            image.update(data="", omitted=f"a picture of {len(event.data) * 3 // 4:,} bytes")
        elif not _BASE64.fullmatch(event.data):
            image.update(data="", omitted="a picture that cannot be read")
        changes: list[Change] = []
        if event.block in self._tree.blocks:
            block = self._tree.known(event.block, "image")
            if block.closed or all(block.props.get(name) == image[name] for name in image):
                changes = []
            else:
                changes.append(self._tree.set(block, media_type=event.media_type, **image))
        else:
            facts = {"media_type": event.media_type, **image}
            if event.alt:
                facts["alt"] = event.alt
            changes.append(self._tree.open(event.block, "image", event.parent, **facts))
            block = self._tree.blocks[event.block]
        return changes if event.partial else [*changes, *self._tree.close(block, 0.0)]

    def display(self, id: str, form: str, content: str, parent: str | None) -> list[Change]:
        """What a tool returned, in a form that can be shown."""
        opened = self._tree.open(id, "display", parent, form=form)
        block = self._tree.blocks[id]
        return [opened, *self._tree.settle(block, content), *self._tree.close(block, 0.0)]

    def find(self, id: str) -> Block:
        """The block of a tool that must be there."""
        return self._tree.known(id, "tool")

    def _end_output(self, tool: Block) -> list[Change]:
        output = self._outputs.pop(tool.id, None)
        if output is None or output.closed:
            return []
        return [*self._tree.settle(output, None), *self._tree.close(output, 0.0)]


def _end_of(traceback: str) -> str:
    """The end of a traceback, where the error is, and how much stood before it."""
    left_out = len(traceback) - MAX_TRACEBACK
    if left_out <= 0:
        return traceback
    return f"… {left_out:,} characters before this\n{traceback[-MAX_TRACEBACK:]}"
