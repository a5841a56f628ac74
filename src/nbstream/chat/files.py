"""What can be attached to a question, and how a model is given it.

What a file is, is told by its content: a name and a declared type are whatever somebody says.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbstream.bounds import MAX_CHAT_NAME, MAX_FILE_BYTES, MAX_FILES, MAX_PREVIEW
from nbstream.document import repair
from nbstream.errors import ChatError

_PICTURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}

_PREVIEW = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True, slots=True)
class File:
    """A file beside a question.

    Attributes:
        name: Its name, without a folder.
        media_type: `image/png`, `image/jpeg`, `image/gif`, `image/webp`, `application/pdf`, or
            `text/plain` for any text.
        content: Its bytes.
        preview: A small picture of it as a data address; empty without one.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    preview: str = field(default="", repr=False)

    def to_part(self) -> dict[str, Any]:
        """The part of the SDK's input item that gives it to a model."""
        if self.media_type == "text/plain":
            # As text every model can read it; as a file only some can.
            text = self.content.decode("utf-8")
            longest = max((len(run) for run in re.findall("`+", text)), default=0)
            fence = "`" * max(3, longest + 1)
            return {"type": "input_text", "text": f"{self.name}:\n\n{fence}\n{text}\n{fence}"}
        address = f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"
        if self.media_type == "application/pdf":
            return {"type": "input_file", "filename": self.name, "file_data": address}
        return {"type": "input_image", "detail": "auto", "image_url": address}

    def to_wire(self) -> dict[str, Any]:
        """What the page shows of it."""
        return {
            "name": self.name,
            "media_type": self.media_type,
            "bytes": len(self.content),
            "preview": self.preview,
        }


def file_of(name: str, content: bytes, preview: str = "") -> File:
    """Look what a file is.

    Raises:
        ChatError: No model could read it.
    """
    name = _named(name)
    media_type = _media_type(content)
    if media_type is None:
        raise ChatError(
            f"{name} cannot be attached: expected a PNG, JPEG, GIF or WebP picture, a PDF, or "
            "text in UTF-8"
        )
    if not (len(preview) <= MAX_PREVIEW and _PREVIEW.fullmatch(preview)):
        preview = ""
    if not preview and media_type in _PICTURES:
        address = f"data:{media_type};base64,{base64.b64encode(content).decode()}"
        preview = address if len(address) <= MAX_PREVIEW else ""
    return File(name, media_type, content, preview)


def files_of(given: Iterable[Any]) -> tuple[File, ...]:
    """Read what a caller attaches: paths, `(name, bytes)` pairs, or `File`s.

    Raises:
        ChatError: One of them is none of these, cannot be read or is of no use to a model, or
            they are too many or too large.
    """
    if isinstance(given, str | bytes | os.PathLike):
        raise ChatError(f"files cannot be {given!r:.80}: expected a list, as in files=['plan.pdf']")
    return checked([_file(each) for each in given])


def checked(files: Sequence[File]) -> tuple[File, ...]:
    """Hold the files of one question to what it can take.

    Raises:
        ChatError: They are too many or too large.
    """
    if len(files) > MAX_FILES:
        raise ChatError(f"a question takes {MAX_FILES} files, and these are {len(files)}")
    size = sum(len(file.content) for file in files)
    if size > MAX_FILE_BYTES:
        raise ChatError(
            f"the files of a question have {MAX_FILE_BYTES // 2**20} MB together at most, "
            f"and these have {size / 2**20:.1f} MB: ask about a part of them"
        )
    return tuple(files)


def _file(given: Any) -> File:
    match given:
        case File():
            return given
        case (str() as name, bytes() | bytearray() as content):
            return file_of(name, bytes(content))
        case str() | os.PathLike():
            return _read(Path(given))
        case _:
            raise ChatError(
                f"cannot attach a {type(given).__name__}: expected a path, or a pair of a name "
                "and bytes"
            )


def _read(path: Path) -> File:
    try:
        if (size := path.stat().st_size) > MAX_FILE_BYTES:
            raise ChatError(
                f"{path.name} has {size / 2**20:.1f} MB, and a question takes "
                f"{MAX_FILE_BYTES // 2**20} MB: ask about a part of it"
            )
        return file_of(path.name, path.read_bytes())
    except OSError as exc:
        raise ChatError(f"{path} cannot be read: {exc.strerror or exc}") from exc


def _named(name: str) -> str:
    """A name for one line, without the folder that a path or a page may have put before it."""
    last = repair(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[:MAX_CHAT_NAME] or "file"


def _media_type(content: bytes) -> str | None:
    for media_type, begins in _PICTURES.items():
        if begins.match(content):
            return media_type
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if b"\0" in content:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "text/plain"
