"""What the sheet of the basic programme receives: ready values, nothing to compute. See ``present``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame

BasicState = Literal["mastered", "not-yet", "not-measured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicLine:
    """One competence; ``certainty`` is empty where nothing was measured."""

    name: str
    state: BasicState
    certainty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicArea:
    """One area with its competences."""

    name: str
    lines: tuple[BasicLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityPage:
    """``documents/eligibility.html``. ``counted`` are the sentences of the summary, the first one the share.
    An empty ``name`` leaves a line to fill in by hand.
    """

    name: str
    course: str
    centre: str
    day: str
    counted: tuple[str, ...]
    areas: tuple[BasicArea, ...]
    credit: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
