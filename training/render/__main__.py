"""Render lower-leg crops: python -m training.render OUT --crops 1000 --seed 1 --assets DIR."""

import argparse
import os
import sys
from pathlib import Path

from dorsi.errors import DorsiError, OptionError
from training.render.shards import SPLITS, Order, render_shards


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.render", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the shards; those already there are kept")
    parser.add_argument("--crops", type=int, default=512, help="how many crops at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that render")
    parser.add_argument("--split", choices=SPLITS, default="train", help="heldout: people, shoes and rooms of its own")
    assets = os.environ.get("RENDER_ASSETS")
    parser.add_argument("--assets", type=Path, default=assets and Path(assets), help="folder that holds clothes/")
    parser.add_argument("--photos", type=Path, help="folder with pictures for floors, walls and backgrounds")
    parser.add_argument("--people-per-shard", type=int, default=16)
    parser.add_argument("--crops-per-person", type=int, default=32)
    return parser.parse_args()


def main() -> None:
    """Render what the command line asks for."""
    options = _options()
    try:
        for folder in (options.assets, options.photos):
            if folder is not None and not folder.is_dir():
                raise OptionError(f"{folder}: no such folder")
        order = Order(
            split=options.split,
            seed=options.seed,
            assets=options.assets,
            photos=options.photos,
            people_per_shard=options.people_per_shard,
            crops_per_person=options.crops_per_person,
        )
        paths = render_shards(options.out, order, crops=options.crops, workers=options.workers)
    except DorsiError as error:
        sys.exit(f"render: {error}")
    print(f"{len(paths)} files in {options.out}")


if __name__ == "__main__":
    main()
