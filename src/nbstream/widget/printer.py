"""The same stream where there is no page: a terminal, a script, a pipe.

Text is printed as it comes. To a terminal, tools, handoffs and thoughts are single quiet lines;
into a pipe goes the text and nothing else. Errors go to stderr, and so does what a run waits for.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
from typing import TextIO
from weakref import WeakSet

from nbstream.bounds import MAX_LINE
from nbstream.document import RUN, Block, Document
from nbstream.visible import decided, visible, visible_code

_QUIET = "\033[2m"
_FAILED = "\033[31m"
_PLAIN = "\033[0m"

_log = logging.getLogger("nbstream")

_unread: WeakSet[TextIO] = WeakSet()
"""Where nobody reads any more."""


class Printer:
    """Prints a document as it grows; what has been printed stays.

    Args:
        out: Where the text goes; a process without a console has none.
        err: Where errors go.
    """

    def __init__(self, out: TextIO | None, err: TextIO | None) -> None:
        self._out = out or io.StringIO()
        self._err = err
        self._terminal = self._out.isatty()
        self._printed: dict[str, int] = {}
        self._told: set[str] = set()
        self._asked: set[str] = set()
        self._last = ""
        self._broken = out is None

    def show(self, document: Document) -> bool:
        """Print what is new.

        Returns:
            Whether anybody may be reading: not when a pipe's other end is gone (`… | head -1`).
        """
        if self._out in _unread:
            return False
        if self._broken:
            return True
        try:
            self._print(document)
        except BrokenPipeError:
            _leave(self._out)
            return False
        except (OSError, ValueError) as exc:
            # A full disk, a closed file: the run is not to end with its printing.
            self._broken = True
            _log.warning("the answer is not printed any further, %s: view.text has it", exc)
        return True

    def _print(self, document: Document) -> None:
        for block in document.blocks:
            if block.kind == "text":
                # What an agent says inside a tool is not the answer.
                if block.parent == RUN:
                    self._text(block)
            elif block.closed and block.id not in self._told:
                self._told.add(block.id)
                self._line(block)
            elif "decision" in block.props.get("notes", {}) and block.id not in self._asked:
                self._asked.add(block.id)
                self._ask(block)
        if document.run.closed and self._last:
            self._write("\n" if not self._last.endswith("\n") else "")
            self._last = ""
        self._out.flush()

    def _text(self, block: Block) -> None:
        done = self._printed.get(block.id, 0)
        new = block.after(done)
        if self._terminal and not block.closed:
            new = decided(new)
        if not new:
            return
        if done == 0 and self._last:
            self._write("\n" if self._last.endswith("\n") else "\n\n")
        self._printed[block.id] = done + len(new)
        self._write(visible(new) if self._terminal else new)

    def _line(self, block: Block) -> None:
        if block.kind == "error":
            props = block.props
            self._complain(f"{props['error']}: {props['message']} {props['hint']}".strip())
        elif self._terminal and (said := _said(block)):
            if self._last and not self._last.endswith(_PLAIN + "\n"):
                self._write("\n" if self._last.endswith("\n") else "\n\n")
            colour = _FAILED if block.props.get("status") == "failed" else _QUIET
            one_line = visible_code(" ".join(said.split()))
            cut = one_line if len(one_line) <= MAX_LINE else one_line[: MAX_LINE - 1] + "…"
            self._write(f"{colour}{cut}{_PLAIN}\n")

    def _ask(self, tool: Block) -> None:
        call_id = tool.props["call_id"]
        called = " ".join(f"{tool.props['name']}({tool.text})".split())
        self._complain(
            f"{called} waits for a decision: view.approve({call_id!r}) or "
            f"view.reject({call_id!r}), and then wait for the view again"
        )

    def _complain(self, said: str) -> None:
        if self._last and not self._last.endswith("\n"):
            self._write("\n")
        self._out.flush()
        if self._err is not None:
            with contextlib.suppress(BrokenPipeError):
                print(visible_code(said), file=self._err)

    def _write(self, text: str) -> None:
        if text:
            try:
                self._out.write(text)
            except UnicodeEncodeError:
                # Not every terminal, and hardly a pipe on Windows, has a byte for every character.
                # That must not end the run: what is printed is not what is kept.
                encoding = self._out.encoding
                self._out.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._last = text[-len(_PLAIN) - 1 :]


def _leave(out: TextIO) -> None:
    """Let whatever is printed from now on go nowhere: at its end Python would complain of it."""
    _unread.add(out)
    with contextlib.suppress(OSError):  # it is no file of the system's
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


def _said(block: Block) -> str:
    props = block.props
    match block.kind:
        case "tool":
            seconds = f" {props['seconds']:.1f} s" if "seconds" in props else ""
            why = f": {props['error']}" if "error" in props else ""
            status = "waits for approval" if props["status"] == "approval" else props["status"]
            return f"{props['name']}({block.text}) {status}{seconds}{why}"
        case "reasoning":
            return f"thought for {props.get('seconds', 0):.1f} s"
        case "handoff":
            return f"{props['source']} → {props['target']}"
        case "agent" | "unknown":
            return str(props["name"])
        case _:
            return ""
