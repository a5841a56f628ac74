"""The widget: one stream in a cell, and the handle that a person holds on it."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import math
import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, Self
from uuid import uuid4
from weakref import WeakSet

import anywidget
import ipywidgets
import traitlets

from nbstream._options import Options
from nbstream.delivery import Heard, Pacer, Pump, Stats, thread_alarm
from nbstream.document import Document, ToolCall
from nbstream.errors import ApprovalError, ExportError, RetryError
from nbstream.export import Page, code_blocks, published, rendered, to_html, to_markdown
from nbstream.recording import GRAIN, Log, Recorder, Redact, Timed, save
from nbstream.sources.agents_approvals import Approvals, Decision, Pending
from nbstream.widget.inbox import Inbox
from nbstream.widget.printer import Printer
from nbstream.widget.runtime import built, runtime
from nbstream.widget.showing import (
    asked_by_display_hook,
    current_cell,
    hears_clicks,
    in_notebook,
    outputs_see_each_other,
    publish,
    put_into_next_cell,
)
from nbstream.widget.twin import Twin

_views: WeakSet[StreamView] = WeakSet()

_INSTEAD = {
    "auto": "A live answer; its static copy follows.",
    "html": "A live answer; its static copy takes its place at the end.",
    "widget": "A live answer: it needs its kernel.",
}

# How long a question waits for a page to show it: a notebook may be executed without any.
_PAGE_SECONDS = 3.0


class Driver(Protocol):
    """Who feeds the view: a source that is read, or a writer's block."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The loop that the page's wishes are obeyed on; `None` for any thread."""

    @property
    def result(self) -> Any:
        """What it ended with, in its provider's own terms; `None` before."""

    @property
    def approvals(self) -> Approvals | None:
        """Where decisions about its calls go; `None`: it asks for none."""

    @property
    def pending(self) -> Pending | None:
        """What it has stopped for; `None` while it has not."""

    def stop(self) -> None:
        """Ask it to end; asked again, it ends at once. From any thread."""

    def cancel(self) -> None:
        """End it at once. From any thread."""

    def retry(self) -> None:
        """Let it go on after it failed; RetryError: it cannot."""

    def enter(self, call: Callable[[], object]) -> None:
        """Make a call where its loop runs; from any thread."""

    async def finished(self, heard: Heard | None = None) -> None:
        """Return when it has ended; raise what it failed with.

        Also return when it has stopped for a decision that cannot be heard meanwhile.
        """

    def wait(self, heard: Heard | None = None) -> None:
        """The same for code that cannot await."""


async def settled() -> None:
    """Wait for every stream that runs by itself, and for the static output of each.

    For the last cell of a notebook that is executed without a browser: what runs in the background
    and was awaited by nobody is then in the file. What a stream failed with is in its cell, and is
    not raised here.
    """
    for view in list(_views):
        if view._driver.loop is not None:
            with suppress(Exception):
                await view._driver.finished(partial(view._hears, blocking=False))
            await view._settled()


def _whole(_value: object, view: StreamView) -> dict[str, Any]:
    return view._pump.snapshot()


def _size(change: dict[str, Any]) -> int:
    """About how many characters a change brings."""
    props = change.get("props", {}).values()
    return len(change.get("text", "")) + sum(len(fact) for fact in props if isinstance(fact, str))


