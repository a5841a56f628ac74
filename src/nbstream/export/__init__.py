"""A document at rest."""

from nbstream.export.markdown import to_markdown

__all__ = ["to_markdown"]
