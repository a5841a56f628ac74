"""`Chat`: a conversation as a widget, and the handle that a person holds on it."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self
from uuid import uuid4
from weakref import WeakSet

import anywidget
import ipywidgets
import traitlets

from nbstream._options import take_options
from nbstream.chat import export, facts
from nbstream.chat.answering import told_of
from nbstream.chat.conversation import Conversation
from nbstream.chat.desk import PageDesk
from nbstream.chat.files import files_of
from nbstream.chat.inbox import Inbox
from nbstream.chat.items import Item
from nbstream.chat.memory import Memory, session_of
from nbstream.chat.places import Bundle, Places
from nbstream.chat.question import Question
from nbstream.chat.rest import AtRest
from nbstream.chat.saved import read, write
from nbstream.chat.target import target_of
from nbstream.chat.transcript import Transcript
from nbstream.chat.turn import Turn
from nbstream.document import Change
from nbstream.errors import ChatError, ExportError
from nbstream.export import Page, published
from nbstream.widget.runtime import built, carry, runtime
from nbstream.widget.showing import (
    at_the_end_of_each_cell,
    is_in_a_box,
    outputs_see_each_other,
)

_log = logging.getLogger("nbstream")


_unheard: WeakSet[Chat] = WeakSet()
"""Chats with news that only an executed notebook's file may hear of."""


def _tell_for_the_file(_ended: object) -> None:
    """Send each whole, once a cell: a notebook that is executed keeps what is sent last."""
    while _unheard:
        _unheard.pop()._reset()


def _whole(_value: object, chat: Chat) -> dict[str, Any]:
    return {"seq": chat._seq, "blocks": chat._transcript.snapshot()}


