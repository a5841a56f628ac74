"""Streams a language model's or an agent's output into a notebook cell.

`await stream(source)` shows any stream; `await run(agent, input)` an Agents SDK run;
`with writer() as out` is for people who have a loop of their own. Importing this imports no
provider's library.
"""

from typing import Any

from nbstream import errors, events, sources
from nbstream._options import Options, configure
from nbstream._run import run
from nbstream._stream import stream
from nbstream._version import __version__
from nbstream._writer import Writer, writer
from nbstream.chat import Chat
from nbstream.recording import Recording, load
from nbstream.sources.agents_resume import resumable
from nbstream.sources.inside import emit, nested, progress
from nbstream.sources.shown import Markdown
from nbstream.widget import StreamView, settled

__all__ = [
    "Chat",
    "Markdown",
    "Options",
    "Recording",
    "StreamView",
    "Writer",
    "__version__",
    "configure",
    "emit",
    "errors",
    "events",
    "load",
    "nested",
    "progress",
    "resumable",
    "run",
    "settled",
    "sources",
    "stream",
    "writer",
]


def load_ipython_extension(shell: Any) -> None:
    """Have `%load_ext nbstream` bring the magics `%%chat` and `%chat`."""
    from nbstream._magic import ChatMagic

    ChatMagic(shell).register()
