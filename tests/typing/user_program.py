"""A program as a user of dorsi writes it: mypy --strict checks it, and what is wrong on purpose has to be found."""

from pathlib import Path
from typing import assert_type

import dorsi


def headline(clip: Path) -> float | None:
    """Return the shin angle of a left lunge."""
    analysis = dorsi.analyse(clip, movement="lunge", side="left", person="bea")
    assert_type(analysis, dorsi.Analysis)
    assert_type(analysis.session, dorsi.Session)
    number = analysis.session.measurement("peak_shank_inclination_deg", "left")
    return None if number is None else number.value


def keep(analysis: dorsi.Analysis, folder: Path) -> dorsi.Analysis:
    """Write a result and read it again."""
    dorsi.save(analysis, None, folder, overlay=False)
    return dorsi.load(folder)


def programme(intake: dorsi.Intake, analysis: dorsi.Analysis) -> list[str]:
    """Return the exercises of a programme."""
    plan = dorsi.plan(intake, [analysis.session])
    assert_type(plan, dorsi.Plan)
    return [target.constraint for target in plan.targets]


def stored(name: str) -> int:
    """Return how many clips of a person are stored."""
    with dorsi.Store() as store:
        return len(store.sessions(name))


def refused(clip: Path) -> str:
    """Return what dorsi says of a clip that it can't read."""
    try:
        dorsi.analyse(clip)
    except dorsi.VideoError as error:
        return str(error)
    except dorsi.DorsiError:
        return "something else"
    return ""


dorsi.analyse(3)  # type: ignore[arg-type]
dorsi.analyse("clip.mp4", colour="red")  # type: ignore[call-arg]
dorsi.load()  # type: ignore[call-arg]
