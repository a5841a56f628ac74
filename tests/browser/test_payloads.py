"""Words that were written to do harm: nothing comes of them, and harmless ones are all shown."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from browser.hostile.corpus import corpus, payloads
from browser.hostile.page import ORIGIN, Guarded, guarded
from browser.hostile.runs import asking, conversation, everywhere
from nbstream.export import to_html

OPTIONS: dict[str, Any] = {}

Told = Callable[[str], dict[str, Any]]
"""Makes a snapshot in which a payload stands."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Guarded]:
    with guarded(browser) as page:
        yield page


@pytest.fixture(scope="module")
def chosen() -> list[dict[str, Any]]:
    return payloads()


def no_harm(found: list[str]) -> None:
    assert not found, f"{len(found)} violations:\n" + "\n".join(found[:40])


def tried(page: Guarded, chosen: list[dict[str, Any]], call: str, *told: Told) -> None:
    """Try each payload by a function of the page, which is given what is told of it."""
    page.go()
    found = []
    for payload in chosen:
        found += page.try_(call, payload, *(tell(payload["markdown"]) for tell in told))
    no_harm(found)


@pytest.mark.timeout(900)
def test_a_payload_in_an_answer_does_no_harm_at_once_or_streamed(
    page: Guarded, chosen: list[dict[str, Any]]
) -> None:
    tried(page, chosen, "asMarkdown")


@pytest.mark.timeout(900)
def test_a_payload_in_every_place_of_a_run_does_no_harm(
    page: Guarded, chosen: list[dict[str, Any]]
) -> None:
    tried(page, chosen, "asDocument", everywhere)


@pytest.mark.timeout(900)
def test_a_payload_that_a_person_is_asked_about_answers_and_forges_nothing(
    page: Guarded, chosen: list[dict[str, Any]]
) -> None:
    tried(page, chosen, "asAsked", asking)


@pytest.mark.timeout(900)
def test_a_payload_in_every_place_of_a_conversation_does_no_harm(
    page: Guarded, chosen: list[dict[str, Any]]
) -> None:
    tried(page, chosen, "asChat", conversation, answered)


def answered(payload: str) -> dict[str, Any]:
    """What the model of an answer in a conversation holds: the run and its first text."""
    return {"seq": 1, "blocks": everywhere(payload)["blocks"][:2]}


@pytest.mark.timeout(900)
def test_a_payload_does_no_harm_on_a_page_at_rest(
    page: Guarded, chosen: list[dict[str, Any]]
) -> None:
    found = []
    for payload in chosen:
        snapshot = everywhere(payload["markdown"])
        # Where a host shows it beside other things, and without the policy that a page of ours has.
        piece = to_html(snapshot, OPTIONS)
        page.pages["/piece"] = f"<!doctype html><meta charset=utf-8><body>{TRUSTED}{piece}"
        page.go("/piece")
        found += page.try_("atRest", payload["id"])
    no_harm(found)


@pytest.mark.timeout(900)
def test_an_exported_page_asks_for_nothing_and_runs_nothing(
    page: Guarded, chosen: list[dict[str, Any]]
) -> None:
    for payload in chosen:
        name = payload["id"]
        page.pages[f"/{name}"] = to_html(everywhere(payload["markdown"]), OPTIONS, standalone=True)
        page.page.goto(f"{ORIGIN}/{name}")
        assert page.page.url == f"{ORIGIN}/{name}"
        page.page.evaluate("document.querySelectorAll('summary, a, input').forEach(e => e.focus())")
        page.page.evaluate("document.querySelectorAll('summary').forEach(e => e.click())")
    no_harm(page.noticed)


def test_harmless_texts_are_all_shown(page: Guarded) -> None:
    harmless = corpus("benign")
    page.go()
    assert len(harmless) == 51
    no_harm([lack for text in harmless for lack in page.try_("missing", text)])


def test_the_page_refuses_sinks_that_no_reader_of_text_finds(page: Guarded) -> None:
    page.go()
    no_harm(page.try_("letIn"))


TRUSTED = f'<button class=trusted data-says="{html.escape("Approve 123")}">Approve 123</button>'
