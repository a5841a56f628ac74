"""A model's markdown, made fit for a host that renders it by rules of its own.

A notebook keeps markdown beside its HTML, for hosts that show no HTML. They may fetch images,
pass raw HTML through, follow any link and obey commands in formulas: so what would ask for any of
that is turned into the words that it is written with. Code that stands for itself is left alone.

How a host reads difficult markdown is not known here. So nothing depends on it: what is prose to
one reader and code to another is treated as prose, and what could make a difference to where code
begins (definitions, open fences) is words as well.
"""

from __future__ import annotations

import re

from nbstream.visible import visible

# At the margin and closed, it is code to every reader of markdown.
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*")
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")

_DRAWN = frozenset(["math", "mermaid", "geojson", "topojson", "stl", "latex", "tex"])
"""Languages that hosts draw instead of showing."""

_PORTION = 500
"""Lines that are looked through at once."""

# An address between angle brackets would be another one without them, and a part of it an entity.
_ELSEWHERE = r"(?:https?://(?![^\s/?#]*[@\\&])|mailto:)"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Commands of formulas that link, fetch, style or define. The backslash is a wide one.
    (
        re.compile(
            r"\\(?=(?:href|url|class|style|cssId|id|require|html\w*|data|includegraphics|unicode|"
            r"bbox|[egx]?def|let|global|(?:re|provide)?newcommand|renewcommand|tooltip|texttip|"
            r"mmlToken|DeclareMathOperator)(?![a-zA-Z]))",
            re.IGNORECASE,
        ),
        "\uff3c",
    ),
    # Languages that are drawn, and directives, in fences that stand in quotes and lists.
    (
        re.compile(
            rf"(`{{3,}}|~{{3,}})(?=[ \t]*(?:\{{|(?:{'|'.join(sorted(_DRAWN))})\b))", re.IGNORECASE
        ),
        r"\1text-",
    ),
    # What hosts that speak MyST take for a directive, and for a role.
    (re.compile(r"(?=:::+[ \t]*\{)|(?=\{[\w:.+-]+\}`)"), r"\\"),
    # Tags, comments and addresses in angle brackets.
    (re.compile("<"), "&lt;"),
    # Images, wherever their addresses stand. Entities from here on: an address in front takes a
    # backslash in.
    (re.compile(r"!\["), "!&#91;"),
    # Links to anything but another host; links with titles, which hosts show for their addresses;
    # and every definition: its title may run on for lines.
    (re.compile(rf"\]\((?!\s*{_ELSEWHERE}[^\s]*\))"), "]&#40;"),
    (re.compile(r"\]:"), "]&#58;"),
)


def published(markdown: str) -> str:
    """Return `markdown` with everything in words that would act where a host renders it."""
    parts: list[str] = []
    prose: list[str] = []
    lines = re.split(r"\r\n|\r|\n", markdown)
    at = 0
    while at < len(lines):
        opened = _FENCE.fullmatch(lines[at])
        end = _end_of(lines, at, opened[1]) if opened else None
        if opened is not None and end is not None:
            parts += [_harmless(prose), _code(opened[2], lines[at + 1 : end])]
            prose = []
            at = end
        else:
            # An open fence would take in whatever stands behind this text.
            prose.append("\\" * bool(opened) + lines[at])
        at += 1
    # The blank lines end whatever a reader may think is open before them.
    return "\n\n".join(part for part in [*parts, _harmless(prose)] if part)


def _end_of(lines: list[str], at: int, fence: str) -> int | None:
    closing = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    return next((n for n in range(at + 1, len(lines)) if closing.fullmatch(lines[n])), None)


def _code(language: str, lines: list[str]) -> str:
    text = visible("\n".join(lines))
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    named = language if _LANGUAGE.fullmatch(language) else ""
    return f"{fence}{'text' if named.lower() in _DRAWN else named}\n{text}\n{fence}"


def _harmless(lines: list[str]) -> str:
    # In portions, because a search keeps the event loop waiting until it is through. What a rule
    # looks for behind the end of one is taken not to be there, and so becomes words.
    portions = ["\n".join(lines[at : at + _PORTION]) for at in range(0, len(lines), _PORTION)]
    return "\n".join(map(_in_words, portions)).strip("\n")


def _in_words(text: str) -> str:
    text = visible(text)
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text
