"""What the page on accessibility receives."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityPage:
    """``accessibility.html``: what works for everybody, what does not yet, whom to tell.

    ``whole_href`` leads to the whole statement. ``trainer_name`` and ``back_href`` are empty for whoever
    came without a course.
    """

    whole_href: str
    trainer_name: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
