"""What a tool returned is shown as a notebook would show it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

import nbstream
from nbstream.bounds import MAX_SHOWN
from nbstream.sources.shown import Shown, media_type, representation

PNG = b"\x89PNG\r\n\x1a\n and more"
TABLE = "<table><tr><td>1</td></tr></table>"


def saying(**methods: Any) -> object:
    """An object that says this of itself, by the names of notebooks' methods."""
    made = {f"_repr_{name}_": lambda self, said=said: said for name, said in methods.items()}
    return type("Thing", (), made)()


def forms(value: object) -> list[str]:
    return [shown.form for shown in representation(value).shown]


@dataclass
class Weather:
    city: str
    celsius: float


@pytest.mark.parametrize("value", [None, "text", 1, 2.5, True, dict, object(), lambda: 1])
def test_what_has_nothing_more_to_show_is_left_to_its_text(value: object) -> None:
    assert representation(value) == representation(None)


def test_plain_data_is_shown_as_json() -> None:
    for value in ({"city": "Oslo"}, [1, 2], (1,), Weather("Oslo", 3.5)):
        assert forms(value) == ["json"]
    assert json.loads(representation(Weather("Oslo", 3.5)).shown[0].content)["city"] == "Oslo"


def test_data_that_json_cannot_hold_is_left_to_its_text() -> None:
    ring: list[Any] = []
    ring.append(ring)
    for value in ([float("nan")], ring, {"long": "x" * MAX_SHOWN}):
        assert representation(value).shown == ()


def test_what_the_sdk_gives_the_model_by_parts_is_not_told_twice() -> None:
    parts = [{"type": "input_text", "text": "see:"}, {"type": "input_image", "image_url": "x"}]
    assert representation(parts) == representation(None)
    assert representation(SimpleNamespace(type="text", text="plain")) == representation(None)


def test_markdown_is_text_that_is_shown_as_markdown() -> None:
    said = nbstream.Markdown("It is **cold**.")
    assert said == "It is **cold**."
    assert representation(said).shown == (Shown("markdown", "It is **cold**."),)


def test_a_table_is_rebuilt_and_its_html_is_there_only_if_it_says_more() -> None:
    assert forms(saying(html=TABLE)) == ["table"]
    assert forms(saying(html=TABLE + "<svg></svg>")) == ["table", "html"]


def test_other_html_is_shown_on_request_beside_its_text() -> None:
    bundle = {"text/html": "<b>x</b>", "text/plain": "x"}
    assert representation(saying(mimebundle=bundle)).shown == (
        Shown("text", "x"),
        Shown("html", "<b>x</b>"),
    )
    assert forms(saying(svg="<svg></svg>")) == ["html"]


def test_html_that_only_scripts_draw_is_left_to_its_text_and_says_so() -> None:
    chart = "<style>div {}</style><div id='c'> </div><script>draw('text')</script><!-- x -->"
    said = representation(saying(html=chart))
    assert said.shown == ()
    assert "scripts draw it" in said.note
    assert forms(saying(html=chart + "<p>A chart</p>")) == ["html"]
    assert forms(saying(html=chart + "<img src='data:image/png;base64,'>")) == ["html"]


def test_a_picture_is_one_by_how_it_begins() -> None:
    encoded = base64.b64encode(PNG).decode()
    for value in (PNG, saying(png=PNG), saying(png=encoded), saying(png=(PNG, {"width": 3}))):
        assert representation(value).images == (("image/png", encoded),)
    assert representation(saying(png=b"<svg>", html=TABLE)).images == ()
    assert representation(b"\x00\x01").images == ()
    webp = b"RIFF\x00\x00\x00\x00WEBPVP8 "
    kinds = [media_type(data) for data in (b"\xff\xd8\xff\xe0", b"GIF89a", webp, b"<svg", b"")]
    assert kinds == ["image/jpeg", "image/gif", "image/webp", None, None]


def test_a_picture_comes_before_all_else_and_nothing_before_a_table() -> None:
    assert representation(saying(png=PNG, html=TABLE, markdown="x")).shown == ()
    assert forms(saying(html=TABLE, markdown="x")) == ["table"]
    assert forms(saying(html="<b>x</b>", markdown="x")) == ["markdown"]


def test_an_object_that_fails_to_say_it_is_left_to_its_text() -> None:
    class Broken:
        def _repr_html_(self) -> str:
            raise RuntimeError("no")

    assert representation(Broken()) == representation(None)


def test_an_object_that_has_every_attribute_means_none_of_them() -> None:
    class Anything:
        def __getattr__(self, name: str) -> Any:
            return lambda *_, **__: "yes"

    assert representation(Anything()) == representation(None)


def test_long_html_is_left_out() -> None:
    assert representation(saying(html="x" * (MAX_SHOWN + 1))).shown == ()
