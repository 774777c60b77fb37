"""Render phone clips with their truth: python -m training.render.clips OUT --only NAME --assets DIR."""

import argparse
import os
import sys
import time
from pathlib import Path

import cv2

from dorsi.errors import DorsiError, OptionError
from training.render.clips.catalogue import CLIPS
from training.render.clips.drawn import MOVEMENTS, drawn
from training.render.clips.film import draw, make, phone_studio, set_stage


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.render.clips", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the clips; those already there are kept")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="names, or beginnings of names")
    assets = os.environ.get("RENDER_ASSETS")
    parser.add_argument("--drawn", type=int, metavar="COUNT", help="as many clips of each movement, drawn by number")
    parser.add_argument("--assets", type=Path, default=assets and Path(assets), help="folder with clothes/ and hair/")
    parser.add_argument("--stills", type=float, nargs="+", metavar="SHARE", help="pictures only, at shares of the clip")
    return parser.parse_args()


def main() -> None:
    """Render what the command line asks for."""
    options = _options()
    known = CLIPS if options.drawn is None else [drawn(m, n) for n in range(options.drawn) for m in MOVEMENTS]
    chosen = [c for name in options.only or [""] for c in known if c.name.startswith(name)]
    try:
        if options.assets is not None and not options.assets.is_dir():
            raise OptionError(f"{options.assets}: no such folder")
        if not chosen:
            raise OptionError(
                f"no clip is named {' or '.join(options.only)}; they are: {', '.join(c.name for c in known)}"
            )
        options.out.mkdir(parents=True, exist_ok=True)
        for clip in chosen:
            start = time.perf_counter()
            if options.stills:
                stage, studio = set_stage(clip, options.assets), phone_studio()
                studio.invite(stage.person)
                for share in options.stills:
                    step = stage.frames[int(share * (len(stage.frames) - 1))]
                    picture = draw(studio, stage, step, stage.player.moment(step))
                    cv2.imwrite(str(options.out / f"{clip.name}_{share:.2f}.png"), picture[:, :, ::-1])
            elif not (options.out / f"{clip.name}.mp4").exists():
                path = make(clip, options.out, options.assets)
                print(
                    f"{path.name}: {path.stat().st_size / 1024:.0f} KiB, {time.perf_counter() - start:.0f} s",
                    flush=True,
                )
    except DorsiError as error:
        sys.exit(f"clips: {error}")


if __name__ == "__main__":
    main()