class StreamView(anywidget.AnyWidget):
    """A stream in a cell: await it, stop it, ask it what it said.

    It is an ordinary ipywidget: it can stand in a `VBox`, and has a `layout`. Awaiting returns
    the view itself when the run is over, and raises what the run failed with.

    Traits (all written by the kernel alone):
        batch: What one flush changed; docs/design.md, "The wire".
        snapshot: The whole document; computed when somebody asks for the state.
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
        self._show = show
        self._settle = options.settle
        if self._settle == "auto" and not outputs_see_each_other():
            self._settle = "html"
        name = uuid4().hex
        # Only outputs beside the view can be told from it, and hidden by it.
        beside = name if self._settle == "auto" else ""
        self._twin = Twin(beside, self._page, thread_alarm)
        self._display_ids: list[str] = []
        self._printer: Printer | None = None
        self._cells: set[object] = set()
        self._seen = asyncio.Event()
        self._esm = built("loader.js")
        super().__init__(
            model_id=name,
            batch={"seq": 0, "changes": []},
            runtime=runtime().model_id,
            options={**options.to_wire(), "model": name},
        )
        self._driver = drive(self._pump, self._on_end)
        _views.add(self)
        self._inbox = Inbox(self, lambda: self._driver.loop)
        self.on_msg(lambda _view, content, _buffers: self._inbox.receive(content))

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
            await self._driver.finished(partial(self._hears, blocking=False))
        finally:
            if self._document.run.closed:
                await self._settled()
        return self

    def wait(self) -> Self:
        """Block until the run is over, in a cell or a script that cannot await.

        Raises:
            KeyboardInterrupt: It was interrupted; the run has been stopped.
            Exception: What the run failed with.
        """
        __tracebackhide__ = True
        self._show_unless_shown()
        self._driver.wait(partial(self._hears, blocking=True))
        return self

    def settle(self) -> None:
        """Write the static output of what there is now: `settle="auto"` does so at the end.

        A view without one beside it (`settle="html"`, `settle="widget"`) gives its place to it.
        Returns at once, never raises; the cell does not end before it is done.
        """
        if self._settle == "widget":
            self._settle = "html"
            for display_id in self._display_ids:
                self._twin.adopt(display_id)
        self._twin.write()

    def close(self) -> None:
        """Stop the run, and take the live view off the page; what it said stays as text."""
        if self.comm is not None and not self._document.run.closed and hasattr(self, "_driver"):
            self._driver.cancel()
        super().close()

    # Showing

    def _show_unless_shown(self) -> None:
        cell = current_cell()
        shown = bool(self._display_ids) or self._printer is not None
        if self._show and not shown and not self._in_a_container():
            self._publish()
        if cell is not None:
            self._cells.add(cell)

    def _in_a_container(self) -> bool:
        return any(
            isinstance(widget, ipywidgets.Box) and self in widget.children
            for widget in list(ipywidgets.widgets.widget._instances.values())
        )

    def _publish(self) -> None:
        if not in_notebook():
            self._print()
            return
        # A closed widget has no model to show, and ipywidgets takes its method away.
        bundle = self._repr_mimebundle_() if self.comm is not None else None
        if bundle is None:
            return
        data, metadata = bundle
        # What is read where no widget is shown: never how far it had come when it was published.
        data = {**data, "text/plain": _INSTEAD[self._settle]}
        self._display_ids.append(publish(data, metadata))
        if self._settle == "auto":
            self._twin.publish()
        elif self._settle == "html":
            self._twin.adopt(self._display_ids[-1])
        self._cells.add(current_cell())

    def _print(self) -> None:
        """Show it where there is no page: what there is now, and the rest as it comes."""
        self._cells.add(current_cell())
        if self._printer is None:
            self._printer = Printer(sys.stdout, sys.stderr)
            self._printer.show(self._document)

    def _ipython_display_(self) -> None:
        if not (asked_by_display_hook() and current_cell() in self._cells):
            self._publish()

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
        if self._settle == "auto":
            self._twin.grew(sum(_size(change) for change in batch["changes"]))
        if self._printer is not None:
            self._printer.show(self._document)

    def _on_end(self) -> None:
        # An executed notebook keeps what is sent under the running cell; a task that another
        # cell started carries that one's context, and nbclient drops what comes under it.
        contextvars.Context().run(self.send_state, "snapshot")
        if self._settle != "widget":
            self._twin.write()

    def _page(self, whole: bool) -> Page:
        seq, document = self._pump.copy()
        markdown = to_markdown(document, published)
        if not whole:
            return Page(seq, markdown)
        try:
            html, styles = rendered({"seq": seq, "blocks": document.snapshot()}, self.options)
        except ExportError as exc:
            return Page(seq, markdown, trouble=str(exc))
        return Page(seq, markdown, html, styles)

    async def _settled(self) -> None:
        if self._settle != "widget" and in_notebook():
            await asyncio.wrap_future(self._twin.written())

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take from the page what is its own, the layout; the rest is the kernel's to say."""
        ours = self.traits(sync=True).keys() - ipywidgets.DOMWidget.class_traits().keys()
        super().set_state({key: sync_data[key] for key in sync_data.keys() - ours})

    def on_drawn(self, seconds: float, *, hidden: bool) -> None:
        self._pump.drawn(seconds, hidden=hidden)

    def on_resync(self) -> None:
        self.send_state("snapshot")

    async def _hears(self, *, blocking: bool) -> bool:
        """Whether there is a page, and what is pressed there is heard while the cell runs."""
        if not hears_clicks(blocking=blocking):
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._seen.wait(), _PAGE_SECONDS)
        return self._seen.is_set()

    def on_page(self) -> None:
        def answer(_done: object) -> None:
            if self.comm is not None:
                self.send({"type": "page", "bundle": self._twin.bundle})

        if self._document.run.closed:
            self._twin.written().add_done_callback(answer)

    def on_here(self) -> None:
        self._seen.set()

    def on_decision(self, block: str, nonce: str, shown: str, decision: Decision) -> None:
        if approvals := self._driver.approvals:
            approvals.answer(block, nonce, shown, decision)

    def on_left(self) -> None:
        # Its cell was deleted: nobody is left to press Stop again.
        self._driver.cancel()

    def on_retry(self) -> None:
        # Two pages may ask at once: the second one finds a run that goes on.
        with suppress(RetryError):
            self._driver.retry()

    def on_stop(self) -> None:
        self._driver.stop()
