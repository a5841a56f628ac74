"""Writes a list of events as lines that a person can read and approve."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import assert_never

from nbstream.events import (
    AgentChanged,
    ApprovalDecided,
    ApprovalRequested,
    Cited,
    Discarded,
    Displayed,
    Ended,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    Retracted,
    SourceFound,
    StopRequested,
    TextDelta,
    TextEnded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolProgressed,
    ToolReturned,
    ToolStarted,
    Unknown,
    UsageReported,
)

Delta = TextDelta | ReasoningDelta | ToolArgumentsDelta


def told(events: Iterable[Event]) -> str:
    """One line for each event; pieces of one text in one line, with `|` where it was cut."""
    lines = []
    pieces: dict[str, str] = {}
    for key, group in groupby(events, _key):
        run = list(group)
        if isinstance(run[0], Delta):
            texts = [event.text for event in run if isinstance(event, Delta)]
            pieces[run[0].block] = pieces.get(run[0].block, "") + "".join(texts)
            lines.append(f"{key[0]:<10}{key[1]:<10}{_shown('|'.join(texts))}")
        else:
            lines += [_line(event, pieces) for event in run]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _key(event: Event) -> tuple[str, str]:
    match event:
        case TextDelta(block, _, role):
            return ("text" if role == "answer" else role, block)
        case ReasoningDelta(block):
            return ("thought", block)
        case ToolArgumentsDelta(block):
            return ("arguments", block)
        case _:
            return (type(event).__name__, "")


def _line(event: Event, pieces: dict[str, str]) -> str:
    match event:
        case AgentChanged(agent):
            return f"agent     {agent}"
        case HandedOff(block, source, target):
            return f"handoff   {block:<10}{source} to {target}"
        case TextEnded(block, text) | ToolArgumentsEnded(block, text):
            same = text is None or text == pieces.get(block, "")
            return f"  ends    {block:<10}" + ("" if same else f"as: {_shown(str(text))}")
        case Cited(block, title, url, file, start, end):
            return f"  cites   {block:<10}{title} {url or file} at {start} to {end}"
        case ToolCalled(block, name, call_id, _, kind, language):
            plain = (kind, language) == ("function", "json")
            sort = "" if plain else f" {kind} in {language}"
            return f"call      {block:<10}{name} ({call_id}){sort}"
        case ToolNoted(block, name, values):
            return f"  {name:<8}{block:<10}{_shown(', '.join(values))}"
        case ToolProgressed(block, fraction, message):
            return f"  at      {block:<10}{fraction} {message}"
        case ToolOutputDelta(block, text, channel):
            return f"  {channel:<8}{block:<10}{_shown(text)}"
        case SourceFound(block, title, url, file, text, parent):
            return f"  found   {block:<10}{title} {url or file} {_shown(text)} by {parent}"
        case ImageShown(block, media_type, data, partial):
            state = "partly" if partial else "whole"
            return f"  image   {block:<10}{media_type}, {len(data)} characters, {state}"
        case Displayed(block, form, content):
            return f"  shows   {block:<10}{form} {_shown(content)}"
        case ApprovalRequested(block):
            return f"  asks    {block}"
        case ApprovalDecided(block, approved, message):
            return f"  decided {block:<10}{'approved' if approved else 'rejected'} {message}"
        case ToolStarted(block):
            return f"  runs    {block}"
        case ToolReturned(block, output, error, seconds):
            took = "" if seconds is None else f" after {seconds:.3f} s"
            failed = "" if error is None else f" failed: {_shown(error)}"
            return f"  returns {block:<10}{_shown(output)}{failed}{took}"
        case Discarded(blocks):
            return f"discard   {' '.join(blocks)}"
        case Retracted(blocks, reason):
            return f"retract   {' '.join(blocks)}: {reason}"
        case UsageReported(given, made, cached, thought):
            return f"usage     {given} in ({cached} cached), {made} out ({thought} thinking)"
        case Unknown(block, name, detail):
            return f"unknown   {block:<9} {name} {_shown(detail)}"
        case StopRequested():
            return "stop"
        case Ended(status):
            return f"end       {status}"
        case TextDelta() | ReasoningDelta() | ToolArgumentsDelta():
            raise AssertionError(event)
        case _:
            assert_never(event)


def _shown(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
