"""What the pages of desk mode receive: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from lti_tool.domain.desk import Direction
from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidChoice:
    """One button beside a question."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenQuestion:
    """One question. ``sentence`` is read aloud, ``look_for`` is for the agent; ``given`` is a choice's id."""

    id: str
    sentence: str
    look_for: str
    icon: str
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """``desk/ask.html``: posts ``said-<question>`` for each; ``is_incomplete``: nothing was asked."""

    questions: tuple[SpokenQuestion, ...]
    choices: tuple[SaidChoice, ...]
    action: str
    back_href: str
    is_incomplete: bool = False
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaReading:
    """One area and its reading, 0 to 2; ``None`` where nothing of it was asked."""

    name: str
    reading: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToGo:
    """Where the citizen can go, from the centre's library. ``website`` has a ``code`` to scan, or is empty;
    ``language`` is that of the words, empty when nobody said it.
    """

    name: str
    where: str = ""
    phone: str = ""
    website: str = ""
    code: Markup | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskResultPage:
    """``desk/result.html``: where to send the citizen, and a small card for them. The card alone is printed,
    and it exists nowhere else. Without a ``place`` the agent writes one.
    """

    areas: tuple[AreaReading, ...]
    direction: Direction
    warns: bool
    day: str
    again_href: str
    back_href: str
    place: PlaceToGo | None = None
    frame: Frame = NO_FRAME
