"""MediaPipe without what dorsi never calls: its drawing helpers load matplotlib, its audio tasks a sound library."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any, Final

_TASKS: Final = "mediapipe.tasks.python"
#: Parts that MediaPipe imports with itself and that a pose landmarker does not touch. Together they take three times as
#: long to load as the rest of it.
UNUSED: Final = frozenset(
    f"{_TASKS}.{part}" for part in ("audio", "genai", "text", "vision.drawing_styles", "vision.drawing_utils")
)


class _WhenUsed(MetaPathFinder):
    """Finds the parts that dorsi does not use as modules that are loaded when something first asks for their names."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the module's own spec with a lazy loader, or None for every other module."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname in UNUSED else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def _loading_when_used() -> Iterator[None]:
    finder = _WhenUsed()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def light_mediapipe() -> tuple[Any, Any]:
    """Return the modules `mediapipe` and `mediapipe.tasks.python`; all of MediaPipe stays usable in this process."""
    # Imported here, since `dorsi --help` needs none of it.
    with _loading_when_used():
        import mediapipe  # noqa: PLC0415
        from mediapipe.tasks import python  # noqa: PLC0415
    return mediapipe, python
