"""From what was added to a record to what the pages print of it, for the trainer and for the learner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial

from flask import url_for

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.framework import AREAS
from lti_tool.domain.journey import Journey
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.observation import Observation, standing_in
from lti_tool.domain.remarks import BY_ONESELF, Correction, Note, Objection
from lti_tool.domain.roles import Rights
from lti_tool.domain.start import Stage
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.web import present_record, present_result
from lti_tool.web.i18n import _, can_do_in_words, day_in_words
from lti_tool.web.observed_words import level_for_learner, level_for_trainer
from lti_tool.web.state import services

NOON = time(12)
Names = Mapping[str, str]


def additions(visit: Visit, record: Record, *, notice: str = "") -> present_record.RecordAdditions:
    """What stands beside the result of one person; only a trainer's page leads to forms."""
    found, person = services().workspace.records.of_record(visit, record), record.member.person_id
    may_write = visit.rights is Rights.TRAINER
    address = partial(url_for, handle=visit.launch.handle, person=person)
    ours = [one for one in found.observations if record.attempt and one.attempt_id == record.attempt.id]
    areas = record.profile.areas if record.profile else {}
    questions = services().attempts.access_questions
    return present_record.RecordAdditions(
        observed={
            area: replace(
                observed_area(area, ours, found.names),
                href=address("record.observe", area=area) if may_write else "",
            )
            for area in AREAS
            if area in areas
        },
        corrections=correction_lines(found.corrections, found.names),
        objections=tuple(
            replace(
                objection_line(one, found.names),
                href=address("record.reply", objection=one.id) if may_write and one.is_open else "",
            )
            for one in found.objections
        ),
        notes=tuple(
            replace(
                note_line(one, found.names),
                href=address("record.change_note", note=one.id)
                if may_write and one.emptied_at is None
                else "",
            )
            for one in reversed(found.notes)
        ),
        journey=journey_table(record.journey, found.observations),
        access_changes=access_changes(record.journey),
        correct_hrefs={_(one.question): address("record.correct", question=one.id) for one in questions}
        if may_write and record.profile
        else {},
        note_href=address("record.add_note") if may_write else "",
        next_step=_("Apprendre à %(can_do)s.", can_do=can_do_in_words(record.profile.next_step))
        if record.profile and record.profile.next_step
        else "",
        is_kept=notice == "record-kept",
    )


def noted(visit: Visit, attempt: Attempt) -> present_record.Noted:
    """What the learner reads of it on the own result."""
    found = services().workspace.records.own(attempt)
    observed = (observed_area(area, found.observations, found.names) for area in AREAS)
    return present_record.Noted(
        observed=tuple(area for area in observed if area.standing or area.earlier),
        corrections=correction_lines(found.corrections, found.names),
        objections=tuple(objection_line(one, found.names) for one in found.objections),
        object_href=url_for("objection.say", handle=visit.launch.handle),
    )


def observed_area(
    area: str, observations: Sequence[Observation], names: Names
) -> present_record.ObservedArea:
    """What was observed of one area in one attempt."""
    standing = standing_in(observations, area)
    ended = [one for one in observations if one.area == area and not one.stands]
    return present_record.ObservedArea(
        name=_(services().area_names[area]),
        standing=observed_line(standing, names) if standing else None,
        earlier=tuple(observed_line(one, names) for one in reversed(ended)),
    )


def observed_line(one: Observation, names: Names) -> present_record.ObservedLine:
    """One observation."""
    return present_record.ObservedLine(
        level=one.level,
        words=level_for_trainer(one.level),
        own_words=level_for_learner(one.level),
        reason=one.reason,
        day=date_in_words(one.observed_on),
        by=names.get(one.written_by, ""),
        ended=one.ended_how.value if one.ended_how else "",
        ended_at=day_in_words(one.ended_at) if one.ended_at else "",
        ended_by=names.get(one.ended_by or "", ""),
    )


