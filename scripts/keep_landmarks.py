"""Keep the landmarks of the clips that the tests measure, so that tests need no inference.

`tests/pose/test_kept_landmarks.py` holds what is kept to what the networks find today. Run this again after a change of
network, of tracking or of a clip; what is still true is left as it is.
"""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from dorsi import pipeline, video
from dorsi.pose import cache, foot, tracking
from dorsi.settings import Settings

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests/data"
FOLDERS = (
    "sample_videos",
    "validation_clips",
    "validation_clips/phone",
    "../shared/rendered",
    "../shared/cases/level",
    "../shared/clips",
)


def main() -> None:
    """Find what is missing and remove what no clip asks for any more."""
    clips = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.mp4"))]
    with ProcessPoolExecutor() as pool:
        asked = set().union(*pool.map(kept_of, clips))
    for old in set((KEPT / "landmarks").iterdir()) - asked:
        old.unlink()


def kept_of(path: Path) -> set[Path]:
    """Analyse one clip with either choice of the foot network; return the files that this takes."""
    clip = video.probe(path)
    out = {cache.entry_path(KEPT, clip, tracking.make_backend(Settings()).key or "")}
    for choice in ("auto", "on") if path.parent.name != "phone" else ("auto",):
        found = pipeline.analyse(path, Settings(foot_model=choice), cache_dir=KEPT)
        out.add(cache.entry_path(KEPT, clip, foot.foot_key(found.session.provenance, None)))
    print(path.name, flush=True)
    return {path for path in out if path.exists()}


if __name__ == "__main__":
    main()
