"""The statement on accessibility, for a learner and for anybody."""

from __future__ import annotations

from collections.abc import Iterator

from lti_tool.web import present
from lti_tool.web.present_accessibility import AccessibilityPage

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    stuck_action="/l/x/stuck",
    stuck_place="accessibility",
    helpers_href="/l/x/who-helps",
    own_data_href="/l/x/my-data",
    accessibility_href="/l/x/accessibility",
)
WHOLE = "/guides/accessibility"


def accessibility() -> Iterator[tuple[str, str, AccessibilityPage]]:
    """Name, template and page of each."""
    learner = AccessibilityPage(whole_href=WHOLE, trainer_name="Nadia Benali", back_href="/l/x/", frame=FRAME)
    yield "accessibility/learner", "accessibility.html", learner
    yield "accessibility/anybody", "accessibility.html", AccessibilityPage(whole_href=WHOLE)