def correction_lines(
    corrections: Sequence[Correction], names: Names
) -> tuple[present_record.CorrectionLine, ...]:
    """The corrections in the words of the questions; one of a question that is gone is left out."""
    questions = {one.id: one for one in services().attempts.access_questions}
    return tuple(
        present_record.CorrectionLine(
            question=_(questions[one.question].question),
            before=choice_in_words(questions[one.question], one.before),
            after=choice_in_words(questions[one.question], one.after),
            reason="" if one.reason == BY_ONESELF else one.reason,
            day=day_in_words(one.written_at),
            by=names.get(one.written_by, ""),
            is_own=one.reason == BY_ONESELF,
        )
        for one in corrections
        if one.question in questions
    )


def choice_in_words(question: AccessQuestion, choice_id: str) -> str:
    """One answer of the access check; empty when nothing was said."""
    found = next((choice for choice in question.choices if choice.id == choice_id), None)
    return _(found.text) if found is not None else ""


def objection_line(one: Objection, names: Names) -> present_record.ObjectionLine:
    """One disagreement with its reply."""
    return present_record.ObjectionLine(
        day=day_in_words(one.said_at),
        words=one.words,
        talked_on=date_in_words(one.talked_on) if one.talked_on else "",
        reply=one.reply,
        by=names.get(one.replied_by or "", ""),
    )


def note_line(one: Note, names: Names) -> present_record.NoteLine:
    """One note, as it stands."""
    ended_at = one.emptied_at or one.struck_at
    return present_record.NoteLine(
        text=one.text,
        day=day_in_words(one.written_at),
        by=names.get(one.written_by, ""),
        state="emptied" if one.emptied_at else "struck" if one.struck_at else "",
        is_changed=one.changed_at is not None,
        ended_at=day_in_words(ended_at) if ended_at else "",
        ended_by=names.get(one.emptied_by or one.struck_by or "", ""),
    )


def journey_table(
    journey: Journey, observations: Sequence[Observation] = ()
) -> present_record.JourneyTable | None:
    """Before, midway and end, each held against the entry; ``None`` when there are not two of them."""
    told = ((Stage.ENTRY, journey.entry), (Stage.MIDWAY, journey.midway), (Stage.END, journey.end))
    stages = [(stage, attempt) for stage, attempt in told if attempt is not None]
    if len(stages) < 2:
        return None
    attempts, entry = services().attempts, journey.entry
    since = [
        attempts.progress(entry, one) if entry and stage is not Stage.ENTRY else None for stage, one in stages
    ]
    levels = [attempts.profile(one).areas for _stage, one in stages]
    rows = tuple(
        present_record.JourneyRow(
            name=_(services().area_names[area]),
            cells=tuple(
                present_record.StageCell(
                    range=present_result.Range(
                        name=_(services().area_names[area]), low=known[area].low, high=known[area].high
                    )
                    if area in known
                    else None,
                    change=progress.areas[area].value if progress and area in progress.areas else "",
                    observed=_observed_level(observations, one, area),
                )
                for known, progress, (_stage, one) in zip(levels, since, stages, strict=True)
            ),
        )
        for area in AREAS
        if any(area in known for known in levels)
    )
    heads = tuple(
        present_record.StageHead(
            stage=stage.value,
            day=day_in_words(one.finished_at or one.updated_at),
            overall=progress.overall.value if progress and progress.overall else "",
        )
        for (stage, one), progress in zip(stages, since, strict=True)
    )
    return present_record.JourneyTable(heads=heads, rows=rows)


def access_changes(journey: Journey) -> tuple[present_record.AccessChange, ...]:
    """The conditions at the entry and at the end, of the questions that were answered at both."""
    if journey.entry is None or journey.end is None:
        return ()
    then, today = journey.entry.access, journey.end.access
    found = (
        (one, choice_in_words(one, then.get(one.id, "")), choice_in_words(one, today.get(one.id, "")))
        for one in services().attempts.access_questions
    )
    return tuple(
        present_record.AccessChange(question=_(one.question), before=before, now=now)
        for one, before, now in found
        if before and now
    )


def date_in_words(day: date) -> str:
    """A day without a time, as ``day_in_words``."""
    return day_in_words(datetime.combine(day, NOON))


def _observed_level(observations: Sequence[Observation], attempt: Attempt, area: str) -> int | None:
    found = standing_in([one for one in observations if one.attempt_id == attempt.id], area)
    return found.level if found else None
