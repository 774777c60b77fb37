"""Curves, key frames and the overlay: what is drawn of a clip, and faces that no one may see."""
