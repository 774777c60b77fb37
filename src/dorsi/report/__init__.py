"""Reports: one self-contained page with numbers, curves, video and programme."""

from dorsi.report.render import faces_are_covered
from dorsi.report.writing import write, write_joint

__all__ = ["faces_are_covered", "write", "write_joint"]
