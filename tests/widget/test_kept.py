"""A bundle that is kept comes back as it was, and leaves as the message that anybody would send."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from nbstream.document import Packed
from nbstream.widget.kept import Kept
from nbstream.widget.written import update_to_json

texts = st.text(st.characters(exclude_categories=["Cs"]))
LONG = '漢字 "quoted" \\ \n\x00 😀 ' * 5_000


@given(st.dictionaries(texts, st.lists(texts)))
@example({"text/html": [LONG, "<b>", LONG], "text/plain": []})
def test_a_bundle_comes_back_and_leaves_whole(bundle: dict[str, list[str]]) -> None:
    kept = Kept(bundle.items())
    whole = {form: "".join(portions) for form, portions in bundle.items()}
    assert kept.bundle == whole
    assert kept.size == sum(map(len, whole.values()))
    transient = {"display_id": '"x"'}
    sent = {"data": whole, "metadata": {}, "transient": transient}
    assert json.loads(kept.to_json(transient)) == sent


def test_a_bundle_takes_little_room_while_it_is_kept() -> None:
    packed = Packed(f"<p>word {number}</p>" for number in range(10_000))
    assert packed.room < len(packed) / 3


@given(st.lists(st.text()))
@example([LONG, "\ud83d", "\ude00", "\udc00", LONG])
def test_a_packed_text_comes_back_as_it_was_half_characters_too(portions: list[str]) -> None:
    packed = Packed(portions)
    assert packed.text == "".join(portions)
    assert len(packed) == len(packed.text)


@given(st.lists(st.tuples(texts, st.dictionaries(texts, st.integers() | texts))))
@example([("", {}), (LONG, {"name": LONG})])
def test_a_document_leaves_as_the_message_that_its_comm_would_send(
    told: list[tuple[str, dict[str, object]]],
) -> None:
    blocks = [
        {"id": f"b{n}", "kind": "text", "parent": None, "props": props, "text": text}
        for n, (text, props) in enumerate(told)
    ]
    snapshot = {"seq": 3, "time": 0.5, "blocks": blocks}
    state = {"snapshot": snapshot}
    update = {"method": "update", "state": state, "buffer_paths": []}
    sent = {"data": update, "comm_id": "c"}
    assert json.loads(update_to_json("c", "snapshot", snapshot)) == sent
