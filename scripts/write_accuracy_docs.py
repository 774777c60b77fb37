"""Write the measured parts of docs/accuracy.md: `python scripts/write_accuracy_docs.py [FOLDER ...]`.

FOLDERs hold clips with truth files, as for `dorsi validate`; without them only the table of constants is written, which
needs no clip. What stands between `<!-- begin: NAME -->` and `<!-- end: NAME -->` is replaced, the prose is not.

Five parts are written only when asked for, and then alone:

    --confusion 500              made clips, what was filmed, what dorsi said (`--jobs 2`; `--first SEED` for others)
    --real FOLDER[=FILE] ...     real clips; FILE says what is known of them, FOLDER/truth.yaml if left out
    --stress FOLDER ...          clips made worse, of which scripts/stress.py has kept the landmarks (`--cache`)
    --phone FOLDER               clips in phone style (validation_clips/phone)
    --drawn FOLDER               people drawn by number (training/render/clips), and what their bounds held

`--before` writes them as the figures before a change.
"""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from dorsi import validation
from dorsi.validation import conformal, recognition, stress, tables
from dorsi.validation.table import TextTable
from dorsi.validation.targets import targets
from dorsi.validation.writing import draw, markdown

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "src" / "dorsi"
PAGE: Final = ROOT / "docs" / "accuracy.md"
KEPT: Final = ROOT / ".cache" / "stress"
FIGURES: Final = ROOT / "docs" / "figures"
CURVES_OF: Final = ("02_lunge_L_bea", "05_run_amir")
PURE: Final = ("analysis/**/*.py", "protocols/**/*.py", "camera.py")  #: the pure middle of dorsi
SOURCE_ID: Final = re.compile(r"\b[MRSP]-?\d+\b")
DEFINITIONS: Final = {"FULL_TURN_DEG", "MAD_TO_SD", "ORDER"}
#: Read off the same clips that docs/accuracy.md judges: the page says so.
FROM_THE_CLIPS: Final = {
    "analysis.level.SOLE_SD_DEG",
    "analysis.level.STANDING_LEAN_DEG",
    "analysis.level.STANDING_SD_DEG",
    "analysis.proportions.FOOT_OF_SHANK",
    "analysis.proportions.FOOT_SD_FRAC",
    "analysis.proportions.LENGTH_SD_FRAC",
    "analysis.proportions.NETWORK_SHANK",
    "analysis.proportions.SHOE_OF_SHANK",
    "analysis.uncertainty.SIGMA_SHORTFALL",
    "analysis.uncertainty.TYPICAL_NOISE_DEG",
    "analysis.view.OBLIQUE_MAX_DEG",
    "analysis.view.YAW_SD_DEG",
    "protocols.filmed.lunge.PEAK_ERROR.pose.far_sd_deg",
    "protocols.filmed.lunge.PEAK_ERROR.pose.near_sd_deg",
    "protocols.filmed.run.CONTACT_ERROR.pose.far_sd_deg",
    "protocols.filmed.run.CONTACT_ERROR.pose.near_sd_deg",
    "protocols.filmed.run.PEAK_ERROR.pose.far_sd_deg",
    "protocols.filmed.run.PEAK_ERROR.pose.near_sd_deg",
    "protocols.filmed.run.TIME_SD_S",
    "protocols.filmed.squat.PEAK_ERROR.pose.far_sd_deg",
    "protocols.filmed.squat.PEAK_ERROR.pose.near_sd_deg",
    "protocols.instruments.SHARED.pose.heel_up_frac",
    "protocols.slow.HEEL_SD_FRAC",
}
#: Measured on rendered people who were kept out of the foot network's training.
KEPT_OUT: Final = {
    "protocols.push_off.PUSHOFF_SD_DEG",
    "protocols.push_off.STRIKE_SD_DEG",
    "protocols.push_off.TYPICAL_PUSHOFF_NOISE_DEG",
    "protocols.push_off.TYPICAL_STANCE_NOISE_DEG",
}
#: So are those of the foot network in a `ByNetwork`, except for what the crops kept out can't tell.
OF_FOOT: Final = re.compile(r"\.foot(\.|$)")
ASSUMED: Final = ("far_sd_deg", "heel_up_frac")
CONTRACT: Final = {
    "analysis.joints.FLAT_MIN_FRAMES",
    "analysis.joints.FLAT_MIN_S",
    "analysis.quality.YAW_WARN_DEG",
    "protocols.numbers.MEDIUM_MAX_SPREAD_DEG",
}


class Constant(NamedTuple):
    """One number that the code holds."""

    name: str  #: module and name, such as "analysis.gait.SWING_MIN_DEG"
    value: str
    said: str  #: the comment beside it


def constants() -> Iterator[Constant]:
    """Yield every number that stands as a constant in the pure middle of dorsi."""
    for path in sorted(p for pattern in PURE for p in PACKAGE.glob(pattern)):
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.parse("\n".join(lines)).body:
            if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                above = lines[node.lineno - 2].strip()
                beside = lines[node.lineno - 1].partition("#:")[2].strip()
                said = beside or (above[2:].strip() if above.startswith("#:") else "")
                for name, value in _numbers(target, node.value):
                    yield Constant(".".join((*path.relative_to(PACKAGE).with_suffix("").parts, name)), value, said)


