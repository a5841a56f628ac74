"""A question: its text, what is attached to it, and the SDK's input item that it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from nbstream.bounds import MAX_QUESTION
from nbstream.chat.files import File, checked
from nbstream.document import repair
from nbstream.errors import ChatError


class Question(str):
    """What a callable target is asked: the text, a `str`, with more that it may ask for.

    Attributes:
        files: What is attached to it.
    """

    files: tuple[File, ...]

    def __new__(cls, text: str, files: Iterable[File] = ()) -> Self:
        """Check a question.

        Raises:
            ChatError: It is empty, or too long, or its files are too many or too large.
        """
        if not isinstance(text, str):
            raise ChatError(f"a question is a str, not a {type(text).__name__}")
        attached = checked(tuple(files))
        if not text.strip() and not attached:
            raise ChatError("the question is empty: write one, or attach a file")
        if len(text) > MAX_QUESTION:
            raise ChatError(
                f"the question has {len(text):,} characters, and {MAX_QUESTION:,} is the most: "
                "attach it as a file, or ask about a part of it"
            )
        question = super().__new__(cls, repair(text))
        question.files = attached
        return question

    @property
    def item(self) -> dict[str, Any]:
        """The SDK's input item: what a model is given."""
        if not self.files:
            return {"role": "user", "content": str(self)}
        text = [{"type": "input_text", "text": str(self)}] if self.strip() else []
        return {"role": "user", "content": [*text, *(file.to_part() for file in self.files)]}
