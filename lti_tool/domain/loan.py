"""A lent device: what, with which accessories, from when until when, how it came back, whether it helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from lti_tool.domain.checks import LINE_LENGTH, tidied
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.outside import day_in

INVENTORY_LENGTH = 40
CONDITION_LENGTH = 200
ASKED_AFTER = timedelta(days=14)
"""When somebody asks whether the device helps (S0-10: lent computers stayed unused)."""
LENT_AT_MOST = timedelta(days=3 * 366)
OLDEST = timedelta(days=5 * 366)
OTHER_THING = "other"
THINGS = ("laptop", "desktop", "tablet", "phone", "modem", OTHER_THING)
ACCESSORIES = ("charger", "mouse", "headset", "bag", "modem")
Faults = Mapping[str, str]
"""What is the matter, by field."""


class Helps(StrEnum):
    """What the learner says of the device after some days; ``UNASKED`` before."""

    UNASKED = ""
    YES = "yes"
    A_LITTLE = "a-little"
    NO = "no"
    TO_REPAIR = "to-repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanForm:
    """The form of a loan as it was sent, nothing checked yet. Days are ISO 8601 or as typed."""

    thing: str = ""
    what: str = ""
    inventory: str = ""
    accessories: tuple[str, ...] = ()
    more: str = ""
    lent_on: str = ""
    due_on: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed. ``what`` says more of the thing, and is never empty for another one; ``more`` are
    other accessories. ``due_on`` is ``None`` when no day was fixed.
    """

    thing: str
    what: str
    inventory: str
    accessories: tuple[str, ...]
    more: str
    lent_on: date
    due_on: date | None
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """One loan to one person of a course. It is over with ``returned_on``; ``missing`` then says what did not
    come back. ``version`` counts the changes.
    """

    id: str
    centre_id: str
    context_id: str
    person_id: str
    terms: Terms
    lent_by: str
    lent_at: datetime
    version: int = 1
    returned_on: date | None = None
    returned_by: str | None = None
    missing: str = ""
    helps: Helps = Helps.UNASKED
    helps_at: datetime | None = None
    helps_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the device is still lent."""
        return self.returned_on is None


def checked(form: LoanForm, today: date) -> Terms | Faults:
    """What was submitted, as it may be kept, or what is the matter by field.

    Raises:
        MalformedRequest: an accessory or a thing that no form offers.
    """
    if (form.thing and form.thing not in THINGS) or not set(form.accessories) <= set(ACCESSORIES):
        raise MalformedRequest(reason="unknown-thing")
    what, inventory, more, condition = (
        tidied(text) for text in (form.what, form.inventory, form.more, form.condition)
    )
    lent_on, due_on = day_in(form.lent_on), day_in(form.due_on)
    long = {
        "what": len(what) > LINE_LENGTH,
        "inventory": len(inventory) > INVENTORY_LENGTH,
        "more": len(more) > LINE_LENGTH,
        "condition": len(condition) > CONDITION_LENGTH,
    }
    faults = {name: "too-long" for name, is_long in long.items() if is_long} | _days(form, today)
    if not form.thing:
        faults["thing"] = "missing"
    elif form.thing == OTHER_THING and not what:
        faults["what"] = "missing"
    if faults or lent_on is None:
        return faults
    return Terms(
        thing=form.thing,
        what=what,
        inventory=inventory,
        accessories=tuple(one for one in ACCESSORIES if one in form.accessories),
        more=more,
        lent_on=lent_on,
        due_on=due_on,
        condition=condition,
    )


def changed(loan: Loan, terms: Terms) -> Loan:
    """The loan with other terms; the same value when nothing differs."""
    return loan if loan.terms == terms else replace(loan, terms=terms, version=loan.version + 1)


def taken_back(loan: Loan, day: str, missing: str, today: date, *, by: str) -> Loan | Faults:
    """The loan after the device came back, or what is the matter by field. The same again changes nothing."""
    back_on, line = day_in(day), tidied(missing)
    faults = _day_faults("day", day, today)
    if back_on is not None and not faults and back_on < loan.terms.lent_on:
        faults["day"] = "before-lent"
    if len(line) > CONDITION_LENGTH:
        faults["missing"] = "too-long"
    if faults or back_on is None:
        return faults
    if (loan.returned_on, loan.missing) == (back_on, line):
        return loan
    return replace(loan, returned_on=back_on, missing=line, returned_by=by, version=loan.version + 1)


def lent_again(loan: Loan) -> Loan:
    """The loan as if it had not come back: somebody pressed by mistake."""
    if loan.is_open:
        return loan
    return replace(loan, returned_on=None, returned_by=None, missing="", version=loan.version + 1)


def answered(loan: Loan, helps: Helps, *, by: str, now: datetime) -> Loan:
    """The loan with what the learner says of it; the same answer again keeps its day."""
    if helps is loan.helps or not loan.is_open:
        return loan
    return replace(loan, helps=helps, helps_at=now, helps_by=by, version=loan.version + 1)


def is_overdue(loan: Loan, today: date) -> bool:
    """Whether the day of return has passed."""
    return loan.is_open and loan.terms.due_on is not None and loan.terms.due_on < today


def is_to_be_asked(loan: Loan, today: date) -> bool:
    """Whether it is time to ask if the device helps."""
    return loan.is_open and loan.helps is Helps.UNASKED and today >= loan.terms.lent_on + ASKED_AFTER


def is_to_be_done(loan: Loan, today: date) -> bool:
    """Whether a loan asks for something this week."""
    return (
        is_overdue(loan, today)
        or is_to_be_asked(loan, today)
        or (loan.is_open and loan.helps is Helps.TO_REPAIR)
    )


def _days(form: LoanForm, today: date) -> dict[str, str]:
    faults = _day_faults("lent_on", form.lent_on, today)
    lent_on, due_on = day_in(form.lent_on), day_in(form.due_on)
    if form.due_on.strip() and due_on is None:
        faults["due_on"] = "no-date"
    elif due_on is not None and lent_on is not None and "lent_on" not in faults:
        if due_on < lent_on:
            faults["due_on"] = "before-lent"
        elif due_on > lent_on + LENT_AT_MOST:
            faults["due_on"] = "too-far"
    return faults


def _day_faults(name: str, text: str, today: date) -> dict[str, str]:
    """What is the matter with a day that must be there and have come."""
    day = day_in(text)
    if day is None:
        return {name: "no-date" if text.strip() else "missing"}
    if day > today:
        return {name: "future"}
    return {name: "too-old"} if day < today - OLDEST else {}
