"""A document at rest."""

from nbstream.export.html import rendered, to_html
from nbstream.export.markdown import to_markdown
from nbstream.export.page import Page, nothing_yet

__all__ = ["Page", "nothing_yet", "rendered", "to_html", "to_markdown"]
