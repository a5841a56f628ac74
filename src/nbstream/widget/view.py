"""The widget: one stream in a cell, and the handle that a person holds on it."""

from __future__ import annotations

import contextvars
import math
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Self
from uuid import uuid4
from weakref import WeakSet

import anywidget
import ipywidgets
import traitlets

from nbstream._options import Options
from nbstream.delivery import Pacer, Pump, Stats, thread_alarm
from nbstream.document import Document, ToolCall
from nbstream.errors import ApprovalError, ExportError
from nbstream.export import code_blocks, to_html, to_markdown
from nbstream.recording import GRAIN, Log, Recorder, Redact, Timed, save
from nbstream.sources.agents_approvals import Decision, Pending
from nbstream.widget.desk import StreamDesk
from nbstream.widget.driver import Driver
from nbstream.widget.inbox import Inbox
from nbstream.widget.interrupts import ends_with_its_cell
from nbstream.widget.places import Bundle, Places
from nbstream.widget.rest import AtRest
from nbstream.widget.runtime import built, runtime
from nbstream.widget.showing import (
    asked_by_page,
    current_cell,
    is_crowded,
    is_in_a_box,
    outputs_see_each_other,
    put_into_next_cell,
    tell_document,
)
from nbstream.widget.whole import Whole

_views: WeakSet[StreamView] = WeakSet()

_NO_CELL = object()


async def settled() -> None:
    """Wait for every stream that runs by itself, and for the static output of each.

    For the last cell of a notebook that is executed without a browser: what runs in the background
    and was awaited by nobody is then in the file. What a stream failed with is in its cell, and is
    not raised here.
    """
    for view in list(_views):
        if view._driver.loop is not None:
            with suppress(Exception):
                await view._driver.finished(partial(view._desk.hears, blocking=False))
            await view._settled()


_telling = contextvars.ContextVar("_telling", default=False)
"""Whether the state is on its way to a page; else a person, or a file, wants all of it."""


def _whole(_value: object, view: StreamView) -> dict[str, Any]:
    return view._whole.snapshot(told=_telling.get() or asked_by_page())


