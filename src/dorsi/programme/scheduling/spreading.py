"""Gives a training day that would hold only the warm-up an exercise of a fuller day of the same week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dorsi.programme.choosing.prepared import Prepared
from dorsi.programme.language.parameters import Parameters
from dorsi.programme.scheduling.diary import Diary
from dorsi.schema.plan import DayKind, SessionItem

Main = dict[int, list[SessionItem]]  #: the main part of each training day of a week


@dataclass(frozen=True, kw_only=True)
class OpenDay:
    """What holds on a training day that has nothing yet but the warm-up."""

    number: int
    pattern: DayKind
    mobility_only: bool
    like: Collection[int]  #: days with the same easing, whose doses fit this one


def spread(main: Main, days: Sequence[OpenDay], ready: Sequence[Prepared], diary: Diary, params: Parameters) -> Main:
    """Return the main parts with one exercise on each open day, where a fuller day has one that may be there.

    It comes as one more day of the exercise where its days of the week allow that, else it moves. What loads the calf
    or tendon keeps the days that its rests gave it, and nothing moves that is the only one of its day.

    Parameters
    ----------
    main
        The main part by day.
    days
        The open ones.
    ready
        The week's exercises.
    diary
        What has been laid out; it is changed along.
    params
        The rules' numbers.
    """
    by_name = {one.exercise.id: one for one in ready}
    out = {day: list(items) for day, items in main.items()}
    for day in days:
        found = [
            (one, source)
            for source in day.like
            for one in _movable(out.get(source, []), by_name)
            if _fits(one, source, day, diary, params)
        ]
        lead = (params.leads or {}).get(day.pattern)
        ranked = sorted(found, key=lambda pair: (
            not _is_free(pair[0], diary), pair[0].exercise.category != lead, -len(out[pair[1]]), pair[0].order,
            pair[1],
        ))  # fmt: skip
        if ranked:
            _put(out, *ranked[0], day.number, diary)
    return out


def _movable(items: Sequence[SessionItem], by_name: Mapping[str, Prepared]) -> list[Prepared]:
    """Return the exercises of a day that may leave it: there is another one."""
    names = list(dict.fromkeys(item.exercise for item in items))
    return [by_name[name] for name in names if name in by_name] if len(names) > 1 else []


def _fits(one: Prepared, source: int, day: OpenDay, diary: Diary, params: Parameters) -> bool:
    exercise = one.exercise
    if (
        exercise.category == "strength"
        or exercise.load_class != "L"
        or set(params.impact_traits or ()) & set(exercise.traits)
    ):
        return False
    done = diary.done.get(exercise.id, set())
    # Nothing new on the day before a hard run (R46), and only range work.
    if day.mobility_only and (exercise.category != "mobility" or min(done, default=source) >= day.number):
        return False
    stays = done if _is_free(one, diary) else done - {source}
    return day.number not in done and all(abs(day.number - other) >= exercise.gap_days for other in stays)


def _is_free(one: Prepared, diary: Diary) -> bool:
    """Whether the week has a day left for an exercise; hip and trunk have their share already (R41)."""
    return one.exercise.category != "proximal" and diary.uses.get(one.exercise.id, 0) < one.days_max


def _put(out: Main, one: Prepared, source: int, day: int, diary: Diary) -> None:
    """Do an exercise of one day on another one, too, or in its place."""
    name, free = one.exercise.id, _is_free(one, diary)
    out[day] = [item for item in out[source] if item.exercise == name]
    diary.done[name].add(day)
    if free:
        diary.uses[name] += 1
        return
    out[source] = [item for item in out[source] if item.exercise != name]
    diary.done[name].discard(source)
