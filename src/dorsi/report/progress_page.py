"""The log on one page: trends with the band of no detectable change, training, levels and moves with their rules."""

from dorsi.report.log.progress_view import progress_view
from dorsi.report.render import content_policy, environment, static_text
from dorsi.schema.log import Course
from dorsi.version import __version__


def render_progress(course: Course) -> str:
    """Return the page as one HTML file that needs nothing else; no connection is allowed."""
    style = static_text("report.css")
    return (
        environment()
        .get_template("progress.html")
        .render(
            page=progress_view(course), style=style, script="", policy=content_policy(style, ""), version=__version__
        )
    )
