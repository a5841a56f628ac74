"""The blocks of a document, and the few ways in which they change; each says what changed."""

from __future__ import annotations

from nbstream.bounds import MAX_FACT
from nbstream.document.blocks import RUN, Block
from nbstream.document.changes import Append, Change, Close, Open, Props, Retract, Set
from nbstream.document.text import cut_open_pair, plain, repair
from nbstream.errors import EventError


class Tree:
    """Every block there is; parents stand before their children, children in order.

    Attributes:
        blocks: The blocks by their ids.
    """

    def __init__(self) -> None:
        self.blocks: dict[str, Block] = {RUN: Block(RUN, "run", None, {"status": "waiting"})}

    def open(self, id: str, kind: str, parent: str | None, /, **props: object) -> Open:
        """Begin a block, as its parent's last child."""
        if id in self.blocks:
            raise EventError(f"block {id!r} opened twice: ids are never used again within a run")
        place = self.place(parent)
        block = Block(id, kind, place.id, plain(props))
        self.blocks[id] = block
        return Open(id, kind, place.id, dict(block.props))

    def line(self, id: str, kind: str, parent: str | None, /, **props: object) -> list[Change]:
        """Begin a block that is complete as it opens."""
        opened = self.open(id, kind, parent, **props)
        return [opened, *self.close(self.blocks[id], 0.0)]

    def set(self, block: Block, /, **props: object) -> Set:
        """Replace facts."""
        safe: Props = plain(props)
        block.props.update(safe)
        return Set(block.id, safe)

    def append(self, block: Block, text: str) -> list[Change]:
        """Let a block's text grow; half a character waits for its other half."""
        if block.closed:
            raise EventError(f"block {block.id!r} got more text after it had ended")
        text, block._half = cut_open_pair(block._half + text)
        text = repair(text)
        if not text:
            return []
        block._pieces.add(text)
        return [Append(block.id, text)]

    def settle(self, block: Block, whole: str | None) -> list[Change]:
        """Let the provider's own account of a text overrule its deltas."""
        if whole is not None:
            whole, block._half = repair(whole), ""
            shown = block.text
            if whole.startswith(shown):
                return self.append(block, whole[len(shown) :])
            block._pieces.replace(whole)
            # A text of any length: its rest travels in portions, as whatever is appended.
            rest = [Append(block.id, whole[MAX_FACT:])] if len(whole) > MAX_FACT else []
            return [Set(block.id, {"text": whole[:MAX_FACT]}), *rest]
        if half := block._half:
            block._half = ""
            block._pieces.add(repair(half))
            return [Append(block.id, repair(half))]
        return []

    def close(self, block: Block, at: float) -> list[Change]:
        """Complete a block, once."""
        if block.closed:
            return []
        block.closed = True
        if block.kind == "reasoning":
            return [self.set(block, seconds=since(block, at)), Close(block.id)]
        return [Close(block.id)]

    def discard(self, id: str) -> list[Change]:
        """Remove a block, with all that stands in it."""
        if id not in self.blocks or id == RUN:
            return []
        gone = {id}
        for block in self.blocks.values():
            if block.parent in gone:
                gone.add(block.id)
        for block_id in gone:
            del self.blocks[block_id]
        return [Retract(id)]

    def place(self, parent: str | None) -> Block:
        """Find the block that something is to stand in."""
        place = self.blocks.get(parent or RUN)
        if place is None:
            raise EventError(f"block {parent!r} is named as a parent, but never opened")
        return place

    def known(self, id: str, kind: str) -> Block:
        """Find a block that must be there."""
        block = self.blocks.get(id)
        if block is None or block.kind != kind:
            was = "never opened" if block is None else f"is a block of {block.kind}"
            raise EventError(f"expected a block of {kind} called {id!r}; it {was}")
        return block


def since(block: Block, at: float) -> float:
    """How long ago a block started, in seconds; it was rounded, and so may lie ahead."""
    return max(0.0, round(at - float(block.props["started"]), 3))
