"""What people may do about their data, and what the centre does then: read, ask, pause, go on, erase.

Source: GDPR articles 12, 15, 17 and 18; the project's data rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.audit import COMMAND_LINE, LEARNER, Deed, actor_of
from lti_tool.domain.data_request import (
    ANSWER_CHARACTERS,
    Asked,
    Asking,
    DataRequest,
    Restricted,
    may_be_asked,
)
from lti_tool.domain.errors import Conflict, NotAllowed, NotFound
from lti_tool.services.administrators import Administration
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.person_copy import PersonCopy
from lti_tool.services.privacy import Erased, Privacy
from lti_tool.services.reviewing import only_reviewers
from lti_tool.store.unit_of_work import Store, UnitOfWork

SHOWN_AT_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """What the page of one's own data shows. ``since`` is since when they are only stored, ``None`` when they
    are used; ``may_ask`` is what nobody has been asked for yet; ``kept_months`` after how many months without
    a visit the centre forgets a person.
    """

    centre_name: str
    since: datetime | None
    requests: tuple[DataRequest, ...]
    may_ask: tuple[Asked, ...]
    kept_months: int


class DataRights:
    """Use cases over one's own data, and over those of a centre's people as far as they asked."""

    def __init__(self, store: Store, privacy: Privacy, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._privacy = privacy
        self._clock = clock

    def own(self, visit: Visit) -> OwnData:
        """What the visitor asked for, and may still ask for."""
        who = visit.launch.centre_id, visit.launch.person_id
        with self._store.reading() as unit:
            since = unit.restrictions.since(*who)
            requests = tuple(unit.data_requests.of_person(*who))
            months = unit.centres.kept_months(visit.launch.centre_id)
            centre_name = unit.attestations.centre_name(visit.launch.centre_id) or ""
        waiting = {one.asked for one in requests if one.answered_at is None}
        possible = may_be_asked(is_restricted=since is not None)
        return OwnData(
            centre_name=centre_name,
            since=since,
            requests=requests,
            may_ask=tuple(asked for asked in possible if asked not in waiting),
            kept_months=months,
        )

    def take_along(self, visit: Visit) -> PersonCopy:
        """Everything that is kept about the visitor; never on a computer that others use.

        Raises:
            NotAllowed: this is a shared computer, where the file would stay.
        """
        if visit.launch.is_kiosk:
            raise NotAllowed(reason="shared-computer")
        centre_id, person_id = visit.launch.centre_id, visit.launch.person_id
        return self._privacy.copy(centre_id, person_id, actor=actor_of(LEARNER, person_id))

    def ask(self, visit: Visit, asked: Asked) -> None:
        """Ask the administrator; a second time while the first one waits changes nothing."""
        centre_id, person_id = visit.launch.centre_id, visit.launch.person_id
        now = self._clock()
        with self._store.writing() as unit:
            known = unit.data_requests.of_person(centre_id, person_id)
            if any(one.asked is asked and one.answered_at is None for one in known):
                return
            request = DataRequest(id=new_id(), asked=asked, asked_at=now)
            unit.data_requests.add(centre_id, person_id, request)
            actor = actor_of(LEARNER, person_id)
            _write_down(unit, "data-asked", (centre_id, person_id), actor, now, detail=asked.value)

    def requests(self, who: Administration) -> Sequence[Asking]:
        """What waits for an answer, the longest wait first, then what was answered."""
        with self._store.reading() as unit:
            return unit.data_requests.of_centre(who.centre_id, SHOWN_AT_MOST)

    def restricted(self, who: Administration) -> Sequence[Restricted]:
        """Whose data are only stored, by name."""
        with self._store.reading() as unit:
            return unit.restrictions.of_centre(who.centre_id)

    def restricted_here(self, visit: Visit) -> Sequence[Restricted]:
        """The same in the course of this visit, for its team.

        Raises:
            NotFound: the visitor reviews nobody here.
        """
        only_reviewers(visit.rights)
        if visit.link.context_id is None:
            return ()
        with self._store.reading() as unit:
            return unit.restrictions.of_course(visit.link.centre_id, visit.link.context_id)

    def request(self, who: Administration, request_id: str) -> Asking:
        """One request.

        Raises:
            NotFound: this centre has no such request.
        """
        with self._store.reading() as unit:
            found = unit.data_requests.one(who.centre_id, request_id)
        if found is None:
            raise NotFound(reason="no-such-request")
        return found

    def answer(self, who: Administration, request_id: str, words: str) -> bool:
        """Answer in words that the person reads; ``False`` when there are none, or too many.

        Raises:
            NotFound: this centre has no such request.
            Conflict: it was answered already.
        """
        words = words.strip().replace("\r\n", "\n")
        if not 1 <= len(words) <= ANSWER_CHARACTERS:
            return False
        found, now = self.request(who, request_id), self._clock()
        with self._store.writing() as unit:
            if not unit.data_requests.answer(who.centre_id, request_id, words, now):
                raise Conflict(reason="answered-already")
            whose = who.centre_id, found.person_id
            asked = found.request.asked.value
            _write_down(unit, "data-answered", whose, who.actor, now, detail=asked)
        return True

    def erase(self, who: Administration, request_id: str) -> Erased:
        """Erase whoever made this request.

        Raises:
            NotFound: this centre has no such request.
        """
        found = self.request(who, request_id)
        return self._privacy.erase(who.centre_id, found.person_id, actor=who.actor)

    def restrict(self, centre_id: str, person_id: str, *, actor: str = COMMAND_LINE) -> bool:
        """Only store the data of a learner: no page shows them but their own, nothing is computed or sent,
        and what they have open ends. ``False`` when it was so already.

        Raises:
            NotFound: nobody of this centre has this id.
            Conflict: ``trains-here``: this person trains or assists, whose work could not go on.
        """
        now = self._clock()
        with self._store.writing() as unit:
            if unit.personal_data.who(centre_id, person_id) is None:
                raise NotFound(reason="no-such-person")
            if unit.restrictions.since(centre_id, person_id) is not None:
                return False
            if unit.restrictions.is_of_staff(centre_id, person_id):
                raise Conflict(reason="trains-here")
            unit.restrictions.shelve(centre_id, person_id, now)
            _write_down(unit, "person-restricted", (centre_id, person_id), actor, now)
        return True

    def unrestrict(self, centre_id: str, person_id: str, *, actor: str = COMMAND_LINE) -> bool:
        """Use the data again, as they were; grades that waited leave. ``False`` when they were in use.

        Raises:
            NotFound: nobody of this centre has this id.
        """
        now = self._clock()
        with self._store.writing() as unit:
            if unit.personal_data.who(centre_id, person_id) is None:
                raise NotFound(reason="no-such-person")
            if unit.restrictions.since(centre_id, person_id) is None:
                return False
            unit.restrictions.unshelve(centre_id, person_id)
            _write_down(unit, "person-resumed", (centre_id, person_id), actor, now)
        return True


def _write_down(
    unit: UnitOfWork, action: str, whose: tuple[str, str], actor: str, now: datetime, *, detail: str = ""
) -> None:
    centre_id, person_id = whose
    unit.audit.append(
        Deed(
            at=now,
            centre_id=centre_id,
            actor=actor,
            action=action,
            object_kind="person",
            object_id=person_id,
            detail=detail,
        )
    )
