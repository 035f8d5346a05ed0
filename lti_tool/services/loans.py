"""Loans of devices: made, changed, returned by trainers; the learner reads their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lti_tool.domain import loan as rules
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.loan import Faults, Helps, Loan, LoanForm, Terms
from lti_tool.domain.needs import AccessQuestion
from lti_tool.services.acting import only_trainers, place_of, settle_loan_need, write_down
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store, UnitOfWork


class Loans:
    """Use cases over loans. What changes one is for trainers alone, not for their assistants."""

    def __init__(
        self, store: Store, *, access: Sequence[AccessQuestion], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._access = tuple(access)
        self._clock = clock

    def own(self, visit: Visit) -> tuple[Loan, ...]:
        """What is lent to the visitor in this course; nothing where there is none."""
        link = visit.link
        if link.context_id is None:
            return ()
        with self._store.reading() as unit:
            found = unit.loans.of_person(link.centre_id, link.context_id, visit.launch.person_id)
        return tuple(one for one in found if one.is_open)

    def find(self, visit: Visit, record: Record, loan_id: str) -> Loan:
        """One loan of one person; the ``record`` shows that the visitor may read it.

        Raises:
            NotFound: it does not exist, or is somebody else's.
        """
        with self._store.reading() as unit:
            return _loan(unit, visit, record, loan_id)

    def names(self, visit: Visit, loan: Loan) -> Mapping[str, str]:
        """The names of the trainers who lent, asked and took back, by id."""
        people = {one for one in (loan.lent_by, loan.returned_by, loan.helps_by) if one is not None}
        with self._store.reading() as unit:
            return unit.course_members.names(visit.link.centre_id, people)

    def lend(self, visit: Visit, record: Record, loan_id: str, form: LoanForm) -> Faults:
        """Keep a loan, unless something is the matter with the form: what, by field. ``loan_id`` is the
        form's own: sent twice, it is one loan. A need of a device that was open is done with it.

        Raises:
            NotAllowed: the visitor is no trainer.
            MalformedRequest: see ``domain.loan.checked``.
        """
        only_trainers(visit)
        terms = rules.checked(form, local_day(self._clock()))
        if not isinstance(terms, Terms):
            return terms
        try:
            self._lend(visit, record, loan_id, terms)
        except Conflict:
            self._lend(visit, record, loan_id, terms)
        return {}

    def change(self, visit: Visit, record: Record, loan_id: str, version: int, form: LoanForm) -> Faults:
        """Keep other terms; faults and errors as ``lend``.

        Raises:
            NotFound: it does not exist, or is somebody else's.
            Conflict: another trainer changed it since the page was shown; nothing is stored.
        """
        only_trainers(visit)
        terms = rules.checked(form, local_day(self._clock()))
        if not isinstance(terms, Terms):
            return terms
        self._move(visit, record, loan_id, version, lambda loan: rules.changed(loan, terms), "loan-changed")
        return {}

    def take_back(
        self, visit: Visit, record: Record, loan_id: str, version: int, *, day: str, missing: str
    ) -> Faults:
        """Note on which day the device came back, and what is missing; raises as ``change``."""
        only_trainers(visit)
        today, by = local_day(self._clock()), visit.launch.person_id
        found = rules.taken_back(self.find(visit, record, loan_id), day, missing, today, by=by)
        if not isinstance(found, Loan):
            return found
        self._move(
            visit,
            record,
            loan_id,
            version,
            lambda loan: _returned(loan, day, missing, visit, self._clock()),
            "loan-returned",
        )
        return {}

    def lend_again(self, visit: Visit, record: Record, loan_id: str, version: int) -> None:
        """Take the return back; raises as ``change``."""
        only_trainers(visit)
        self._move(visit, record, loan_id, version, rules.lent_again, "loan-changed")

    def ask(self, visit: Visit, record: Record, loan_id: str, version: int, answer: str) -> None:
        """Keep what the learner says of the device.

        Raises:
            MalformedRequest: another answer; the rest as ``change``.
        """
        only_trainers(visit)
        if answer not in set(Helps) - {Helps.UNASKED}:
            raise MalformedRequest(reason="unknown-answer")
        helps, by, now = Helps(answer), visit.launch.person_id, self._clock()
        self._move(
            visit,
            record,
            loan_id,
            version,
            lambda loan: rules.answered(loan, helps, by=by, now=now),
            "loan-changed",
        )

    def _lend(self, visit: Visit, record: Record, loan_id: str, terms: Terms) -> None:
        place, by, now = place_of(visit), visit.launch.person_id, self._clock()
        person_id = record.member.person_id
        with self._store.writing() as unit:
            known = unit.loans.find(place[0], loan_id)
            if known is not None:
                if (known.context_id, known.person_id) != (place[1], person_id):
                    raise MalformedRequest(reason="loan-of-another-form")
                return
            unit.loans.add(
                Loan(
                    id=loan_id,
                    centre_id=place[0],
                    context_id=place[1],
                    person_id=person_id,
                    terms=terms,
                    lent_by=by,
                    lent_at=now,
                )
            )
            settle_loan_need(unit, place, person_id, self._access, by, now)
            write_down(unit, place[0], by, "loan-made", loan_id, now)

    def _move(
        self,
        visit: Visit,
        record: Record,
        loan_id: str,
        version: int,
        move: Callable[[Loan], Loan],
        deed: str,
    ) -> None:
        with self._store.writing() as unit:
            before = _loan(unit, visit, record, loan_id)
            after = move(before)
            if after is before:
                return
            if before.version != version:
                raise Conflict(reason="loan-changed-meanwhile")
            unit.loans.save(after, before)
            write_down(unit, before.centre_id, visit.launch.person_id, deed, loan_id, self._clock())


def _returned(loan: Loan, day: str, missing: str, visit: Visit, now: datetime) -> Loan:
    found = rules.taken_back(loan, day, missing, local_day(now), by=visit.launch.person_id)
    if not isinstance(found, Loan):
        raise Conflict(reason="loan-changed-meanwhile")
    return found


def _loan(unit: UnitOfWork, visit: Visit, record: Record, loan_id: str) -> Loan:
    centre_id, context_id = place_of(visit)
    found = unit.loans.find(centre_id, loan_id)
    if found is None or (found.context_id, found.person_id) != (context_id, record.member.person_id):
        raise NotFound(reason="no-such-loan")
    return found