class StreamView(anywidget.AnyWidget):
    """A stream in a cell: await it, stop it, ask it what it said.

    It is an ordinary ipywidget: it can stand in a `VBox`, and has a `layout`. Awaiting returns
    the view itself when the run is over, and raises what the run failed with.

    Traits (all written by the kernel alone):
        batch: What one flush changed; docs/design.md, "The wire".
        snapshot: The whole document; computed when somebody asks for the state. Of one that is too
            long for a message, a page is told so, and asks for its parts.
        runtime: Model id of the shared renderer.
        options: What the page has to know of `Options`.
    """

    batch = traitlets.Dict().tag(sync=True)
    snapshot = traitlets.Any().tag(sync=True, to_json=_whole)
    runtime = traitlets.Unicode().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        drive: Callable[[Pump, Callable[[], None]], Driver],
        *,
        options: Options,
        show: bool = True,
        past: Iterable[Timed] = (),
    ) -> None:
        """Make a view.

        Args:
            drive: Makes the driver, from the pump to feed and what to call at the end.
            options: How it is delivered and shown.
            show: Whether it shows itself when it is awaited or waited for.
            past: What has happened before it began, each with its time in seconds.
        """
        self._document = Document()
        self._pump = Pump(
            self._document,
            self._send_batch,
            Pacer(options.max_delay_ms / 1000, enabled=options.enabled),
            thread_alarm,
            batch_size=options.batch_size,
            buffer_size=options.buffer_size,
            log=self._log(options),
        )
        self._pump.recall(past)
        self._told_under: object = _NO_CELL
        self._show = show
        self._whole = Whole(self._pump)
        name = uuid4().hex
        settle = options.settle
        if settle == "auto" and (not outputs_see_each_other() or (show and is_crowded())):
            settle = "html"
        told = {**options.to_wire(), "settle": settle, "model": name}
        self._at_rest = AtRest(name, settle, self._pump, told)
        self._places = Places(
            self._document,
            self._bundle,
            self._at_rest,
            left=self._leave,
            widget=self,
            resend=self._send_snapshot,
        )
        self._esm = built("loader.js")
        super().__init__(
            model_id=name,
            batch={"seq": 0, "changes": []},
            runtime=runtime().model_id,
            options=told,
        )
        self._driver = drive(self._pump, self._on_end)
        _views.add(self)
        self._desk = StreamDesk(
            self._pump,
            self._driver,
            self._at_rest,
            self._whole,
            resend=self._send_snapshot,
            send=self._send_message,
        )
        inbox = Inbox(self._desk, lambda: self._driver.loop)
        self.on_msg(lambda _view, content, _buffers: inbox.receive(content))

    # What a person asks

    @property
    def status(self) -> str:
        """`waiting`, `streaming`, `stopping`, and at the end `done`, `failed` or `stopped`."""
        return str(self._document.run.props["status"])

    @property
    def text(self) -> str:
        """The answer so far, as markdown: its texts, one blank line between two of them."""
        return self._document.text

    @property
    def result(self) -> Any:
        """What the stream ended with, in its provider's own terms; `None` before.

        An Agents SDK run: its `RunResultStreaming`, from the start. A Responses stream: the
        `Response`. A stream without one, at its end: the text.
        """
        result = self._driver.result
        return self.text if result is None and self._document.run.closed else result

    @property
    def document(self) -> Document:
        """What the reader is shown, block by block."""
        return self._document

    @property
    def tools(self) -> tuple[ToolCall, ...]:
        """The calls of tools so far, in the order in which they began.

        `view.tools[0].output` is what the first of them returned: the object itself, for the
        next cell to go on with.
        """
        return self._document.tools

    @property
    def stats(self) -> Stats:
        """Times and counts so far."""
        return self._pump.stats

    @property
    def events(self) -> tuple[Timed, ...]:
        """What happened so far, each event with its time in seconds since the run began."""
        return self._pump.log.events

    def to_markdown(self) -> str:
        """The whole run as a person would have written it down, in markdown."""
        return to_markdown(self._document)

    def to_html(self, *, standalone: bool = False) -> str:
        """The whole run as HTML: no script, no request, readable without its styles.

        Args:
            standalone: A whole page rather than a piece of one.

        Raises:
            ExportError: quickjs-ng is missing, or its engine ran out of memory or time.
        """
        return to_html(self._pump.snapshot(), self.options, standalone=standalone)

    def save(self, path: str | os.PathLike[str], redact: Redact | None = None) -> None:
        """Write what happened to a file, with its times; `stream(nbstream.load(path))` shows it.

        Pieces of text that came within 30 ms of each other are kept as one.

        Args:
            path: The file; one that is there is replaced.
            redact: Takes secrets out of each text; that of the options by default.

        Raises:
            OSError: The file cannot be written.
        """
        save(self._pump.log.events, path, redact or self._redact)

    def _log(self, options: Options) -> Log:
        self._redact = options.redact
        recorder = None
        if options.record is not None:
            recorder = Recorder(options.record, options.redact)
        # A secret may come in pieces: what is redacted is kept whole.
        return Log(math.inf if options.redact else GRAIN, recorder)

    # What a person does

    def stop(self) -> None:
        """Ask the run to end: at once while the model speaks, after the tool that is running.

        Asked again, it is cancelled. What had arrived stays. From any thread.
        """
        self._driver.stop()

    def retry(self) -> Self:
        """Let a run that failed go on in this view, from its last whole turn. From any thread.

        What had arrived stays; the unfinished answer is struck. `await view.retry()` waits for it.

        Raises:
            RetryError: It has not failed, or it is no run that `nbstream.run()` began.
        """
        self._driver.retry()
        return self

    def to_cell(self, block: int = -1) -> None:
        """Put a block of the answer's code into a new cell below; nothing is run.

        Args:
            block: Which one, counted from 0; the last one by default.

        Raises:
            ExportError: There is no such block, or no notebook to put it into.
        """
        blocks = code_blocks(self.text)
        try:
            source = blocks[block]
        except IndexError:
            raise ExportError(
                f"there is no block of code {block} to put into a cell: the answer has "
                f"{len(blocks)}"
            ) from None
        if not put_into_next_cell(source):
            raise ExportError("there is no notebook to put a cell into; view.text has the code")

    @property
    def pending(self) -> Pending | None:
        """What a run has stopped for until somebody decides; `None` while nothing waits.

        `pending.questions` are the calls, each with `call_id`, `tool` and `arguments`;
        `pending.to_json()` keeps the run for another kernel, where `nbstream.run(agent, it)` goes
        on from there.
        """
        return self._driver.pending

    def approve(self, call_id: str, *, always: bool = False) -> None:
        """Allow a call that waits for it; the run goes on in this view. From any thread.

        Args:
            call_id: Which one; `pending.questions` has those that wait.
            always: Allow every later call of this tool in this run, too.

        Raises:
            ApprovalError: No such call waits.
        """
        self._decide(call_id, Decision(approved=True, always=always))

    def reject(self, call_id: str, message: str | None = None) -> None:
        """Refuse a call that waits; the run goes on in this view. From any thread.

        Args:
            call_id: Which one; `pending.questions` has those that wait.
            message: What the model is told; `None`: what the SDK tells it.

        Raises:
            ApprovalError: No such call waits.
        """
        self._decide(call_id, Decision(approved=False, message=message))

    def _decide(self, call_id: str, decision: Decision) -> None:
        approvals = self._driver.approvals
        if approvals is None:
            raise ApprovalError("this stream asks for no decision: nbstream.run() does")
        question = approvals.find(call_id)
        self._driver.enter(lambda: approvals.decide(question, decision))

    def __await__(self) -> Generator[Any, None, Self]:
        return self._finished().__await__()

    async def _finished(self) -> Self:
        # A failure is the source's: its traceback in the cell is not to begin with ours.
        __tracebackhide__ = True
        self._show_unless_shown()
        try:
            with ends_with_its_cell():
                await self._driver.finished(partial(self._desk.hears, blocking=False))
        finally:
            if self._document.run.closed:
                await self._settled()
        return self

    async def _settled(self) -> None:
        self._tell_the_end()
        await self._at_rest.settled()

    def wait(self) -> Self:
        """Block until the run is over, in a cell or a script that cannot await.

        Raises:
            KeyboardInterrupt: It was interrupted; the run has been stopped.
            Exception: What the run failed with.
        """
        __tracebackhide__ = True
        self._show_unless_shown()
        self._driver.wait(partial(self._desk.hears, blocking=True))
        if self._document.run.closed:
            self._tell_the_end()
        return self

    def settle(self) -> None:
        """Write the static output of what there is now: `settle="auto"` does so at the end.

        A view without one beside it (`settle="html"`, `settle="widget"`) gives its place to it.
        Returns at once, never raises; the cell does not end before it is done.
        """
        self._at_rest.settle(self._places.display_ids)

    def close(self) -> None:
        """Stop the run, and take the live view off the page; what it said stays as text."""
        if self.comm is not None and not self._document.run.closed and hasattr(self, "_driver"):
            self._driver.cancel()
        super().close()

    # Showing

    def _show_unless_shown(self) -> None:
        wanted = self._show and not is_in_a_box(self)
        self._places.show_unless_shown(wanted=wanted)

    def _leave(self) -> None:
        # Nobody is left to read what is printed, or to press Stop.
        if not self._document.run.closed:
            self._driver.cancel()

    def _bundle(self) -> Bundle | None:
        return self._repr_mimebundle_() if self.comm is not None else None

    def _ipython_display_(self) -> None:
        self._places.show_as_asked()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/plain": repr(self)}, metadata

    def __repr__(self) -> str:
        return f"<nbstream: {self.status}, {len(self.text):,} characters>"

    # The wire

    def _send_batch(self, batch: dict[str, Any]) -> None:
        self.batch = batch
        self._at_rest.grew(batch["changes"])
        self._places.grew()

    def open(self) -> None:
        """Tell the page of it."""
        contextvars.copy_context().run(self._tell, super().open)

    def send_state(self, key: Any = None) -> None:
        """Tell the page its state, or the traits with these names."""
        contextvars.copy_context().run(self._tell, super().send_state, key)

    def _tell(self, telling: Callable[..., None], *given: object) -> None:
        _telling.set(True)
        telling(*given)

    def _send_snapshot(self) -> None:
        if self.comm is not None:
            snapshot = self._whole.snapshot(told=True)
            if not tell_document(self.comm, "snapshot", snapshot):
                self.send_state("snapshot")

    def _send_message(self, message: dict[str, Any]) -> None:
        if self.comm is not None:
            self.send(message)

    def _on_end(self) -> None:
        self._told_under = _NO_CELL
        self._tell_the_end()
        self._at_rest.end()

    def _tell_the_end(self) -> None:
        """Send all of it, once under each cell that waits for it.

        An executed notebook keeps what is sent under the cell that is running: a run may end
        between two of them, and a task carries the context of the one that started it.
        """
        cell = contextvars.Context().run(current_cell)
        if cell != self._told_under:
            self._told_under = cell
            contextvars.Context().run(self._send_snapshot)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take from the page what is its own, the layout; the rest is the kernel's to say."""
        ours = self.traits(sync=True).keys() - ipywidgets.DOMWidget.class_traits().keys()
        super().set_state({key: sync_data[key] for key in sync_data.keys() - ours})
