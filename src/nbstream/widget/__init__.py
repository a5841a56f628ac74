"""The stream as an ipywidget: the only room that knows anywidget and the notebook."""

from nbstream.widget.driver import Driver
from nbstream.widget.past import past_view
from nbstream.widget.twin import Twin
from nbstream.widget.view import StreamView, settled

__all__ = ["Driver", "StreamView", "Twin", "past_view", "settled"]
