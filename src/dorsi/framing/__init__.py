"""Help before filming: checks a photo or short preview and says what to move."""

from dorsi.framing.looking import check_framing

__all__ = ["check_framing"]
