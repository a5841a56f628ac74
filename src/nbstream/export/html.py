"""A document at rest, as HTML: what the live view shows, without its controls."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from nbstream.document import Packed
from nbstream.export.engine import call, portions
from nbstream.export.page import root

_PAGE = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>body {{ margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }}</style>
</head>
<body>
{body}
</body>
</html>
"""


# The page asks for nothing, whatever stands in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def to_html(
    snapshot: dict[str, Any],
    options: dict[str, Any],
    *,
    standalone: bool = False,
    title: str = "nbstream",
) -> str:
    """Write a snapshot as HTML: no script, no id, no request, readable without its styles.

    Args:
        snapshot: A whole document, as the wire has it: `{"seq": n, "blocks": […]}`.
        options: What the page has to know of `Options`.
        standalone: A whole page rather than a piece of one.
        title: Of the whole page.

    Raises:
        ExportError: quickjs-ng is missing, or the engine ran out of memory or time.
    """
    blocks, styles = rendered(snapshot, options)
    body = root(blocks.text, styles)
    return whole_page(title, body) if standalone else body


def whole_page(title: str, body: str) -> str:
    """Put HTML of ours into a page of its own, which asks for nothing."""
    return _PAGE.format(title=escape(title), policy=_POLICY, body=body)


def rendered(snapshot: dict[str, Any], options: dict[str, Any]) -> tuple[Packed, str]:
    """Render a snapshot; returns its blocks' HTML, and the styles that go with it.

    Raises:
        ExportError: quickjs-ng is missing, or the engine ran out of memory or time.
    """
    # Letters beyond ASCII as they are: written out, each would take six.
    blocks = portions("render", json.dumps(snapshot, ensure_ascii=False), json.dumps(options))
    return Packed(blocks), call("styles")
