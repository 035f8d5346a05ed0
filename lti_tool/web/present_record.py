"""What was added to one learner's record, ready to print. See ``present`` for the rules.

Names are empty where the platform hides them. Days are ready to print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from lti_tool.web.present import NO_FRAME, AccessChoice, Frame
from lti_tool.web.present_result import Change, Range

StageName = Literal["entry", "midway", "end"]
FormKind = Literal["observe", "correct", "note", "reply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedLine:
    """One level that was seen: ``words`` for the trainer, ``own_words`` as the learner would say it.
    ``ended`` is empty while it stands; ``ended_at`` and ``ended_by`` say more.
    """

    level: int
    words: str
    own_words: str
    reason: str
    day: str
    by: str = ""
    ended: Literal["", "withdrawn", "replaced"] = ""
    ended_at: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedArea:
    """What was observed of one area: what stands, and ``earlier`` what ended, the latest first. ``href``
    leads to the form, empty for whoever may not write.
    """

    name: str
    standing: ObservedLine | None = None
    earlier: tuple[ObservedLine, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """One corrected answer in words; ``before`` is empty when nothing was said, ``after`` when the person
    prefers to say nothing any more. ``is_own`` when they corrected it themselves, which asks for no reason.
    """

    question: str
    before: str
    after: str
    reason: str
    day: str
    by: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLine:
    """One disagreement. ``talked_on`` is empty until somebody talked about it; ``href`` leads to the reply,
    empty once there is one.
    """

    day: str
    words: str = ""
    talked_on: str = ""
    reply: str = ""
    by: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One note. ``ended_at`` and ``ended_by`` tell when and by whom it was struck or emptied."""

    text: str
    day: str
    by: str = ""
    state: Literal["", "struck", "emptied"] = ""
    is_changed: bool = False
    ended_at: str = ""
    ended_by: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCell:
    """One area at one stage: ``range`` is ``None`` where it was not looked at. ``change`` is since the entry;
    ``observed`` is what a trainer saw.
    """

    range: Range | None = None
    change: Change = ""
    observed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageHead:
    """The head of one stage's column. ``overall`` is the change since the entry in all five areas."""

    stage: StageName
    day: str
    overall: Change = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyRow:
    """One area, with as many cells as there are stages."""

    name: str
    cells: tuple[StageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyTable:
    """Before, midway and end beside each other, as far as they are there: two at least."""

    heads: tuple[StageHead, ...]
    rows: tuple[JourneyRow, ...]

    @property
    def has_overall(self) -> bool:
        """Whether the change of all five areas together is known at any stage."""
        return any(head.overall for head in self.heads)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChange:
    """One condition at the beginning and at the end of a training, in words."""

    question: str
    before: str
    now: str

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAdditions:
    """What stands beside the result on the record. ``observed`` is by area, ``correct_hrefs`` by the wording
    of the question. Addresses are empty for whoever may not write.
    """

    observed: Mapping[str, ObservedArea] = field(default_factory=lambda: MappingProxyType({}))
    corrections: tuple[CorrectionLine, ...] = ()
    objections: tuple[ObjectionLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    journey: JourneyTable | None = None
    access_changes: tuple[AccessChange, ...] = ()
    correct_hrefs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    note_href: str = ""
    next_step: str = ""
    is_kept: bool = False


NOTHING_ADDED = RecordAdditions()
"""Of a record to which nobody added anything, and to which the reader may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What the learner reads on the own result of what trainers wrote, and the own disagreement.
    ``object_href`` leads to the form.
    """

    observed: tuple[ObservedArea, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    objections: tuple[ObjectionLine, ...] = ()
    object_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFormPage:
    """``cohort/record_form.html``: one thing to write down about one person.

    ``subject`` is the area or the question; ``given`` what was typed, ``faults`` the words for what is the
    matter. ``is_changed`` tells that somebody wrote here meanwhile. ``withdraw_action`` ends what stands.
    ``note`` is the note to change, ``may_change`` whether in place. ``is_graded`` tells that an observed
    level goes into the gradebook.
    """

    kind: FormKind
    name: str
    action: str
    back_href: str
    subject: str = ""
    submission: str = ""
    today: str = ""
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[str, ...] = ()
    is_changed: bool = False
    choices: tuple[AccessChoice, ...] = ()
    measured: Range | None = None
    is_graded: bool = False
    standing: ObservedLine | None = None
    withdraw_action: str = ""
    note: NoteLine | None = None
    may_change: bool = False
    objection: ObjectionLine | None = None
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionPage:
    """``learner/objection.html``: the learner does not agree. ``faults`` as above."""

    action: str
    back_href: str
    submission: str
    trainer_name: str = ""
    words: str = ""
    faults: tuple[str, ...] = ()
    frame: Frame = NO_FRAME
