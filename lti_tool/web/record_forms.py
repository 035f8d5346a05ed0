"""What a trainer writes into one learner's record: an observed level, a correction, a reply, notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict, MalformedRequest
from lti_tool.services.cohorts import Record
from lti_tool.services.observations import readable
from lti_tool.web import showing_record_forms as showing
from lti_tool.web.guards import Policy, policy
from lti_tool.web.outside import submission, today
from lti_tool.web.present_record import RecordFormPage
from lti_tool.web.state import services, visit

View = Callable[..., Response]
Make = Callable[..., RecordFormPage]
_NOTE_FAULTS = frozenset({"note-missing", "words-too-long", "too-many-notes"})


def register(app: Flask) -> None:
    """Add the trainer's addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("/observed/<area>", "observe", observe, "GET"),
        ("/observed/<area>", "keep_observed", keep_observed, "POST"),
        ("/observed/<area>/withdraw", "withdraw", withdraw, "POST"),
        ("/access/<question>", "correct", correct, "GET"),
        ("/access/<question>", "keep_correction", keep_correction, "POST"),
        ("/objections/<objection>", "reply", reply, "GET"),
        ("/objections/<objection>", "keep_reply", keep_reply, "POST"),
        ("/notes", "add_note", add_note, "GET"),
        ("/notes", "keep_note", keep_note, "POST"),
        ("/notes/<note>", "change_note", change_note, "GET"),
        ("/notes/<note>", "keep_change", keep_change, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/cohort/<person>{path}", f"record.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def observe(handle: str, person: str, area: str) -> Response:
    """The form for the level that was seen in one area."""
    return _shown(showing.observe_form, _record(person), area)


@policy(Policy.TRAINER)
def keep_observed(handle: str, person: str, area: str) -> Response:
    """Keep the level that was seen."""
    record, form = _record(person), request.form
    readable(visit(), record, area)
    write = partial(
        services().workspace.observations.write,
        visit(),
        record,
        area,
        level=form.get("level", ""),
        reason=form.get("reason", ""),
        day=form.get("day", ""),
        now=services().clock(),
        today=today(),
    )
    return _written(write, showing.observe_form, record, area, anchor="domaines")


@policy(Policy.TRAINER)
def withdraw(handle: str, person: str, area: str) -> Response:
    """What was seen stands no longer."""
    services().workspace.observations.withdraw(visit(), _record(person), area, services().clock())
    return _kept(person, "domaines")


@policy(Policy.TRAINER)
def correct(handle: str, person: str, question: str) -> Response:
    """The form for one answer to correct."""
    return _shown(showing.correct_form, _record(person), question)


@policy(Policy.TRAINER)
def keep_correction(handle: str, person: str, question: str) -> Response:
    """Keep the corrected answer."""
    record, form = _record(person), request.form
    given = form.get("choice", ""), form.get("reason", "")
    write = partial(
        services().workspace.remarks.correct, visit(), record, question, *given, services().clock()
    )
    return _written(write, showing.correct_form, record, question, anchor="materiel")


@policy(Policy.TRAINER)
def reply(handle: str, person: str, objection: str) -> Response:
    """The form for the reply to a disagreement."""
    return _shown(showing.reply_form, _record(person), objection)


@policy(Policy.TRAINER)
def keep_reply(handle: str, person: str, objection: str) -> Response:
    """Keep the reply."""
    record, form = _record(person), request.form
    given = form.get("day", ""), form.get("words", "")
    write = partial(
        services().workspace.remarks.reply, visit(), record, objection, *given, services().clock()
    )
    return _written(write, showing.reply_form, record, objection, anchor="avis")


@policy(Policy.TRAINER)
def add_note(handle: str, person: str) -> Response:
    """The form for a note."""
    return _shown(showing.note_form, _record(person))


@policy(Policy.TRAINER)
def keep_note(handle: str, person: str) -> Response:
    """Keep a note."""
    record, text = _record(person), request.form.get("text", "")
    write = partial(
        services().workspace.remarks.write, visit(), record, text, submission(), services().clock()
    )
    return _written(partial(_noted, write), showing.note_form, record, anchor="notes")


@policy(Policy.TRAINER)
def change_note(handle: str, person: str, note: str) -> Response:
    """The form for one note that is there."""
    return _shown(showing.note_form, _record(person), note)


@policy(Policy.TRAINER)
def keep_change(handle: str, person: str, note: str) -> Response:
    """Write a note otherwise, strike it, or empty it."""
    record, remarks, now = _record(person), services().workspace.remarks, services().clock()
    if request.form.get("empty"):
        write = partial(remarks.empty, visit(), record, note, now)
    elif request.form.get("strike"):
        write = partial(remarks.strike, visit(), record, note, now)
    else:
        write = partial(remarks.rewrite, visit(), record, note, request.form.get("text", ""), now)
    return _written(partial(_noted, write), showing.note_form, record, note, anchor="notes")


def _written(
    write: Callable[[], tuple[str, ...]], make: Make, record: Record, *about: str, anchor: str
) -> Response:
    """The record once it is written; the form again with the faults, or with what somebody else wrote."""
    try:
        faults = write()
    except Conflict:
        return _again(make, record, *about, is_changed=True)
    if faults:
        return _again(make, record, *about, faults=faults)
    return _kept(record.member.person_id, anchor)


def _noted(write: Callable[[], object]) -> tuple[str, ...]:
    """What is wrong with the words of a note, for which nothing is written; empty when all is well."""
    try:
        write()
    except MalformedRequest as error:
        if error.reason not in _NOTE_FAULTS:
            raise
        return (error.reason,)
    return ()


def _record(person: str) -> Record:
    return services().cohorts.record(visit(), person)


def _shown(make: Make, record: Record, *about: str) -> Response:
    return make_response(render_template("cohort/record_form.html", page=make(visit(), record, *about)))


def _again(
    make: Make, record: Record, *about: str, faults: tuple[str, ...] = (), is_changed: bool = False
) -> Response:
    """The form with what was typed, and why it is not kept."""
    page = make(visit(), record, *about, given=request.form.to_dict(), faults=faults, is_changed=is_changed)
    status = 409 if is_changed else 422
    return make_response(render_template("cohort/record_form.html", page=page), status)


def _kept(person: str, anchor: str) -> Response:
    handle = visit().launch.handle
    address = url_for("cohort.person", handle=handle, person=person, notice="record-kept", _anchor=anchor)
    return cast(Response, redirect(address, 303))
