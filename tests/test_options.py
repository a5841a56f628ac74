"""Options: refused by name, never silently ignored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import nbstream
from nbstream._options import Options, take_options
from nbstream.errors import OptionError


@pytest.fixture(autouse=True)
def defaults_as_they_were() -> Iterator[None]:
    before = nbstream.configure()
    yield
    nbstream.configure(**{name: getattr(before, name) for name in Options.__dataclass_fields__})


def test_an_option_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(OptionError, match=r"no option 'fps'; there are enabled, batch_size"):
        take_options({"fps": 60})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("enabled", 1),
        ("batch_size", 0),
        ("batch_size", 1.5),
        ("batch_size", True),
        ("max_delay_ms", -1),
        ("max_delay_ms", float("nan")),
        ("max_delay_ms", "33"),
        ("buffer_size", 10),
        ("render_fps", 0),
        ("render_fps", 1000),
        ("markdown", None),
        ("virtual_scroll", "yes"),
        ("images", "https://example.org/"),
        ("images", ["http://example.org/"]),
        ("images", ["https://example.org"]),
        ("images", ["https://example.org/charts"]),
        ("images", ["https://me@example.org/"]),
        ("images", ["https://example.org/a/../b/"]),
        ("images", ["https://example.org/a/%2e%2e/"]),
        ("images", ["https://example.org/?a=/"]),
        ("images", ["https://[example/"]),
        ("images", ["javascript:alert(1)//"]),
        ("images", [None]),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(OptionError, match=f"{name} cannot be"):
        take_options({name: value})


def test_configured_defaults_hold_for_later_streams_and_keywords_win() -> None:
    nbstream.configure(render_fps=30, batch_size=5)
    assert take_options({}).render_fps == 30
    assert take_options({"render_fps": 20}) == Options(render_fps=20, batch_size=5)


def test_a_refused_configuration_changes_nothing() -> None:
    with pytest.raises(OptionError):
        nbstream.configure(render_fps=30, markdown="no")
    assert take_options({}) == Options()


def test_places_that_images_may_come_from_reach_the_page() -> None:
    places = ["https://example.org/charts/2026/", "https://example.org:8443/"]
    assert take_options({"images": places}).to_wire()["images"] == places
    assert take_options({}).to_wire()["images"] == []
