"""All of a person's clips in the summary of a log, those before the programme, too."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from dorsi import measures
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.programme.facts.clip_series import ClipSeries, Filmed, every_series
from dorsi.programme.facts.stride import STRIDE, with_stride
from dorsi.programme.logbook.course import why_no_change
from dorsi.schema.log import Change, Course, Series


def with_clips(
    found: Course,
    filmed: Sequence[Filmed],
    day: dt.date,
    *,
    detectable: DetectableChanges = PUBLISHED,
    age_years: int,
) -> Course:
    """Return the summary with every clip in the series of filmed numbers, and what changed over all of them.

    Bands stay those of the programme, which begins with its own baseline.

    Parameters
    ----------
    found
        The summary of the log.
    filmed
        All clips of the person with their day.
    day
        The day up to which they are read.
    detectable
        From which change on a number counts as changed.
    age_years
        Of the person.
    """
    until = [(date, with_stride(session)) for date, session in filmed if date <= day]
    followed = {*measures.followed(), STRIDE}
    every = [one for one in every_series(until, detectable=detectable, age_years=age_years) if one.metric in followed]
    shown = {(one.metric, one.side, one.scale) for one in found.series}
    kept = [one for one in every if _key(one) in shown or len(one.days) > 1]
    replaced = {_key(one) for one in kept}
    series = [one for one in found.series if (one.metric, one.side, one.scale) not in replaced]
    old: dict[tuple[str, str, str], Change] = {(one.metric, one.side, one.scale): one for one in found.changes}
    changes = [one for key, one in old.items() if key not in replaced]
    return found.model_copy(
        update={
            "series": sorted([*series, *map(_series, kept)], key=lambda one: (one.metric, one.side, one.scale)),
            "changes": [*changes, *_changes(kept, old)],
        }
    )


def _key(one: ClipSeries) -> tuple[str, str, str]:
    return one.metric, one.side, one.last.scale


def _changes(kept: Sequence[ClipSeries], old: Mapping[tuple[str, str, str], Change]) -> Iterator[Change]:
    for one in kept:
        if (change := one.since_first) is not None:
            before = old.get(_key(one))
            bands = {name: getattr(before, name) if before else None for name in ("band_before", "band_now")}
            yield change.model_copy(update=bands)


def _series(one: ClipSeries) -> Series:
    whole = one.since_first
    said = whole.sentence if whole else why_no_change(len(one.days))
    if len(one.days) > 2:
        said = f"{said} {one.since_words}".rstrip()
    return Series(
        metric=one.metric,
        name=measures.label_of(one.metric),
        side=one.side,
        unit=measures.stored_unit(one.metric),
        scale=one.last.scale,
        days=[day for day, _, _ in one.days],
        values=[point.value for point in one.points],
        mdc=whole.mdc if whole else one.least,
        mdc_source=whole.mdc_source if whole else one.known.source if one.known else None,
        sentence=said,
        rule=whole.rule if whole else None,
        comparable=whole is None or whole.verdict != "not_comparable",
    )
