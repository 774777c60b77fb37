"""A small programme, as the programme part would make it."""

from dorsi.schema.plan import Cap, Day, Dose, NextLevel, Plan, PlanItem, Reason, SessionItem, Week
from dorsi.schema.plan_remarks import Advice, Excluded, NotAssessed, Retest, Safety, SideBand, Stop

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RESTRICTED = Reason(
    rule="R21",
    text="the right ankle bends less than the usual range, so range and strength are built together",
    fact="right: range below the usual",
    metric="df_band",
    side="right",
    value="restricted",
    scale="camera_joint_centre",
)
ANGLE = Reason(
    rule="R15",
    text="the value lies close to a limit, so the milder dose is used",
    fact="right shank lean in the lunge 29.8 deg (video)",
    metric="peak_shank_inclination_deg",
    side="right",
    value=29.8,
    unit="deg",
    scale="camera_joint_centre",
)


def item(exercise="mo_wall_slide", name="Wall slide", category="mobility", side="right", **more):
    return PlanItem(
        exercise=exercise,
        name=name,
        category=category,
        side=side,
        level=1,
        level_text="foot 5 cm from the wall, knee slides to the wall and back",
        dose=Dose(sets=2, reps=10, tempo_s=(2, 1, 2), rest_s=20),
        dose_text=more.pop("dose_text", "2 × 10, 2 s forward, 1 s there, 2 s back"),
        minutes=1.5,
        load_class="L",
        days_per_week=(3, 5),
        equipment=["wall"],
        task="bringing the shin forward over the foot",
        cue="heel stays down, knee over the second toe",
        breath="breathe out as the knee goes forward",
        next_level=NextLevel(level=2, text="8 cm from the wall", criterion="two comfortable sessions in a row."),
        clean_sessions=2,
        from_week=1,
        because=[RESTRICTED, ANGLE],
        sources=["S39", "M67"],
        **more,
    )


ITEMS = [
    item("wu_circles", "Ankle circles, growing range", "warmup", "both", dose_text="8 each way, small to full"),
    item(caps=[Cap(rule="R05", text="no further than 80 % of the comfortable angle", range_deg=23.8)]),
    item("st_hr_dl", "Two-leg heel raise", "strength", "both", dose_text="3 × 12, slow"),
    item("nm_sl_floor", "One-leg stance", "neuromotor", "both", dose_text="3 × 20 s each side"),
    item("px_bridge", "Bridge", "proximal", "both", dose_text="2 × 12"),
]


def session_item(full):
    return SessionItem(
        exercise=full.exercise,
        name=full.name,
        category=full.category,
        side=full.side,
        level=full.level,
        dose=full.dose,
        dose_text=full.dose_text,
        minutes=full.minutes,
        load_class=full.load_class,
        cue=full.cue,
    )


def week(number):
    days = []
    for index, weekday in enumerate(WEEK):
        rest = index in {2, 5, 6}
        items = [] if rest else [session_item(i) for i in ITEMS]
        pattern = "rest" if rest else "A"
        days.append(Day(weekday=weekday, pattern=pattern, minutes=sum(i.minutes for i in items), items=items))
    return Week(number=number, days=days, notes=["film again at the end"] if number == 4 else [])


def plan(**more):
    fields = {
        "person": "Bea",
        "minutes_per_day": 10,
        "days_per_week": 4,
        "bands": [
            SideBand(side="right", band="restricted", metric="peak_shank_inclination_deg", value=29.8, uncertain=True)
        ],
        "items": ITEMS,
        "weeks": [week(n) for n in (1, 2, 3, 4)],
        "excluded": [
            Excluded(item=name, name=words, side="right", rule="R05", text="no heel drops with an Achilles history")
            for name, words in (("st_hr_step", "Heel raise off a step"), ("mo_incline_lunge", "Incline lunge"))
        ],
        "not_assessed": [NotAssessed(metric="fppa_deg", text="knee path: needs a clip from the front")],
        "advice": [
            Advice(rule="R31", level="soon", text="a marked side difference without a reason: let someone look")
        ],
        "say": [Reason(rule="R21", text="range and strength are built together")],
        "retests": [Retest(rule="R67", what="film both lunges again", day=28, condition="at least 8 sessions done")],
        "safety": Safety(lines=[f"line {n}" for n in range(9)], stop_signs=["sharp pain"]),
    }
    return Plan(**(fields | more))


def stopped(level="emergency", text="A hot, swollen calf needs an examination first."):
    return plan(
        stop=Stop(level=level, rule="R01", text=text), items=[], weeks=[], excluded=[], say=[], retests=[], advice=[]
    )
