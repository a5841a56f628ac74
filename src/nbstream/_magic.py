"""`%load_ext nbstream`: questions as cells, `%%chat` and `%chat`.

The cell's text is the question; what stands in braces is put in by IPython's own rule. An answer
is awaited where it is asked for, so that Stop is heard and what follows waits.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Generator
from typing import Any

from nbstream.chat import Chat, Turn
from nbstream.sources.kinds import is_kind

_CELL = re.compile(r"%%chat(?:[ \t]+(?P<line>.*))?\n?")
_LINE = re.compile(r"(?P<before>[ \t]*(?:\w+[ \t]*=[ \t]*)?)%chat(?:[ \t]+(?P<line>.*))?\n?")
_WORD = re.compile(r"\s*(\S+)")


class ChatMagic:
    """The magics of one IPython shell, and the conversations that were begun by them.

    Args:
        shell: IPython's.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._chats: dict[tuple[str, str], tuple[Any, Chat]] = {}
        self._last = ""

    def register(self) -> None:
        """Teach the shell the magics; once."""
        self._shell.register_magic_function(self.cell, "cell", "chat")
        self._shell.register_magic_function(self.line, "line", "chat")
        self._shell.input_transformers_cleanup.append(awaited)
        for key in ("%%chat", "%chat"):
            self._shell.set_hook("complete_command", self.complete, str_key=key)

    def cell(self, line: str, cell: str) -> Turn:
        """Ask what the cell says: `%%chat agent_name --session name`, both optional."""
        name, session, rest = self._read(line)
        if rest and name:
            raise _usage(
                f"{rest.split()[0]!r} is too much behind %%chat {name}: only --session name"
            )
        if rest:
            raise _usage(f"there is no agent {rest.split()[0]!r} here; {self._known()}")
        return self._chat(name, session).ask(self._shell.var_expand(cell).strip("\n"))

    def line(self, line: str) -> Turn | _Shown:
        """Ask what the line says behind `%chat agent_name --session name`; or show the chat."""
        name, session, rest = self._read(line)
        chat = self._chat(name, session)
        return chat.ask(rest) if rest else _Shown(chat)

    def complete(self, _shell: Any, event: Any) -> list[str]:
        """Names that a question can go to, and the option there is."""
        return [*self._candidates(), "--session"]

    def _read(self, line: str) -> tuple[str, str, str]:
        """Take the name and the session off a line; the rest is the question."""
        name = session = ""
        while word := _WORD.match(line):
            if word[1] == "--session":
                line = line[word.end() :]
                if not (value := _WORD.match(line)):
                    raise _usage("--session takes a name")
                session, line = value[1], line[value.end() :]
            elif not name and self._can_answer(self._shell.user_ns.get(word[1])):
                name, line = word[1], line[word.end() :]
            else:
                break
        return name, session, line.strip()

    def _chat(self, name: str, session: str) -> Chat:
        name = name or self._last or self._only()
        target = self._shell.user_ns.get(name)
        self._last = name
        if isinstance(target, Chat):
            if session:
                raise _usage(f"{name} is a chat, and has its session already")
            return target
        begun, chat = self._chats.get((name, session), (None, None))
        if chat is None or begun is not target:
            chat = Chat(target, session=self._session(session))
            self._chats[name, session] = target, chat
        return chat

    def _session(self, name: str) -> Any:
        """A session of that name in the notebook, a file's path, or a conversation in memory."""
        there = self._shell.user_ns.get(name)
        if hasattr(there, "get_items"):
            return there
        return name if name.endswith((".db", ".sqlite")) else None

    def _only(self) -> str:
        names = self._candidates()
        if len(names) != 1:
            raise _usage(f"say who is asked, as in %%chat agent; {self._known()}")
        return names[0]

    def _candidates(self) -> list[str]:
        there = self._shell.user_ns.items()
        return [
            name
            for name, value in there
            if not name.startswith("_") and (isinstance(value, Chat) or _is_agent(value))
        ]

    def _known(self) -> str:
        names = ", ".join(self._candidates())
        return f"there are {names}" if names else "make one first: agent = agents.Agent(…)"

    def _can_answer(self, value: Any) -> bool:
        return isinstance(value, Chat) or _is_agent(value) or _is_function(value)


class _Shown:
    """A chat, for a line that is awaited whether it asks anything or not."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def __await__(self) -> Generator[Any, None, Chat]:
        yield from ()
        return self._chat


def awaited(lines: list[str]) -> list[str]:
    """Have what asks await its answer: a magic by itself cannot.

    A line that is indented asks in the background, for `await` may not be allowed there. It is
    put in other words all the same: IPython takes a line that ends in `?` for a request for help.
    """
    if lines and (whole := _CELL.fullmatch(lines[0])):
        asked = f"run_cell_magic('chat', {whole['line'] or ''!r}, {''.join(lines[1:])!r})"
        return [f"await get_ipython().{asked}\n"]
    if lines and lines[0].startswith("%%"):
        return lines
    return [
        _asked(one["before"], one["line"] or "")
        if (one := _LINE.fullmatch(line)) and not _in_a_string(lines[:at])
        else line
        for at, line in enumerate(lines)
    ]


def _asked(before: str, line: str) -> str:
    waits = "" if before[:1].isspace() else "await "
    return f"{before}{waits}get_ipython().run_line_magic('chat', {line!r})\n"


def _in_a_string(before: list[str]) -> bool:
    """Whether a text over several lines is still open behind these."""
    try:
        for _ in tokenize.generate_tokens(iter(before).__next__):
            pass
    except tokenize.TokenError as exc:
        # Two versions of Python say it in two ways.
        return "multi-line string" in str(exc) or "triple-quoted" in str(exc)
    except SyntaxError:
        pass
    return False


def _is_agent(value: Any) -> bool:
    return is_kind(value, "agents", "Agent", "AgentBase")


def _is_function(value: Any) -> bool:
    return callable(value) and hasattr(value, "__code__")


def _usage(words: str) -> Exception:
    from IPython.core.error import UsageError

    return UsageError(words)
