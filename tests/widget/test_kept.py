"""A bundle that is kept comes back as it was, and leaves as the message that anybody would send."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from nbstream.widget.kept import Kept

texts = st.text(st.characters(exclude_categories=["Cs"]))
LONG = '漢字 "quoted" \\ \n\x00 😀 ' * 5_000


@given(st.dictionaries(texts, st.lists(texts)))
@example({"text/html": [LONG, "<b>", LONG], "text/plain": []})
def test_a_bundle_comes_back_and_leaves_whole(bundle: dict[str, list[str]]) -> None:
    kept = Kept(bundle)
    whole = {form: "".join(portions) for form, portions in bundle.items()}
    assert kept.bundle == whole
    assert kept.size == sum(map(len, whole.values()))
    transient = {"display_id": '"x"'}
    sent = {"data": whole, "metadata": {}, "transient": transient}
    assert json.loads(kept.to_json(transient)) == sent


def test_a_bundle_takes_little_room_while_it_is_kept() -> None:
    kept = Kept({"text/html": [f"<p>word {number}</p>" for number in range(10_000)]})
    assert sum(map(len, kept._contents.values())) < kept.size / 3
