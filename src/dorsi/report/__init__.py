"""Reports: one self-contained page with numbers, curves, video and programme."""

from dorsi.report.writing import write, write_joint

__all__ = ["write", "write_joint"]
