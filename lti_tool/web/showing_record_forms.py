"""The small forms of one learner's record, with what was typed and could not be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import url_for

from lti_tool.domain.errors import NotAllowed
from lti_tool.domain.observation import LEVELS
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Record
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.observations import readable
from lti_tool.services.remarks import may_change
from lti_tool.web import present_record, present_result
from lti_tool.web.i18n import _
from lti_tool.web.observed_words import level_for_trainer
from lti_tool.web.outside import today
from lti_tool.web.present import AccessChoice
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_additions import (
    choice_in_words,
    note_line,
    objection_line,
    observed_area,
)
from lti_tool.web.showing_cohort import name_in_words
from lti_tool.web.state import services

Given = Mapping[str, str]


def observe_form(
    visit: Visit,
    record: Record,
    area: str,
    *,
    given: Given | None = None,
    faults: tuple[str, ...] = (),
    is_changed: bool = False,
) -> present_record.RecordFormPage:
    """The level that was seen in one area, beside the measured one.

    Raises:
        NotAllowed: the visitor is no trainer.
        NotFound: there is no sent result, or this area was not looked at.
    """
    attempt, profile = readable(visit, record, area)
    found = services().workspace.records.own(attempt)
    standing = observed_area(area, found.observations, found.names).standing
    measured = profile.areas[area]
    withdraw = _address(visit, record, "record.withdraw", area=area)
    return present_record.RecordFormPage(
        kind="observe",
        name=name_in_words(record.member),
        subject=_(services().area_names[area]),
        action=_address(visit, record, "record.keep_observed", area=area),
        back_href=_back(visit, record, "domaines"),
        today=today().isoformat(),
        given=given or {},
        faults=faults,
        is_changed=is_changed,
        choices=tuple(AccessChoice(id=str(level), text=level_for_trainer(level)) for level in LEVELS),
        measured=present_result.Range(
            name=_(services().area_names[area]), low=measured.low, high=measured.high
        ),
        is_graded=services().workspace.observations.is_graded(visit),
        standing=standing,
        withdraw_action=withdraw if standing else "",
        frame=frame_of(visit),
    )


def correct_form(
    visit: Visit,
    record: Record,
    question_id: str,
    *,
    given: Given | None = None,
    faults: tuple[str, ...] = (),
    is_changed: bool = False,
) -> present_record.RecordFormPage:
    """One answer of the access check; raises as ``observe_form``."""
    attempt, _profile = readable(
        visit, record, next(iter(record.profile.areas), "") if record.profile else ""
    )
    question = services().workspace.remarks.question(question_id)
    stands = attempt.access.get(question_id, "")
    return present_record.RecordFormPage(
        kind="correct",
        name=name_in_words(record.member),
        subject=_(question.question),
        action=_address(visit, record, "record.keep_correction", question=question_id),
        back_href=_back(visit, record, "materiel"),
        given=given or {"choice": stands, "before": choice_in_words(question, stands)},
        faults=faults,
        is_changed=is_changed,
        choices=tuple(
            AccessChoice(id=choice.id, text=_(choice.text), icon=choice.icon) for choice in question.choices
        ),
        frame=frame_of(visit),
    )


def reply_form(
    visit: Visit,
    record: Record,
    objection_id: str,
    *,
    given: Given | None = None,
    faults: tuple[str, ...] = (),
    is_changed: bool = False,
) -> present_record.RecordFormPage:
    """The reply to a disagreement; raises as ``services.workspace.remarks.reply``."""
    _only_trainers(visit)
    return present_record.RecordFormPage(
        kind="reply",
        name=name_in_words(record.member),
        action=_address(visit, record, "record.keep_reply", objection=objection_id),
        back_href=_back(visit, record, "avis"),
        today=today().isoformat(),
        given=given or {},
        faults=faults,
        is_changed=is_changed,
        objection=objection_line(services().workspace.remarks.objection(visit, record, objection_id), {}),
        frame=frame_of(visit),
    )


def note_form(
    visit: Visit,
    record: Record,
    note_id: str = "",
    *,
    given: Given | None = None,
    faults: tuple[str, ...] = (),
    is_changed: bool = False,
) -> present_record.RecordFormPage:
    """A note to write, or one that is there; raises as ``services.workspace.remarks.write``."""
    _only_trainers(visit)
    page = present_record.RecordFormPage(
        kind="note",
        name=name_in_words(record.member),
        action=_address(visit, record, "record.keep_note"),
        back_href=_back(visit, record, "notes"),
        submission=(given or {}).get("submission") or new_id(),
        given=given or {},
        faults=faults,
        is_changed=is_changed,
        frame=frame_of(visit),
    )
    if not note_id:
        return page
    note = services().workspace.remarks.note(visit, record, note_id)
    return replace(
        page,
        action=_address(visit, record, "record.keep_change", note=note_id),
        note=note_line(note, {}),
        may_change=may_change(visit, note, services().clock()),
        given=given or {"text": note.text},
    )


def _only_trainers(visit: Visit) -> None:
    if visit.rights is not Rights.TRAINER:
        raise NotAllowed("e-role", reason="not-a-trainer")


def _address(visit: Visit, record: Record, endpoint: str, **values: str) -> str:
    return url_for(endpoint, handle=visit.launch.handle, person=record.member.person_id, **values)  # type: ignore[arg-type]


def _back(visit: Visit, record: Record, anchor: str) -> str:
    return _address(visit, record, "cohort.person", _anchor=anchor)
