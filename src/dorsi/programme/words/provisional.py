"""What a first, careful week says of itself: which ankle is not known yet, and what to do about it."""

from dorsi.schema.plan import Plan


def provisional_words(plan: Plan) -> str:
    """Return why a programme is provisional and what ends that; "" if it is not.

    >>> provisional_words(Plan(minutes_per_day=15, days_per_week=4))
    ''
    """
    if not plan.provisional:
        return ""
    missing = [one.side for one in plan.bands if one.band is None]
    if len(missing) == 1:
        ankle, leg = f"your {missing[0]} ankle bends", f"the {missing[0]} leg"
    else:
        ankle, leg = "your ankles bend", "each leg"
    return (
        f"Provisional: we don't know yet how far {ankle}, so this is one gentle week. "
        f"Film a lunge of {leg}, then update your programme."
    )
