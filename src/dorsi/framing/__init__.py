"""Help before filming: a still or a short preview is looked at, and the runner is told what to move."""

from dorsi.framing.looking import check_framing

__all__ = ["check_framing"]
