"""Render the exercises' pictures: python -m training.render.figures OUT --only NAME --assets DIR."""

import argparse
import os
import sys
import time
from pathlib import Path

from dorsi.errors import DorsiError, OptionError
from training.render.figures import files, scene
from training.render.figures.faults import fault_index, fault_overview, faults, write_fault
from training.render.figures.sheet import contact_sheet
from training.render.figures.timeline import Figure, figures

OUT = Path(__file__).parents[3] / "src" / "dorsi" / "programme" / "figures"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.render.figures", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=OUT, help="folder for the pictures; those there are kept")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="names, or beginnings of names")
    parser.add_argument("--again", action="store_true", help="also remake existing files")
    parser.add_argument("--drawings", action="store_true", help="stills and line drawings again, no loops")
    parser.add_argument("--faults", action="store_true", help="the faults beside the right way, no loops")
    parser.add_argument("--overview", type=Path, help="also start and end of all, or all faults, in one picture")
    parser.add_argument("--sheet", type=Path, help="a picture of start, middle and end of each, instead of files")
    assets = os.environ.get("RENDER_ASSETS")
    parser.add_argument("--assets", type=Path, default=assets and Path(assets), help="folder with clothes/ and hair/")
    return parser.parse_args()


def _make(figure: Figure, out: Path, options: argparse.Namespace) -> None:
    """Write the files of a figure that are asked for."""
    path = out / f"{figure.name}.webp"
    if path.exists() != options.drawings and not options.again:
        return
    start = time.perf_counter()
    if not options.drawings:
        files.loop(path, options.assets, figure)
    files.still(path.with_suffix(".still.webp"), options.assets, figure)
    files.svg(path.with_suffix(".svg"), options.assets, figure)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, {time.perf_counter() - start:.0f} s", flush=True)


def _make_faults(out: Path, options: argparse.Namespace, exercises: set[str]) -> None:
    """Write the pictures of the chosen exercises' faults, and the index of all."""
    for fault in faults().values():
        if fault.exercise in exercises and (options.again or not (out / f"{fault.name}.webp").exists()):
            path = write_fault(out, options.assets, fault)
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)
    fault_index(out)


def main() -> None:
    """Render what the command line asks for."""
    options = _options()
    try:
        if options.assets is not None and not options.assets.is_dir():
            raise OptionError(f"{options.assets}: no such folder")
        chosen = [f for start in options.only or [""] for name, f in figures().items() if name.startswith(start)]
        if not chosen:
            raise OptionError(f"no figure is named {' or '.join(options.only)}")
        scene.invite(options.assets)
        if options.sheet:
            contact_sheet(options.sheet, options.assets, chosen)
            return
        options.out.mkdir(parents=True, exist_ok=True)
        if options.faults:
            _make_faults(options.out, options, {figure.exercise for figure in chosen})
            if options.overview:
                fault_overview(options.out, options.overview)
            return
        for figure in chosen:
            _make(figure, options.out, options)
        files.index(options.out)
        if options.overview:
            files.overview(options.out, options.overview)
    except DorsiError as error:
        sys.exit(f"figures: {error}")


if __name__ == "__main__":
    main()
