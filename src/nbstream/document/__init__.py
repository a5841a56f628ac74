"""What a reader is shown of a run, and how it changes."""

from nbstream.document.blocks import RUN, Block
from nbstream.document.calls import ToolCall
from nbstream.document.changes import Append, Change, Close, Open, Props, Retract, Set, facts_size
from nbstream.document.document import Document
from nbstream.document.packed import Packed, Packing
from nbstream.document.pieces import Pieces
from nbstream.document.text import plain, repair, words

__all__ = [
    "RUN",
    "Append",
    "Block",
    "Change",
    "Close",
    "Document",
    "Open",
    "Packed",
    "Packing",
    "Pieces",
    "Props",
    "Retract",
    "Set",
    "ToolCall",
    "facts_size",
    "plain",
    "repair",
    "words",
]
