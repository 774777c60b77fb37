"""What `dorsi analyse` does once its options are read: measure, write, tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from pydantic import TypeAdapter
from rich.console import Console

from dorsi import pipeline, programme, results
from dorsi.cli import headline
from dorsi.cli.progress import clip_progress, say
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DorsiError
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Plan
from dorsi.schema.session import Assessment, Session
from dorsi.settings import Settings
from dorsi.types import Analysis


@dataclass(frozen=True, kw_only=True)
class Request:
    """What one call asks for, the same for all its clips."""

    settings: Settings
    person: str | None
    intake: Intake | None  #: the person's answers; without them there is no programme
    overlay: bool
    blur_faces: bool
    speed_kmh: float | None = None
    shoes: str | None = None
    detectable: DetectableChanges = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is written, and where."""

    sessions: tuple[Session, ...]  #: of the clips that could be read; without any there is no plan and no report
    clips: int  #: that could be read; one may show several movements, each with its session
    assessment: Assessment | None  #: for several sessions
    plan: Plan | None
    report: Path | None


def run(clips: Sequence[Path], out: Path, request: Request, *, json_only: bool) -> bool:
    """Measure the clips, write and print their results, and return whether every clip could be read."""
    folders = results.clip_folders(clips, out)
    for folder in folders:
        results.check_folder(folder)
    messages = Console(stderr=True)
    if len(clips) == 1:
        outcome = _run_one(clips[0], folders[0], out, request, messages)
    else:
        outcome = _run_several(clips, folders, out, request, messages)
    if json_only:
        _print_json(outcome.sessions, as_list=len(clips) > 1 or len(outcome.sessions) > 1)
    else:
        _print_outcome(outcome)
    return outcome.clips == len(clips)


def _run_one(clip: Path, folder: Path, out: Path, request: Request, messages: Console) -> Outcome:
    """Take one clip; the movements of one that shows several count together, as several clips do."""
    analysis = _analyse(clip, request, messages)
    if analysis.also:
        _save(analysis, None, folder, request, messages)
        return _joined([analysis], [folder], out, request, messages)
    plan = programme.plan(request.intake, [analysis.session], detectable=request.detectable)
    _save(analysis, plan, folder, request, messages)
    return Outcome(sessions=(analysis.session,), clips=1, assessment=None, plan=plan, report=folder / "report.html")


def _run_several(
    clips: Sequence[Path], folders: Sequence[Path], out: Path, request: Request, messages: Console
) -> Outcome:
    """Take clip after clip, then all together; a clip that fails is told and leaves the others alone."""
    done: list[Analysis] = []
    written: list[Path] = []
    for clip, folder in zip(clips, folders, strict=True):
        try:
            analysis = _analyse(clip, request, messages)
            _save(analysis, None, folder, request, messages)
        except DorsiError as error:
            say(messages, f"dorsi: {error}")
        else:
            done.append(analysis)
            written.append(folder)
    if not done:
        return Outcome(sessions=(), clips=0, assessment=None, plan=None, report=None)
    return _joined(done, written, out, request, messages)


def _joined(
    done: Sequence[Analysis], written: Sequence[Path], out: Path, request: Request, messages: Console
) -> Outcome:
    """Write what all movements of all clips give together."""
    parts = [part for analysis in done for part in analysis.parts]
    folders = [
        results.part_folder(folder, part.session.part)
        for analysis, folder in zip(done, written, strict=True)
        for part in analysis.parts
    ]
    sessions = tuple(part.session for part in parts)
    assessment = pipeline.assess(sessions)
    plan = programme.plan(request.intake, sessions, detectable=request.detectable)
    with messages.status("drawing the joint report"):
        results.save_joint(
            parts,
            assessment,
            plan,
            out,
            clip_folders=folders,
            blur_faces=request.blur_faces,
            detectable=request.detectable,
        )
    report = out / "report.html"
    return Outcome(sessions=sessions, clips=len(done), assessment=assessment, plan=plan, report=report)


def _analyse(clip: Path, request: Request, messages: Console) -> Analysis:
    with clip_progress(messages, clip.name) as progress:
        found = pipeline.analyse(clip, request.settings, person=request.person, progress=progress)
    told = {"speed_kmh": request.speed_kmh, "shoes": request.shoes}
    main, *also = (replace(part, session=part.session.model_copy(update=told)) for part in found.parts)
    return replace(main, also=tuple(also))


def _save(analysis: Analysis, plan: Plan | None, folder: Path, request: Request, messages: Console) -> None:
    with messages.status(f"{analysis.clip.path.name}: drawing the report"):
        results.save(
            analysis,
            plan,
            folder,
            overlay=request.overlay,
            blur_faces=request.blur_faces,
            detectable=request.detectable,
        )


def _print_json(sessions: Sequence[Session], *, as_list: bool) -> None:
    if as_list:
        typer.echo(TypeAdapter(list[Session]).dump_json(list(sessions), indent=2))
    else:
        typer.echo(sessions[0].model_dump_json(indent=2))


def _print_outcome(outcome: Outcome) -> None:
    if outcome.report is None or outcome.plan is None:
        return
    console = Console()
    headline.print_sessions(console, outcome.sessions)
    if outcome.assessment is not None:
        headline.print_differences(console, outcome.assessment)
    headline.print_programme(console, outcome.plan)
    say(console, f"\nReport: {outcome.report}")
