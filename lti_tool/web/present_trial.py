"""What the pages of the trial receive: ready values, nothing to compute. See ``present`` for the rules.

These pages have no session: whoever has the address sees the same. Nothing on them is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lti_tool.domain.item import Press
from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """``trial/start.html`` and ``trial/end.html``: what this is, and one way on."""

    title: str
    next_href: str
    total: int
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialTaskPage:
    """``trial/task.html``: one screen of the bank. Every button of it leads to ``next_href``."""

    question: str
    screen: Mapping[str, object]
    task: Press
    number: int
    total: int
    back_href: str
    next_href: str
    content_language: str = "fr"
    context: str = ""
    alternative: str = ""
    lit: str = ""
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_pressable: bool = True
    frame: Frame = NO_FRAME

    @property
    def screen_kind(self) -> str:
        """Which partial draws the screen."""
        return str(self.screen.get("kind") or "none")
