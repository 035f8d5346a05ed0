"""From loans to what the templates print."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from lti_tool.domain.loan import Loan, LoanForm, Terms, is_overdue, is_to_be_asked
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Visit
from lti_tool.services.wording import local_day
from lti_tool.web import present_actions as present
from lti_tool.web import present_todo
from lti_tool.web.action_words import (
    accessories,
    accessories_in_words,
    date_in_words,
    thing_in_words,
    things,
)
from lti_tool.web.i18n import day_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

_HELPS: dict[str, present_todo.Helps] = {one: one for one in ("yes", "a-little", "no", "to-repair")}


def loan_line(visit: Visit, loan: Loan, names: Mapping[str, str]) -> present_todo.LoanLine:
    """One loan, for a trainer; an assistant may press nothing."""
    address = {"handle": visit.launch.handle, "person": loan.person_id, "loan": loan.id}
    is_trainer, today = visit.rights is Rights.TRAINER, local_day(services().clock())
    return present_todo.LoanLine(
        thing=thing_in_words(loan.terms),
        lent_on=date_in_words(loan.terms.lent_on),
        accessories=accessories_in_words(loan.terms),
        inventory=loan.terms.inventory,
        due_on=date_in_words(loan.terms.due_on) if loan.terms.due_on else "",
        condition=loan.terms.condition,
        lent_by=names.get(loan.lent_by, ""),
        returned_on=date_in_words(loan.returned_on) if loan.returned_on else "",
        returned_by=names.get(loan.returned_by or "", ""),
        missing=loan.missing,
        helps=_HELPS.get(loan.helps, ""),
        helps_at=day_in_words(loan.helps_at) if loan.helps_at else "",
        is_overdue=is_overdue(loan, today),
        is_to_be_asked=is_to_be_asked(loan, today),
        version=loan.version,
        href=url_for("actions.loan", **address),  # type: ignore[arg-type]
        slip_href=url_for("actions.slip", **address),  # type: ignore[arg-type]
        ask_action=url_for("actions.ask", **address) if is_trainer and loan.is_open else "",  # type: ignore[arg-type]
    )


def own_loans(loans: tuple[Loan, ...]) -> tuple[present_todo.LoanLine, ...]:
    """What is lent to the reader, with nothing to press."""
    return tuple(
        present_todo.LoanLine(
            thing=thing_in_words(one.terms),
            lent_on=date_in_words(one.terms.lent_on),
            accessories=accessories_in_words(one.terms),
            due_on=date_in_words(one.terms.due_on) if one.terms.due_on else "",
        )
        for one in loans
    )


def fields_of(form: LoanForm, faults: Mapping[str, str] | None = None) -> present.LoanFields:
    """The fields of a form, as they were sent."""
    names = ("thing", "what", "inventory", "more", "lent_on", "due_on", "condition")
    return present.LoanFields(
        things=tuple(present.Choice(id=name, text=text) for name, text in things()),
        accessories=tuple(present.Choice(id=name, text=text) for name, text in accessories()),
        given={name: getattr(form, name) for name in names},
        ticked=form.accessories,
        faults=faults or {},
    )


def form_of(terms: Terms) -> LoanForm:
    """The form that would give these terms."""
    return LoanForm(
        thing=terms.thing,
        what=terms.what,
        inventory=terms.inventory,
        accessories=terms.accessories,
        more=terms.more,
        lent_on=terms.lent_on.isoformat(),
        due_on=terms.due_on.isoformat() if terms.due_on else "",
        condition=terms.condition,
    )


def lend_page(
    visit: Visit,
    person_id: str,
    name: str,
    form: LoanForm,
    submission: str,
    faults: Mapping[str, str] | None = None,
) -> present.LendPage:
    """A loan to write down."""
    address = {"handle": visit.launch.handle, "person": person_id}
    return present.LendPage(
        name=name,
        fields=fields_of(form, faults),
        submission=submission,
        action=url_for("actions.lend", **address),  # type: ignore[arg-type]
        back_href=url_for("actions.person", **address),  # type: ignore[arg-type]
        frame=frame_of(visit),
    )


def loan_page(
    visit: Visit,
    name: str,
    loan: Loan,
    *,
    form: LoanForm | None = None,
    faults: Mapping[str, str] | None = None,
    back: Mapping[str, str] | None = None,
    back_faults: Mapping[str, str] | None = None,
    notice: present.Notice = "",
) -> present.LoanPage:
    """One loan; ``form`` and ``back`` are what was typed, with their faults."""
    address = {"handle": visit.launch.handle, "person": loan.person_id}
    is_trainer = visit.rights is Rights.TRAINER
    today = local_day(services().clock()).isoformat()
    return present.LoanPage(
        name=name,
        loan=loan_line(visit, loan, _names(visit, loan)),
        fields=fields_of(form or form_of(loan.terms), faults),
        back_faults=back_faults or {},
        back_given=back or {"day": today, "missing": ""},
        change_action=url_for("actions.change_loan", loan=loan.id, **address) if is_trainer else "",  # type: ignore[arg-type]
        return_action=url_for("actions.return_loan", loan=loan.id, **address) if is_trainer else "",  # type: ignore[arg-type]
        back_href=url_for("actions.person", **address),  # type: ignore[arg-type]
        notice=notice,
        frame=frame_of(visit),
    )


def slip_page(visit: Visit, name: str, loan: Loan) -> present.SlipPage:
    """The learner's copy, on paper."""
    address = {"handle": visit.launch.handle, "person": loan.person_id, "loan": loan.id}
    names = _names(visit, loan)
    return present.SlipPage(
        name=name,
        course=visit.course,
        loan=loan_line(visit, loan, names),
        ticks=tuple((text, code in loan.terms.accessories) for code, text in accessories()),
        more=loan.terms.more,
        trainer=names.get(loan.lent_by, ""),
        back_href=url_for("actions.loan", **address),  # type: ignore[arg-type]
        frame=frame_of(visit),
    )


def _names(visit: Visit, loan: Loan) -> Mapping[str, str]:
    return services().workspace.loans.names(visit, loan)
