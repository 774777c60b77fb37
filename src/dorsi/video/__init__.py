"""Clips in and out: what a file holds, its frames with true times, and H.264 that any browser plays."""

from dorsi.video.decode import Frame, frames
from dorsi.video.encode import write_h264
from dorsi.video.probe import probe, recorded_at
from dorsi.video.stills import stills

__all__ = ["Frame", "frames", "probe", "recorded_at", "stills", "write_h264"]
