"""What stands in a saved notebook where a view stood: one content as HTML, markdown and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain

from nbstream.bounds import MAX_PLAIN
from nbstream.document import Packed
from nbstream.visible import visible


@dataclass(frozen=True, slots=True)
class Page:
    """A document at rest, in every form that a notebook may ask for.

    Attributes:
        seq: The last batch that is in it; a later page of the same document has a higher one.
        markdown: All of it, as `to_markdown` writes it; the plain text is its beginning.
        html: Its blocks, rendered, in portions; `None`: the markdown stands for them as it is.
        styles: What the rendered blocks look like.
        trouble: Why they could not be rendered; empty when nothing went wrong.
    """

    seq: int
    markdown: str
    html: Sequence[str] | Packed | None = None
    styles: str = ""
    trouble: str = ""

    def to_bundle(self, name: str) -> dict[str, str]:
        """Write it as a mime bundle; `name` is as in `to_portions`."""
        return {form: "".join(portions) for form, portions in self.to_portions(name)}

    def to_portions(self, name: str) -> Iterator[tuple[str, Iterable[str]]]:
        """Write it as a mime bundle, form by form, each in portions: nothing is there twice.

        Args:
            name: Of the view that hides it while it is on the page, in letters and digits; empty
                for one that nothing hides.
        """
        at = f"nbs-at-{self.seq}"
        if name:
            rule = _ROW.format(name=name)
            before, behind = _around(rule + self.styles, "nbs-twin", f"nbs-of-{name}", at)
        else:
            before, behind = _around(self.styles, at)
        # Names, outputs and addresses too: the plain text may be printed by a terminal.
        markdown = visible(self.markdown)
        plain = beginning(markdown, MAX_PLAIN)
        yield "text/html", chain([before], self._body(), [behind])
        yield "text/markdown", [markdown]
        yield "text/plain", [plain]

    def _body(self) -> Iterable[str]:
        if self.html is not None:
            return self.html
        # Unlike <p>, <pre> keeps the lines where no stylesheet is let through.
        told = f"<p>{escape(self.trouble)}</p>" if self.trouble else ""
        plain = escape(visible(self.markdown), quote=False)
        return ['<pre class="nbs-plain">\n', plain, "</pre>", told]


def beginning(text: str, most: int) -> str:
    """So many characters of a text, and how many there are more."""
    left_out = len(text) - most
    return f"{text[:most]}\n… {left_out:,} more characters" if left_out > 0 else text


# The row above holds the view, or what a host says in its place: there is nothing to say, it is all
# here. A panel without an element says that a widget is loading: for good, where no kernel comes.
_ROW = (
    '.jp-OutputArea-child:has(>.jupyter-widgets,>[data-mime-type$="widget-view+json"],'
    '>[data-mime-type="text/plain"],>.jp-RenderedText)'
    ":not(:has(.nbs-live)):has(+.jp-OutputArea-child .nbs-of-{name}),"
    ".jp-OutputArea-child:has(>.lm-Panel.jp-OutputArea-output)"
    ":not(:has(>.lm-Panel>*)):has(+.jp-OutputArea-child .nbs-of-{name}){{display:none}}"
)


def root(body: str, styles: str, *classes: str) -> str:
    """Put rendered blocks into the element that all styles are scoped to."""
    before, behind = _around(styles, *classes)
    return before + body + behind


def _around(styles: str, *classes: str) -> tuple[str, str]:
    # Hosts look for formulas in any HTML output; these classes tell them that "$5" is none.
    named = " ".join(("nbs", "nbs-static", *classes, "tex2jax_ignore", "mathjax_ignore"))
    # To a stylesheet the comment's marks are nothing; a sanitizer that would show the styles as
    # text drops what stands between them.
    return f'<div class="{named}"><style><!--{styles}--></style>', "</div>"


def nothing_yet(name: str) -> dict[str, str]:
    """The bundle of a twin that has nothing to show: it takes no room."""
    return {
        "text/html": f'<div class="nbs-twin nbs-of-{name}"></div>',
        "text/plain": "nbstream: a live view; its text is kept here as it comes",
    }
