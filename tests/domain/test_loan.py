"""Loans: what may be kept, when something is to be done, how one ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.loan import (
    Helps,
    Loan,
    LoanForm,
    Terms,
    answered,
    changed,
    checked,
    is_overdue,
    is_to_be_asked,
    is_to_be_done,
    lent_again,
    taken_back,
)
from tests.factories import NOW

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
FORM = LoanForm(thing="laptop", accessories=("mouse", "charger"), lent_on="2026-11-20", due_on="1/2/2027")
TERMS = Terms(
    thing="laptop",
    what="",
    inventory="",
    accessories=("charger", "mouse"),
    more="",
    lent_on=TODAY,
    due_on=date(2027, 2, 1),
    condition="",
)
LOAN = Loan(id="l", centre_id="c", context_id="k", person_id="p", terms=TERMS, lent_by="t", lent_at=NOW)


def test_a_form_becomes_terms_with_the_accessories_in_order() -> None:
    assert TERMS == checked(FORM, TODAY)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"thing": ""}, {"thing": "missing"}),
        ({"thing": "other", "what": "\t"}, {"what": "missing"}),
        ({"what": "x" * 121}, {"what": "too-long"}),
        ({"more": "x" * 121}, {"more": "too-long"}),
        ({"inventory": "x" * 41}, {"inventory": "too-long"}),
        ({"condition": "x" * 201}, {"condition": "too-long"}),
        ({"lent_on": ""}, {"lent_on": "missing"}),
        ({"lent_on": "2026-11-21"}, {"lent_on": "future"}),
        ({"lent_on": "2021-01-01"}, {"lent_on": "too-old"}),
        ({"lent_on": "x", "due_on": "y"}, {"lent_on": "no-date", "due_on": "no-date"}),
        ({"due_on": "2026-11-19"}, {"due_on": "before-lent"}),
        ({"due_on": "2029-11-23"}, {"due_on": "too-far"}),
    ],
)
def test_what_is_the_matter_is_told_by_field(changes: dict[str, str], faults: dict[str, str]) -> None:
    assert faults == checked(replace(FORM, **changes), TODAY)  # type: ignore[arg-type]  # texts


@pytest.mark.parametrize("changes", [{"thing": "car"}, {"accessories": ("car",)}])
def test_what_no_form_offers_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedRequest):
        checked(replace(FORM, **changes), TODAY)  # type: ignore[arg-type]  # fields


def test_a_loan_without_a_day_of_return_is_never_overdue() -> None:
    terms = checked(replace(FORM, due_on=" "), TODAY)
    assert isinstance(terms, Terms)

    assert not is_overdue(replace(LOAN, terms=terms), TODAY + 900 * DAY)


def test_it_is_overdue_on_the_day_after_and_asked_about_after_two_weeks() -> None:
    due = date(2027, 2, 1)

    assert (False, True) == (is_overdue(LOAN, due), is_overdue(LOAN, due + DAY))
    assert (False, True) == (is_to_be_asked(LOAN, TODAY + 13 * DAY), is_to_be_asked(LOAN, TODAY + 14 * DAY))
    assert (False, True) == (is_to_be_done(LOAN, TODAY + 13 * DAY), is_to_be_done(LOAN, TODAY + 14 * DAY))


def test_an_answer_ends_the_question_and_a_repair_stays_to_be_done() -> None:
    helps = answered(LOAN, Helps.YES, by="t", now=NOW)
    broken = answered(helps, Helps.TO_REPAIR, by="t", now=NOW)

    assert not is_to_be_done(helps, TODAY + 14 * DAY)
    assert is_to_be_done(broken, TODAY + 14 * DAY)
    assert helps is answered(helps, Helps.YES, by="other", now=NOW)


def test_what_came_back_asks_for_nothing_any_more() -> None:
    back = taken_back(
        answered(LOAN, Helps.TO_REPAIR, by="t", now=NOW), "20/11/2026", " la souris ", TODAY, by="t"
    )
    assert isinstance(back, Loan)

    assert (TODAY, "la souris", "t", False) == (
        back.returned_on,
        back.missing,
        back.returned_by,
        back.is_open,
    )
    assert not is_to_be_done(back, TODAY + 900 * DAY)
    assert back is taken_back(back, "2026-11-20", "la souris", TODAY, by="other")
    assert back is answered(back, Helps.NO, by="t", now=NOW)


@pytest.mark.parametrize(
    ("day", "missing", "faults"),
    [
        ("", "", {"day": "missing"}),
        ("hier", "", {"day": "no-date"}),
        ("2026-11-21", "", {"day": "future"}),
        ("2026-11-19", "", {"day": "before-lent"}),
        ("2026-11-20", "x" * 201, {"missing": "too-long"}),
    ],
)
def test_a_return_says_what_is_the_matter(day: str, missing: str, faults: dict[str, str]) -> None:
    assert faults == taken_back(LOAN, day, missing, TODAY, by="t")


def test_a_return_by_mistake_is_undone_and_the_same_terms_change_nothing() -> None:
    back = taken_back(LOAN, "2026-11-20", "", TODAY, by="t")
    assert isinstance(back, Loan)

    assert (True, "", 3) == (lent_again(back).is_open, lent_again(back).missing, lent_again(back).version)
    assert LOAN is lent_again(LOAN)
    assert LOAN is changed(LOAN, TERMS)