def _numbers(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    """Yield the name and value of each number of an assignment."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _numbers(one, its)
    elif isinstance(value, ast.Call) and ast.unparse(value.func).endswith(("ByNetwork", "Instrument", "Shared")):
        for keyword in value.keywords:
            yield from _numbers(ast.Name(f"{ast.unparse(target)}.{keyword.arg}"), keyword.value)
    elif isinstance(value, ast.Tuple) and all(_is_number(its) for its in value.elts):
        between = " to " if len(value.elts) == 2 else ", "
        yield ast.unparse(target), between.join(ast.unparse(its) for its in value.elts)
    elif _is_number(value):
        yield ast.unparse(target), ast.unparse(value)


def _is_number(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, int | float)


def origin(constant: Constant) -> str:
    """Return where a constant comes from; what nothing backs is an assumption."""
    ids = SOURCE_ID.findall(constant.said)
    if constant.name in FROM_THE_CLIPS:
        return "these clips"
    if constant.name in KEPT_OUT or OF_FOOT.search(constant.name):
        return "assumption" if constant.name.endswith(ASSUMED) else "kept-out renders"
    if ids:
        return f"source {', '.join(ids)}"
    if "docs/measures.md" in constant.said or constant.name in CONTRACT:
        return "contract"
    return "definition" if constant.name.rsplit(".", 1)[-1] in DEFINITIONS else "assumption"


def constants_table() -> str:
    """Return all constants as Markdown."""
    rows = tuple((f"`{c.name}`", c.value, c.said, origin(c)) for c in constants())
    return markdown(TextTable(title="", headings=("constant", "value", "what the code says", "from"), rows=rows))


def measured(folders: list[Path]) -> dict[str, str]:
    """Return the parts that need clips, and draw their pictures."""
    each = [validation.compare_foot(folder) for folder in folders]
    both = validation.FootComparison(
        without=validation.collect(clip for one in each for clip in one.without.clips),
        with_foot=validation.collect(clip for one in each for clip in one.with_foot.clips),
    )
    found = both.chosen
    FIGURES.mkdir(exist_ok=True)
    draw(found, FIGURES, curves_of=CURVES_OF)
    shown = {
        "targets": tables.target_table(targets(found)),
        "clips": tables.clip_table(found),
        "peaks": tables.peak_table(found.rows),
        "people": tables.people_table(found.rows),
        "quantities": tables.quantity_table(found.rows),
        "curves": tables.curve_table(found.curves),
    }
    shown |= dict(zip(("foot", "foot_clips", "foot_numbers"), validation.foot_tables(both), strict=True))
    return {name: markdown(table) for name, table in shown.items()}


def put(page: str, name: str, part: str) -> str:
    """Return the page with one marked part replaced."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{PAGE}: '{begin}' ... '{end}' is missing; put both markers back")
    return f"{before}{begin}\n\n{part}\n\n{end}{after}"


def confusion(count: int, jobs: int, *, first: int) -> dict[str, str]:
    """Return how made clips are recognised; from a first seed of one's own, for clips that no one has looked at."""
    judged = recognition.judge_seeds(range(first, first + count), jobs=jobs)
    if first:
        return {"confusion_unseen": markdown(recognition.confusion_table(judged))}
    found = {"confusion": recognition.confusion_table(judged), "confusion_kinds": recognition.kinds_table(judged)}
    return {name: markdown(table) for name, table in found.items()}


def real(places: list[str]) -> dict[str, str]:
    """Return how real clips are recognised and measured; each place is a folder, or a folder and its truth file."""
    scores = []
    for folder, _, file in (place.partition("=") for place in places):
        scores += validation.real_scores(folder, Path(file) if file else None)
    return {"real": markdown(validation.real_table(scores))}


def stressed(folders: list[Path], cache: Path) -> dict[str, str]:
    """Return how clips made worse are measured, of those whose landmarks are kept."""
    found = list(stress.outcomes(stress.kept(stress.variants(folders), cache), cache))
    return {"stress": markdown(stress.stress_table(found))}


def phone(folder: Path) -> dict[str, str]:
    """Return how clips are measured that a phone filmed as people hold it."""
    found = validation.validate(folder)
    return {"phone_clips": markdown(tables.clip_table(found)), "phone": markdown(tables.quantity_table(found.rows))}


def drawn(folder: Path) -> dict[str, str]:
    """Return what the bounds of people drawn by number held."""
    found = conformal.cases(validation.validate(folder).clips)
    return {"conformal": markdown(conformal.conformal_table(found))}


def parts(asked: argparse.Namespace) -> dict[str, str]:
    """Return the parts that were asked for."""
    found: dict[str, str] = {}
    if asked.confusion:
        found |= confusion(asked.confusion, asked.jobs, first=asked.first)
    if asked.real:
        found |= real(asked.real)
    if asked.stress:
        found |= stressed(asked.stress, asked.cache)
    if asked.phone:
        found |= phone(asked.phone)
    if asked.drawn:
        found |= drawn(asked.drawn)
    if asked.before:
        return {f"{name}_before": part for name, part in found.items()}
    return found or {"constants": constants_table()} | (measured(asked.folders) if asked.folders else {})


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--confusion", type=int, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--real", nargs="+", metavar="FOLDER[=FILE]")
    parser.add_argument("--stress", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--phone", type=Path, metavar="FOLDER")
    parser.add_argument("--drawn", type=Path, metavar="FOLDER")
    parser.add_argument("--cache", type=Path, default=KEPT)
    parser.add_argument("--before", action="store_true")
    found = parts(parser.parse_args())
    page = PAGE.read_text(encoding="utf-8")
    for name, part in found.items():
        page = put(page, name, part)
    PAGE.write_text(page, encoding="utf-8")
    print(f"docs/accuracy.md: {', '.join(found)} written")


if __name__ == "__main__":
    main()
