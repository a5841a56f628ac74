"""A document at rest."""

from nbstream.export.code import code_blocks
from nbstream.export.engine import call
from nbstream.export.html import rendered, to_html, whole_page
from nbstream.export.markdown import to_markdown
from nbstream.export.page import Page, nothing_yet, root
from nbstream.export.recorded import export
from nbstream.export.published import published

__all__ = [
    "Page",
    "call",
    "code_blocks",
    "export",
    "nothing_yet",
    "published",
    "rendered",
    "root",
    "to_html",
    "to_markdown",
    "whole_page",
]
