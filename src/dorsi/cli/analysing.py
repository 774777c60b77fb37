"""The work of `dorsi analyse` once its options are read: measure, write, print."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import TypeAdapter
from rich.console import Console

from dorsi import pipeline, programme, results
from dorsi.cli import headline
from dorsi.cli.progress import clip_progress, say
from dorsi.clip_request import ClipRequest
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.errors import DorsiError
from dorsi.faults import guarded
from dorsi.intake.form import needed
from dorsi.report import Ways
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Plan
from dorsi.schema.session import Assessment, Session
from dorsi.types import Analysis


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to write for all clips of one call."""

    intake: Intake | None  #: the person's answers; without them there is no programme
    overlay: bool
    blur_faces: bool
    detectable: DetectableChanges = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class WrittenResults:
    """What is written, and where."""

    sessions: tuple[Session, ...]  #: of the clips that could be read; without any there is no plan and no report
    clips: int  #: that could be read; one may show several movements, each with its session
    assessment: Assessment | None  #: for several sessions
    plan: Plan | None
    report: Path | None


def run(clips: Sequence[ClipRequest], out: Path, wanted: Wanted, *, json_only: bool) -> bool:
    """Measure the clips, write and print their results, and return whether every clip could be read."""
    folders = results.clip_folders([clip.path for clip in clips], out)
    for folder in folders:
        results.check_folder(folder)
    messages = Console(stderr=True)
    if len(clips) == 1:
        outcome = _run_one(clips[0], folders[0], out, wanted, messages)
    else:
        outcome = _run_several(clips, folders, out, wanted, messages)
    if json_only:
        _print_json(outcome.sessions, as_list=len(clips) > 1 or len(outcome.sessions) > 1)
    else:
        _print_outcome(outcome)
    return outcome.clips == len(clips)


def _run_one(clip: ClipRequest, folder: Path, out: Path, wanted: Wanted, messages: Console) -> WrittenResults:
    """Process one clip; several movements in one clip get a joint report, as several clips do."""
    analysis = _analyse(clip, messages)
    if analysis.also:
        _save(analysis, None, folder, wanted, messages)
        return _joined([analysis], [folder], out, wanted, messages)
    plan = programme.plan(wanted.intake, [analysis.session], detectable=wanted.detectable)
    _save(analysis, plan, folder, wanted, messages)
    return WrittenResults(
        sessions=(analysis.session,), clips=1, assessment=None, plan=plan, report=folder / "report.html"
    )


def _run_several(
    clips: Sequence[ClipRequest], folders: Sequence[Path], out: Path, wanted: Wanted, messages: Console
) -> WrittenResults:
    """Process each clip, then all together; a failed clip is reported and does not affect the others."""
    done: list[Analysis] = []
    written: list[Path] = []
    for clip, folder in zip(clips, folders, strict=True):
        try:
            analysis = _analyse(clip, messages)
            _save(analysis, None, folder, wanted, messages)
        except DorsiError as error:
            say(messages, f"dorsi: {error}")
        else:
            done.append(analysis)
            written.append(folder)
    if not done:
        return WrittenResults(sessions=(), clips=0, assessment=None, plan=None, report=None)
    return _joined(done, written, out, wanted, messages)


def _joined(
    done: Sequence[Analysis], written: Sequence[Path], out: Path, wanted: Wanted, messages: Console
) -> WrittenResults:
    """Write what all movements of all clips give together."""
    parts = [part for analysis in done for part in analysis.parts]
    folders = [
        results.part_folder(folder, part.session.part)
        for analysis, folder in zip(done, written, strict=True)
        for part in analysis.parts
    ]
    sessions = tuple(part.session for part in parts)
    assessment = pipeline.assess(sessions)
    plan = programme.plan(wanted.intake, sessions, detectable=wanted.detectable)
    with messages.status("drawing the joint report"):
        results.save_joint(
            parts,
            assessment,
            plan,
            out,
            clip_folders=folders,
            blur_faces=wanted.blur_faces,
            detectable=wanted.detectable,
            ways=_ways(),
        )
    report = out / "report.html"
    return WrittenResults(sessions=sessions, clips=len(done), assessment=assessment, plan=plan, report=report)


def _analyse(clip: ClipRequest, messages: Console) -> Analysis:
    with guarded(clip.path.name), clip_progress(messages, clip.path.name) as progress:
        return pipeline.analyse(clip, progress=progress)


def _save(analysis: Analysis, plan: Plan | None, folder: Path, wanted: Wanted, messages: Console) -> None:
    name = analysis.clip.path.name
    with guarded(name), messages.status(f"{name}: drawing the report"):
        results.save(
            analysis,
            plan,
            folder,
            overlay=wanted.overlay,
            blur_faces=wanted.blur_faces,
            detectable=wanted.detectable,
            ways=_ways(),
        )


def _ways() -> Ways:
    """Return where the report's button leads, with how many questions a programme asks."""
    return Ways(asked=needed())


def _print_json(sessions: Sequence[Session], *, as_list: bool) -> None:
    if as_list:
        typer.echo(TypeAdapter(list[Session]).dump_json(list(sessions), indent=2))
    else:
        typer.echo(sessions[0].model_dump_json(indent=2))


def _print_outcome(outcome: WrittenResults) -> None:
    if outcome.report is None or outcome.plan is None:
        return
    console = Console()
    headline.print_sessions(console, outcome.sessions)
    if outcome.assessment is not None:
        headline.print_differences(console, outcome.assessment)
    headline.print_programme(console, outcome.plan)
    say(console, f"\nReport: {outcome.report}")
