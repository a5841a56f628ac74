"""Where streams come from: one file for each provider, and the registry that tells them apart."""

from nbstream.sources.registry import from_any, register
from nbstream.sources.source import Emit, Source

__all__ = ["Emit", "Source", "from_any", "register"]
