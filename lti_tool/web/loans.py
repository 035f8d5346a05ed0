"""Loans of devices, on a trainer's screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.loan import Loan, LoanForm
from lti_tool.services.acting import only_trainers
from lti_tool.services.cohorts import Record
from lti_tool.services.ids import new_id
from lti_tool.web import showing_actions, showing_loans
from lti_tool.web.actions import is_id, version_asked
from lti_tool.web.guards import Policy, policy
from lti_tool.web.outside import submission, today
from lti_tool.web.showing_cohort import name_in_words
from lti_tool.web.state import services, visit

View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the trainer's addresses, which belong to « À faire »."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("new", "new_loan", new_loan, "GET"),
        ("", "lend", lend, "POST"),
        ("<loan>", "loan", loan_of_person, "GET"),
        ("<loan>", "change_loan", change_loan, "POST"),
        ("<loan>/return", "return_loan", return_loan, "POST"),
        ("<loan>/answer", "ask", ask, "POST"),
        ("<loan>/slip", "slip", slip, "GET"),
    )
    for path, name, view, method in routes:
        rule = f"/l/<handle>/cohort/<person>/loans/{path}".removesuffix("/")
        app.add_url_rule(rule, f"actions.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def new_loan(handle: str, person: str) -> Response:
    """A loan to write down; trainers only, not their assistants."""
    record = services().cohorts.record(visit(), person)
    only_trainers(visit())
    form = LoanForm(lent_on=today().isoformat())
    page = showing_loans.lend_page(visit(), person, name_in_words(record.member), form, new_id())
    return make_response(render_template("actions/lend.html", page=page))


@policy(Policy.TRAINER)
def lend(handle: str, person: str) -> Response:
    """Keep a loan, or say what is the matter."""
    record, form = services().cohorts.record(visit(), person), _form()
    only_trainers(visit())
    if not is_id(submission()):
        raise MalformedRequest(reason="submission")
    faults = services().workspace.loans.lend(visit(), record, submission(), form)
    if not faults:
        return _to(person, submission(), "lent")
    name = name_in_words(record.member)
    page = showing_loans.lend_page(visit(), person, name, form, submission(), faults)
    return make_response(render_template("actions/lend.html", page=page), 422)


@policy(Policy.TRAINER)
def loan_of_person(handle: str, person: str, loan: str) -> Response:
    """One loan."""
    record, found = _found(person, loan)
    notice = showing_actions.notice_of(request.args.get("notice", ""))
    page = showing_loans.loan_page(visit(), name_in_words(record.member), found, notice=notice)
    return make_response(render_template("actions/loan.html", page=page))


@policy(Policy.TRAINER)
def change_loan(handle: str, person: str, loan: str) -> Response:
    """Keep other terms, or say what is the matter."""
    (record, found), form = _found(person, loan), _form()
    try:
        faults = services().workspace.loans.change(visit(), record, loan, version_asked(), form)
    except Conflict:
        return _to(person, loan, "changed")
    if not faults:
        return _to(person, loan, "kept")
    name = name_in_words(record.member)
    page = showing_loans.loan_page(visit(), name, found, form=form, faults=faults)
    return make_response(render_template("actions/loan.html", page=page), 422)


@policy(Policy.TRAINER)
def return_loan(handle: str, person: str, loan: str) -> Response:
    """Note that the device came back, or that this was a mistake."""
    record, found = _found(person, loan)
    given = {name: request.form.get(name, "") for name in ("day", "missing")}
    try:
        if request.form.get("lent-again"):
            services().workspace.loans.lend_again(visit(), record, loan, version_asked())
            return _to(person, loan, "lent-again")
        faults = services().workspace.loans.take_back(visit(), record, loan, version_asked(), **given)
    except Conflict:
        return _to(person, loan, "changed")
    if not faults:
        return _to(person, loan, "returned")
    name = name_in_words(record.member)
    page = showing_loans.loan_page(visit(), name, found, back=given, back_faults=faults)
    return make_response(render_template("actions/loan.html", page=page), 422)


@policy(Policy.TRAINER)
def ask(handle: str, person: str, loan: str) -> Response:
    """Keep what the learner says of the device."""
    record, _found_loan = _found(person, loan)
    try:
        services().workspace.loans.ask(visit(), record, loan, version_asked(), request.form.get("helps", ""))
    except Conflict:
        return _to(person, loan, "changed")
    if request.form.get("from") == "list":
        address = url_for("actions.overview", handle=visit().launch.handle, notice="answered")
        return cast(Response, redirect(address, 303))
    return _to(person, loan, "answered")


@policy(Policy.TRAINER)
def slip(handle: str, person: str, loan: str) -> Response:
    """The learner's copy, to print."""
    record, found = _found(person, loan)
    page = showing_loans.slip_page(visit(), name_in_words(record.member), found)
    return make_response(render_template("actions/slip.html", page=page))


def _found(person: str, loan: str) -> tuple[Record, Loan]:
    """The person and the loan of an address.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    record = services().cohorts.record(visit(), person)
    if not is_id(loan):
        raise NotFound(reason="no-such-loan")
    return record, services().workspace.loans.find(visit(), record, loan)


def _form() -> LoanForm:
    """The form as it was sent."""
    names = ("thing", "what", "inventory", "more", "lent_on", "due_on", "condition")
    given = {name: request.form.get(name, "") for name in names}
    return LoanForm(**given, accessories=tuple(request.form.getlist("accessory")))


def _to(person: str, loan: str, notice: str) -> Response:
    address = url_for("actions.loan", handle=visit().launch.handle, person=person, loan=loan, notice=notice)
    return cast(Response, redirect(address, 303))
