"""A document at rest."""

from nbstream.export.code import code_blocks
from nbstream.export.engine import call
from nbstream.export.html import rendered, to_html, whole_page
from nbstream.export.markdown import Prose, to_markdown
from nbstream.export.page import Page, nothing_yet, root
from nbstream.export.published import published
from nbstream.export.recorded import export

__all__ = [
    "Page",
    "Prose",
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
