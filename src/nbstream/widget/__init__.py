"""The stream as an ipywidget: the only room that knows anywidget and the notebook."""

from nbstream.widget.view import Driver, StreamView

__all__ = ["Driver", "StreamView"]
