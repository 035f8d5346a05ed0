"""The sheet of what somebody does not master of the basic programme, for the trainers of a course."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.domain.attempt import Bank
from lti_tool.domain.eligibility import Eligibility, eligibility_of
from lti_tool.services.cohorts import Record
from lti_tool.services.documents import Documents
from lti_tool.services.launches import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilitySheets:
    """Use cases over this sheet. It is made from the result that every document tells of."""

    documents: Documents
    bank: Bank

    def of_person(self, visit: Visit, record: Record) -> Eligibility | None:
        """That of the person of this record; ``None`` before they sent a result."""
        talk = self.documents.talk(visit, record)
        if talk is None:
            return None
        return eligibility_of(talk.attempt, self.bank, tasks_with_help=talk.profile.tasks_with_help)
