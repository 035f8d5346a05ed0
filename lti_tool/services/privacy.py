"""The rights of a person over what is kept: a copy, erasure; and what is forgotten by itself.

Source: GDPR articles 5(1)(e), 15, 17 and 20; the project's data rules.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tool.domain.audit import COMMAND_LINE, Deed
from lti_tool.domain.errors import NotFound, StoreUnavailable
from lti_tool.services.ids import new_id
from lti_tool.services.person_copy import PersonCopy
from lti_tool.store.data_use import FREE_TEXT_LIFE, MONTH, Kept
from lti_tool.store.personal_data import Found
from lti_tool.store.unit_of_work import Store, UnitOfWork

PEOPLE_AT_ONCE, PEOPLE_A_DAY = 50, 1000
FOUND_AT_MOST = 50
RETENTION = "retention"
"""The actor of an erasure that the calendar brought."""
LABEL = b"passerelle erasure v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many rows went, by table; whether their bytes have left the files too."""

    rows: Mapping[str, int]
    is_compacted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What one daily sweep did: people erased, people whose free texts were emptied, names deleted."""

    people: int
    texts: int
    names: int


class Privacy:
    """Use cases over everything about one person. The first of ``secrets`` keys the digests of who was
    erased; the others once did.
    """

    def __init__(self, store: Store, *, clock: Callable[[], datetime], secrets: Sequence[bytes]) -> None:
        self._store = store
        self._clock = clock
        self._keys = [hmac.digest(secret, LABEL, "sha256") for secret in secrets]

    def copy(self, centre_id: str, person_id: str, *, actor: str = COMMAND_LINE) -> PersonCopy:
        """A copy of the person's data, with an entry in the audit trail.

        Raises:
            NotFound: nobody of this centre has this id.
        """
        now = self._clock()
        with self._store.writing() as unit:
            if unit.personal_data.who(centre_id, person_id) is None:
                raise NotFound(reason="no-such-person")
            tables = unit.personal_data.copy(centre_id, person_id)
            months = unit.centres.kept_months(centre_id)
            unit.audit.append(_deed("person-copied", centre_id, person_id, actor, now))
        return PersonCopy(made_at=now, kept_months=months, tables=tables)

    def centre_name(self, centre_id: str) -> str:
        """What a centre is called; empty when there is none."""
        with self._store.reading() as unit:
            return unit.attestations.centre_name(centre_id) or ""

    def erase(self, centre_id: str, person_id: str, *, actor: str = COMMAND_LINE) -> Erased:
        """Delete everything about the person; what waits for the platform is never sent. What the platform
        keeps is the platform's: its grades stay there.

        Raises:
            NotFound: nobody of this centre has this id.
        """
        with self._store.writing() as unit:
            rows = self._erase(unit, centre_id, person_id, actor)
        return Erased(rows=rows, is_compacted=self._compacted(rows))

    def erase_again(self) -> int:
        """After a restore: erase whoever was erased after that backup was made; how many."""
        with self._store.reading() as unit:
            erased = unit.personal_data.erasures()
            back = [
                (centre_id, person_id)
                for centre_id, person_id, registration_id, sub, known_at in unit.personal_data.everybody()
                if any(
                    known_at < erased.get((centre_id, mark), known_at)
                    for mark in self._digests(registration_id, sub)
                )
            ]
        tables: set[str] = set()
        for centre_id, person_id in back:
            with self._store.writing() as unit:
                tables |= set(self._erase(unit, centre_id, person_id, COMMAND_LINE))
        if tables:
            self._compacted(tables)
        return len(back)

    def sweep(self) -> Forgotten:
        """Forget what was kept for long enough, each person after the time that the centre set:
        ``PEOPLE_A_DAY`` at most, few in one transaction, so that nobody who is at work waits for long.
        """
        now = self._clock()
        tables: set[str] = set()
        people = 0
        with self._store.reading() as unit:
            terms = unit.centres.by_months()
        for months, centre_ids in sorted(terms.items()):
            people += self._forget(now - months * MONTH, centre_ids, PEOPLE_A_DAY - people, tables)
        with self._store.writing() as unit:
            emptied = unit.personal_data.empty_texts(now - FREE_TEXT_LIFE)
            names = unit.personal_data.forget_names(now - _life(Kept.NAME))
            unit.personal_data.forget_tries(now - _life(Kept.DELIVERY_LOG))
        if tables:
            self._compacted(tables)
        return Forgotten(people=people, texts=emptied, names=names)

    def _forget(self, before: datetime, centre_ids: Sequence[str], most: int, tables: set[str]) -> int:
        """Erase who was not there since, in these centres; how many. The tables that changed are added."""
        people = 0
        while people < most:
            with self._store.writing() as unit:
                gone = unit.personal_data.absent_since(before, PEOPLE_AT_ONCE, centre_ids=centre_ids)
                for centre_id, person_id in gone:
                    tables |= set(self._erase(unit, centre_id, person_id, RETENTION))
            people += len(gone)
            if len(gone) < PEOPLE_AT_ONCE:
                break
        return people

    def find(self, words: str) -> Sequence[Found]:
        """People of every centre whose name holds these words, or whose pseudonym or id it is: by name,
        ``FOUND_AT_MOST`` of them.
        """
        with self._store.reading() as unit:
            return unit.personal_data.find(words, FOUND_AT_MOST)

    def _erase(self, unit: UnitOfWork, centre_id: str, person_id: str, actor: str) -> Mapping[str, int]:
        now = self._clock()
        who = unit.personal_data.who(centre_id, person_id)
        if who is None:
            raise NotFound(reason="no-such-person")
        rows = unit.personal_data.erase(centre_id, person_id, new_id())
        unit.personal_data.remember_erasure(centre_id, self._digests(*who)[0], now)
        unit.audit.append(_deed("person-erased", centre_id, person_id, actor, now))
        return rows

    def _compacted(self, tables: Collection[str]) -> bool:
        try:
            self._store.compact(tables)
        except StoreUnavailable:
            return False
        return True

    def _digests(self, registration_id: str, sub: str) -> list[str]:
        words = f"{registration_id} {sub}".encode()
        return [hmac.new(key, words, hashlib.sha256).hexdigest() for key in self._keys]


def _deed(action: str, centre_id: str, person_id: str, actor: str, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=centre_id,
        actor=actor,
        action=action,
        object_kind="person",
        object_id=person_id,
        detail="",
    )


def _life(kept: Kept) -> timedelta:
    if kept.life is None:
        raise ValueError(f"{kept.name} is not for a clock to decide")
    return kept.life
