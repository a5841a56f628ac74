"""A conversation in a notebook: what was asked, what was answered, what the model is told."""

from nbstream.chat.chat import Chat
from nbstream.chat.files import File
from nbstream.chat.question import Question
from nbstream.chat.turn import Turn

__all__ = ["Chat", "File", "Question", "Turn"]
