"""A document at rest."""

from nbstream.export.html import to_html
from nbstream.export.markdown import to_markdown

__all__ = ["to_html", "to_markdown"]
