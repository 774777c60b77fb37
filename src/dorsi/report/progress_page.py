"""The log on one page: trends with the band of no detectable change, training, levels and moves with their rules."""

from plotly.offline import get_plotlyjs

from dorsi.report.progress_view import ProgressPage, progress_view
from dorsi.report.render import content_policy, environment, static_text
from dorsi.report.trend_figures import series_figure, sessions_figure, tension_figure
from dorsi.schema.log import Course
from dorsi.version import __version__


def progress_page(course: Course) -> ProgressPage:
    """Return the log as the template lays it out, with figures for Plotly."""
    return progress_view(
        course,
        trends=tuple(series_figure(one) for one in course.series),
        training=(sessions_figure(course.weeks), tension_figure(course.weeks)) if course.weeks else (),
    )


def render_progress(page: ProgressPage) -> str:
    """Return the page as one HTML file that works offline: Plotly's script stands in it; no connection is allowed."""
    style = f"{static_text('report.css')}\n{static_text('progress.css')}"
    script = f"{get_plotlyjs()}\n{static_text('progress.js')}"
    return (
        environment()
        .get_template("progress.html")
        .render(
            page=page,
            style=style,
            script=script,
            # Plotly writes the styles of its drawing as it draws.
            policy=content_policy(style, script, drawn_styles=True),
            version=__version__,
        )
    )
