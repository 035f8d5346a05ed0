"""What the pages of checks receive: ready values, nothing to compute. See ``present`` for the rules.

Nothing here is right or wrong, and no page carries a number for a person. ``trainer_name`` may be empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, AccessChoice, Frame
from lti_tool.web.present_outside import OutsideLine

CheckState = Literal["new", "started", "done", "sent"]
CheckNotice = Literal["", "missing", "nothing-and-more", "too-long"]
GapKind = Literal["more", "same", "to-discover"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCard:
    """One check that is offered: where it opens, how long it takes, where it stands."""

    title: str
    minutes: int
    href: str
    state: CheckState = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """One area that was rated and measured."""

    name: str
    kind: GapKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOffers:
    """``checks/offers.html``, a part of the first page and of the result.

    ``place`` "before" draws one quiet link, to the only card; "after" draws the checks that are not done, and
    the gaps between what the learner thought and what they showed, and leads to the questions for the
    statistics until something was said to them.
    """

    place: Literal["before", "after"]
    cards: tuple[CheckCard, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    overview_href: str = ""
    statistics_href: str = ""

    @property
    def knows_more(self) -> tuple[str, ...]:
        """The areas in which the person can do more than they thought."""
        return tuple(one.name for one in self.gaps if one.kind == "more")

    @property
    def to_discover(self) -> tuple[str, ...]:
        """The areas in which there is more to learn than they thought."""
        return tuple(one.name for one in self.gaps if one.kind == "to-discover")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksPage:
    """``checks/overview.html``: every check, and results from elsewhere."""

    cards: tuple[CheckCard, ...]
    outside_href: str
    statistics_href: str = ""
    back_href: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """``checks/first.html``: what a check is for, how long it takes and who reads it."""

    title: str
    why: str
    minutes: int
    trainer_name: str = ""
    is_started: bool = False
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuestionPage:
    """``checks/question.html``: one question. The form posts ``choice`` (once or several times) or ``line``,
    and with the other buttons ``skip=1`` or ``pause=1``.

    ``given`` are the choices to tick again and ``line`` what to write again. ``nothing`` is the wording of
    "nothing of all this", for the notice "nothing-and-more".
    """

    title: str
    question: str
    number: int
    total: int
    answering: Literal["one", "several", "line"]
    choices: tuple[AccessChoice, ...] = ()
    lead: str = ""
    hint: str = ""
    given: tuple[str, ...] = ()
    line: str = ""
    line_length: int = 0
    notice: CheckNotice = ""
    nothing: str = ""
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One question with its answers in words; ``is_skipped`` is "I prefer not to say". An empty ``href`` is
    for what the reader cannot change.
    """

    question: str
    answers: tuple[str, ...] = ()
    is_skipped: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """``checks/answers.html``: what was said so far, and once all is answered, send it or keep it.

    ``is_sent`` tells that the trainers may read it. ``is_of_trainer`` is the grid that a trainer filled in:
    it can be read, no more.
    """

    title: str
    lines: tuple[AnswerLine, ...]
    is_done: bool
    is_sent: bool = False
    is_of_trainer: bool = False
    trainer_name: str = ""
    send_action: str = ""
    continue_action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPage:
    """``checks/background_answers.html``: what was said for the statistics, to change or to erase."""

    title: str
    lines: tuple[AnswerLine, ...]
    is_done: bool
    continue_action: str = ""
    forget_action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLine:
    """One line of the grid of soft skills; ``given`` is the choice that was made, or empty."""

    id: str
    text: str
    choices: tuple[AccessChoice, ...]
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsPage:
    """``checks/skills.html``: a trainer fills in the grid beside the learner; posts one field per line."""

    name: str
    title: str
    why: str
    lines: tuple[SkillLine, ...]
    is_incomplete: bool = False
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleLines:
    """What became of obstacles between the entry and the end, in the learner's words."""

    lifted: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCheck:
    """One check that was sent, at one stage. ``stage`` is empty for those that are asked once."""

    title: str
    stage: Literal["", "entry", "midway", "end"]
    at: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedArea:
    """An area as the learner rates it beside its measured range; ``None`` where it was not measured."""

    name: str
    rating: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderText:
    """One text to copy: when it serves, and its words, in which « … » is to be filled in."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """``checks/reminders.html``. ``channel`` is how the learner wants to be told, empty when not sent."""

    channel: str
    texts: tuple[ReminderText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChecks:
    """``checks/on_record.html``, a part of the trainer's page about one person.

    ``told`` is what the learner sent of the checks that are answered in choices and lines, ``rated`` their
    own rating beside the measure, ``skills`` the grid of soft skills with its moment ``skills_at``.
    """

    told: tuple[ToldCheck, ...] = ()
    obstacles: ObstacleLines | None = None
    rated: tuple[RatedArea, ...] = ()
    skills: tuple[AnswerLine, ...] = ()
    skills_at: str = ""
    skills_href: str = ""
    outside: tuple[OutsideLine, ...] = ()
    outside_href: str = ""
    reminders: Reminders | None = None