class Chat(anywidget.AnyWidget):
    """A conversation in a cell: a transcript, and a composer to go on with.

    It is an ordinary ipywidget. Each answer is a `StreamView` of its own, so that a change to one
    turn sends that turn and no other.

    Traits (all written by the kernel alone):
        batch: What one change of the conversation changed; docs/design.md, "The wire".
        snapshot: The whole conversation; computed when somebody asks for the state.
        runtime: Model id of the shared renderer.
        part: Which part of it shows this model.
        options: What the page has to know of `Options`.
    """

    batch = traitlets.Dict().tag(sync=True)
    snapshot = traitlets.Any().tag(sync=True, to_json=_whole)
    runtime = traitlets.Unicode().tag(sync=True)
    part = traitlets.Unicode("chat").tag(sync=True)
    options = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        target: Any,
        *,
        session: Any = None,
        title: str | None = None,
        placeholder: str | None = None,
        suggestions: Sequence[str] = (),
        greeting: str | None = None,
        height: int | None = None,
        enter_sends: bool = True,
        **options: Any,
    ) -> None:
        """Begin a conversation.

        Args:
            target: An `agents.Agent`; or a function `(message, history)`, async or not, that
                returns what `stream()` takes. `message` is a `str` (with `.files`), `history`
                the SDK's input items of what came before.
            session: A session of the Agents SDK that keeps the history; a path: its SQLite
                session in that file. What it holds already is drawn as soon as the loop runs.
                `None`: the history is kept in the chat.
            title: Stands above the conversation.
            placeholder: Stands in the empty composer.
            suggestions: Questions to begin with, one click each.
            greeting: Markdown that stands first, and is not told to the model.
            height: How high the transcript may become, in pixels, before it scrolls; `None`: 600.
            enter_sends: Enter sends, and Shift+Enter breaks the line; `False`: the reverse.
            **options: Any of `Options`; for an agent also `context`, `max_turns`, `run_config`
                and `hooks`, as for `run()`.

        Raises:
            UnknownSourceError: `target` can answer nothing.
            ChatError: The session is none, or a text is no text.
            OptionError: An option does not exist, or its value is out of range.
        """
        answering = target_of(target, options)
        known = {key: value for key, value in options.items() if key in facts.STREAM_OPTIONS}
        self._id = uuid4().hex
        # A page shows what has begun; a chat has something to show from the beginning.
        self._seq = 1
        self._callbacks: list[Callable[[Turn], Any]] = []
        self._tasks: set[asyncio.Future[Any]] = set()
        self._transcript = Transcript(
            facts.of_chat(
                id=self._id,
                name=answering.name,
                title=title,
                placeholder=placeholder,
                suggestions=suggestions,
                greeting=greeting,
                height=height,
                enter_sends=enter_sends,
            )
        )
        self._esm = built("loader.js")
        memory = Memory(session_of(session))
        carry("chat")
        chosen = take_options(known)
        self._rest = AtRest(self._id, self._page)
        self._beside = chosen.settle == "auto" and outputs_see_each_other()
        self._places = Places(self._rest, self._live, beside=self._beside)
        super().__init__(
            model_id=self._id,
            batch={"seq": 1, "changes": []},
            runtime=runtime().model_id,
            options={**chosen.to_wire(), "model": self._id},
        )
        self._conversation = Conversation(
            answering,
            memory,
            self._transcript,
            tell=self._tell,
            resend=self._tell_whole,
            ended=self._on_end,
            rests=self._on_rest,
            alone=self._alone,
        )
        self._conversation.attend()
        at_the_end_of_each_cell(_tell_for_the_file)
        desk = PageDesk(self._conversation, self._tell, self._reset, self._send_page)
        self._inbox = Inbox(desk, lambda: self._conversation.loop)
        self.on_msg(lambda _chat, content, buffers: self._inbox.receive(content, buffers))

    # What a person asks

    @property
    def turns(self) -> list[Turn]:
        """The conversation, first to last; each turn knows its other versions."""
        return self._transcript.path

    @property
    def history(self) -> list[Item]:
        """What the model is told before the next question: the SDK's input items."""
        return self._conversation.history

    def to_markdown(self) -> str:
        """The conversation as a person would have written it down, in markdown."""
        return export.to_markdown(self._transcript.fact("title"), self.turns)

    def to_html(self, *, standalone: bool = False) -> str:
        """The conversation as HTML: no script, no request, readable without its styles.

        Args:
            standalone: A whole page rather than a piece of one.

        Raises:
            ExportError: quickjs-ng is missing, or its engine ran out of memory or time.
        """
        return export.to_html(
            self._transcript.facts, self.turns, self.options, standalone=standalone
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the conversation to a file, with its other versions; `Chat.load` goes on from it.

        Raises:
            ChatError: An answer is being written.
            OSError: The file cannot be written.
        """
        if self._conversation.current is not None:
            raise ChatError("an answer is being written: save the chat when it is over")
        write(self._transcript, path)

    @classmethod
    def load(cls, path: str | os.PathLike[str], target: Any, **options: Any) -> Self:
        """Go on with a conversation that was saved.

        Args:
            path: What `chat.save(path)` wrote.
            target: Who answers from now on.
            **options: Whatever `Chat` takes; the title is the saved one by default. A session
                that holds something is taken for this conversation's own.

        Raises:
            RecordingError: It is no saved chat, or a newer nbstream wrote it, or it is damaged.
            OSError: The file cannot be read.
        """
        saved = read(path)
        chat = cls(target, **{"title": saved.title, **options})
        saved.restore(chat._conversation)
        chat._tell_whole()
        return chat

    # What a person does

    def ask(self, question: str, *, files: Iterable[Any] = ()) -> Turn:
        """Ask, behind whatever is being answered; the turn can be awaited, or waited for.

        Args:
            question: What to ask.
            files: Paths, or pairs of a name and bytes: pictures, PDFs and texts, 8 MB together.

        Raises:
            ChatError: The question is empty or too long, or a file cannot be attached.
        """
        try:
            return self._conversation.ask(Question(question, files_of(files)))
        except ChatError as exc:
            self._notice(exc)
            raise

    def stop(self) -> None:
        """Ask the answer that is being written to end; asked again, it ends at once."""
        if (turn := self._conversation.current) is not None:
            self._conversation.stop(turn)

    def retry(self, turn: Turn | None = None) -> Turn:
        """Ask a question again, the last one by default; what it replaces stays as a version.

        Raises:
            ChatError: An answer is being written, or there is no such turn.
        """
        turn = turn or self._last()
        return self._conversation.again(turn, turn.question)

    def edit(self, question: str, turn: Turn | None = None) -> Turn:
        """Ask something else in a turn's place, the last one's by default.

        Its files are asked with it again. What it replaces stays as an earlier version.

        Raises:
            ChatError: An answer is being written, there is no such turn, or the question is empty.
        """
        turn = turn or self._last()
        return self._conversation.again(turn, Question(question, turn.question.files))

    def choose(self, turn: Turn) -> None:
        """Go on from another version of a turn; `turn.versions` has them.

        Raises:
            ChatError: An answer is being written, or the turn is not in this chat.
        """
        self._conversation.choose(turn)

    def clear(self) -> None:
        """Begin anew: the turns go, and so does the history, in the session too."""
        self._conversation.clear()

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer these questions, one click each, until the next question is asked.

        Raises:
            ChatError: They are not texts.
        """
        self._tell(self._transcript.say(suggestions=facts.suggestions_of(suggestions)))

    def on_turn(self, callback: Callable[[Turn], Any]) -> Callable[[], None]:
        """Call a function, async or not, with each turn when it is over; returns how to undo it."""
        self._callbacks.append(callback)

        def undo() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return undo

    def freeze(self) -> None:
        """Leave only the static conversation: what is live of it goes, on every page."""
        if self.comm is None:
            return
        self.stop()
        self._places.freeze()
        self.close()

    def close(self) -> None:
        """Stop what is being answered, and take the live chat off the page."""
        if hasattr(self, "_conversation"):
            self.stop()
        super().close()

    # Showing

    def _alone(self) -> bool:
        return not self._places and not is_in_a_box(self)

    def _ipython_display_(self) -> None:
        self._places.show(repr(self))

    def _live(self) -> Bundle | None:
        # A closed widget has no model to show, and ipywidgets takes its method away.
        return self._repr_mimebundle_() if self.comm is not None else None

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/plain": repr(self)}, metadata

    def __repr__(self) -> str:
        count = len(self.turns)
        return f"<nbstream chat: {count} turn{'' if count == 1 else 's'}>"

    # The wire

    def _tell(self, changes: list[Change]) -> None:
        if changes:
            self._seq += 1
            self.batch = {"seq": self._seq, "changes": [change.to_wire() for change in changes]}

    def _reset(self) -> None:
        """Tell the page the whole, in a context that an executed notebook keeps."""
        contextvars.Context().run(self.send_state, "snapshot")

    def _tell_whole(self) -> None:
        """What there is did not come to be by changes: tell it all, here and at rest."""
        self._seq += 1
        self._on_rest()
        self._reset()

    def _on_rest(self) -> None:
        """What lies at rest is another now; the page counts along, to see that it has the last."""
        self._tell(self._transcript.say(rest=self._transcript.fact("rest") + 1))
        if self._beside:
            self._rest.changed()

    def _send_page(self) -> None:
        """Give a page that was loaded anew, and so was not told, what lies at rest."""

        def answer(_written: object) -> None:
            if self.comm is not None:
                self.send({"type": "page", "bundle": self._rest.bundle})

        if self._beside:
            self._rest.written().add_done_callback(answer)

    def _page(self) -> Page:
        facts, turns = dict(self._transcript.facts), self.turns
        markdown = export.to_markdown(facts["title"], turns, published)
        try:
            html, styles = export.rendered(facts, turns, self.options)
            return Page(facts["rest"], markdown, [html], styles)
        except ExportError as exc:
            return Page(facts["rest"], markdown, trouble=str(exc))

    def _on_end(self, turn: Turn) -> None:
        self._tell(self._transcript.say(speaker=turn.agent))
        # No page has spoken yet: what is sent last is what an executed notebook keeps.
        if not self._inbox.heard:
            _unheard.add(self)
        for callback in list(self._callbacks):
            called = callback(turn)
            if inspect.isawaitable(called):
                self._later(called)

    def _later(self, called: Any) -> None:
        # Held here, for a loop holds its tasks weakly.
        task = asyncio.ensure_future(called)
        self._tasks.add(task)

        def ended(_task: Any) -> None:
            self._tasks.discard(task)
            if not task.cancelled() and (exc := task.exception()) is not None:
                _log.error("what on_turn calls raised", exc_info=exc)
                self._tell(self._transcript.say(notice=f"on_turn raised {told_of(exc)}"))

        task.add_done_callback(ended)

    def _notice(self, exc: BaseException) -> None:
        self._tell(self._transcript.say(notice=str(exc) or type(exc).__name__))

    def _last(self) -> Turn:
        if not self.turns:
            raise ChatError("nothing has been asked yet")
        return self.turns[-1]

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take from the page what is its own, the layout; the rest is the kernel's to say."""
        ours = self.traits(sync=True).keys() - ipywidgets.DOMWidget.class_traits().keys()
        super().set_state({key: sync_data[key] for key in sync_data.keys() - ours})
