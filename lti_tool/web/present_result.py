"""What the page of a result receives: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lti_tool.web.present import NO_FRAME, AccessAnswer, Frame
from lti_tool.web.present_checks import CheckOffers

if TYPE_CHECKING:
    from lti_tool.web.present_path import NextModules
    from lti_tool.web.present_record import Noted
    from lti_tool.web.present_resources import Near

Certainty = Literal["", "sure", "probable", "to-confirm"]
Change = Literal["", "clear", "probable", "unclear"]
Ready = Literal["ready", "to-prepare", "unknown"]
NamedLevel = Literal["below", "basic", "intermediate", "advanced", "highly-advanced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLevel:
    """One of the five areas for the learner: ``level`` 0 to 4, or ``None`` when it was not looked at.

    ``change`` is since the entry, empty when there is nothing to compare.
    """

    number: int
    name: str
    icon: str
    level: int | None
    certainty: Certainty = ""
    change: Change = ""

    @property
    def blocks(self) -> int:
        """How many blocks are drawn: four, or five for who needs the fifth."""
        return 5 if self.level == 4 else 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What lies behind the level of one area, completing "Vous savez …": never both empty."""

    name: str
    alone: tuple[str, ...] = ()
    with_help: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A level as a range, both ends included, 0 to 4."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """The framework's own names in its versions 2.2 and 3.0, and the language that they are in."""

    v2_2: str
    v3_0: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition for learning at a distance."""

    id: Literal["device", "connection", "place", "video"]
    state: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """One area at the entry and now, each ``None`` where there is none; ``change`` may be empty."""

    name: str
    before: Range | None
    now: Range | None
    change: Change = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two attempts side by side. ``since`` and ``until`` are their days, each empty where there is none;
    ``overall`` is empty unless both asked all five areas.
    """

    roads: tuple[Road, ...]
    since: str = ""
    until: str = ""
    overall: Change = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The level of one area in the words of others. ``eight`` is 0 to 8; ``six`` is empty below level 1."""

    id: str
    name: str
    eight: int
    four: NamedLevel
    six: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is folded away below a result, each part empty when there is nothing to say.

    ``since`` is the day of the entry that the result is compared with; ``overall`` is what changed since,
    empty unless both attempts asked all five areas.
    """

    why: tuple[Why, ...] = ()
    competences: tuple[Range, ...] = ()
    conditions: tuple[Condition, ...] = ()
    readings: tuple[Reading, ...] = ()
    overall: Change = ""
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """``learner/result.html``: what I know how to do, and whether my trainer may read it.

    ``can_do`` completes "Vous savez …" and is never empty: the caller falls back on what every learner who
    reached this page has shown. ``sent_at`` is empty until the learner pressed "send".
    ``next_step`` is one sentence or empty. ``person_name`` and ``day`` stand on the printed sheet only;
    ``paper_day`` is the day of what was done on paper, empty for a screen.
    ``sheet_href`` leads to the sheet of the end of a training, empty before the end, ``attestation_href`` to
    the attestation, empty until the result was sent, ``views_href`` to who
    looked at the record. ``onward`` are the next
    modules, ``None`` where there are none. ``noted`` is what trainers wrote beside the result. ``is_changed``
    follows another answer about equipment.
    """

    can_do: tuple[str, ...]
    areas: tuple[AreaLevel, ...]
    details: Details = field(default_factory=Details)
    next_step: str = ""
    used_help: bool = False
    sends_levels: bool = True
    is_one_level: bool = False
    is_shared_at_once: bool = False
    sent_at: str = ""
    trainer_name: str = ""
    person_name: str = ""
    day: str = ""
    paper_day: str = ""
    access: tuple[AccessAnswer, ...] = ()
    was_already_sent: bool = False
    is_changed: bool = False
    print_href: str = ""
    sheet_href: str = ""
    attestation_href: str = ""
    views_href: str = ""
    checks: CheckOffers | None = None
    near: Near | None = None
    onward: NextModules | None = None
    noted: Noted | None = None
    action: str = ""
    frame: Frame = NO_FRAME
