"""The command `nbstream`, also `python -m nbstream`: opens the quickstart, shows recordings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nbstream._version import __version__
from nbstream.errors import NbstreamError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code.

    Args:
        arguments: What was typed after `nbstream`; those of this process when `None`.
    """
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.do(asked))
    except NbstreamError as error:
        print(f"nbstream: {error}", file=sys.stderr)
    except OSError as error:
        # A full disk is no file's.
        place = f"{error.filename}: " if error.filename else ""
        print(f"nbstream: {place}{error.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


# What each verb needs is imported by it, so that --help and --version need nothing.


def _demo(asked: argparse.Namespace) -> int:
    from nbstream.demo.launch import launch

    launch(asked.notebook, folder=asked.folder, port=asked.port, browser=asked.browser)
    return 0


def _export(asked: argparse.Namespace) -> int:
    from nbstream.export import export
    from nbstream.recording import load

    events = load(asked.recording).to_the_end
    page = export(events, asked.page.suffix, title=asked.recording.stem)
    asked.page.write_text(page, encoding="utf-8")
    return 0


def _replay(asked: argparse.Namespace) -> int:
    from nbstream import load, stream
    from nbstream.recording import RecordedError

    try:
        stream(load(asked.recording), speed=asked.speed).wait()
    except RecordedError:
        # It has been printed, as it was when it happened.
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nbstream",
        description="Streams a language model's or an agent's output into a notebook cell.",
    )
    parser.add_argument("--version", action="version", version=f"nbstream {__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    demo = verbs.add_parser(
        "demo",
        help="open the quickstart notebook in JupyterLab; it needs no key and no network",
        description="Opens the quickstart notebook in a JupyterLab of its own, on this machine "
        "only, until Ctrl-C.",
    )
    place = demo.add_mutually_exclusive_group()
    place.add_argument(
        "--notebook", type=Path, metavar="FILE", help="open this notebook where it is instead"
    )
    place.add_argument(
        "--folder",
        type=Path,
        help="put the notebook here, or open the one that is here already "
        "(default: a new temporary folder)",
    )
    demo.add_argument(
        "--port", type=_port, default=0, help="port to listen on (default: any free one)"
    )
    demo.add_argument(
        "--no-browser",
        dest="browser",
        action="store_false",
        help="print the address and open no browser; so it is without a display anyway",
    )
    demo.set_defaults(do=_demo)
    export = verbs.add_parser(
        "export",
        help="make a page of a recording",
        description="Makes a page of a recording: HTML that asks for nothing, or markdown, by the "
        "page's ending.",
    )
    export.add_argument("recording", type=Path, metavar="RUN.jsonl")
    export.add_argument("page", type=_page, metavar="PAGE.html|PAGE.md")
    export.set_defaults(do=_export)
    replay = verbs.add_parser(
        "replay",
        help="print a recording in the terminal as it happened",
        description="Prints a recording in the terminal at its own pace, or a faster one.",
    )
    replay.add_argument("recording", type=Path, metavar="RUN.jsonl")
    replay.add_argument(
        "--speed",
        type=_speed,
        default=1.0,
        metavar="N",
        help="how many times faster than it was; inf for at once (default: 1)",
    )
    replay.set_defaults(do=_replay)
    return parser


def _page(text: str) -> Path:
    path = Path(text)
    if path.suffix in (".html", ".md"):
        return path
    raise argparse.ArgumentTypeError(f"{text!r} ends in neither .html nor .md")


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if speed > 0:
        return speed
    raise argparse.ArgumentTypeError(f"{text!r} is no speed: expected a positive number, or inf")


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: expected 0 (any free one) to 65535")
