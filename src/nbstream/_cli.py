"""The command `nbstream`, also `python -m nbstream`: `nbstream demo` opens the quickstart."""

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
    # Here, so that --help and --version need nothing of what the demo needs.
    from nbstream.demo.launch import launch

    try:
        launch(asked.notebook, folder=asked.folder, port=asked.port, browser=asked.browser)
    except NbstreamError as error:
        print(f"nbstream: {error}", file=sys.stderr)
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
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: expected 0 (any free one) to 65535")
