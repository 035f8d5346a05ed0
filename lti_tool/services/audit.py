"""The audit trail as others use it: write a deed down, read the last ones, export the checked chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tool.domain.audit import AuditEntry, Deed, first_fault
from lti_tool.store.unit_of_work import Store

SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTrail:
    """Every entry, oldest first. ``first_fault`` is the number of the first entry that is missing or was
    altered, ``None`` when the chain is whole; ``head`` is the hash to keep elsewhere.
    """

    entries: Sequence[AuditEntry]
    first_fault: int | None
    head: str


class Audit:
    """Use cases over the audit trail."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, deed: Deed) -> None:
        """Write one deed down, in a transaction of its own.

        Whoever already has a unit of work open calls ``unit.audit.append`` instead, so that the deed and its
        entry are stored together or not at all.
        """
        with self._store.writing() as unit:
            unit.audit.append(deed)

    def latest(self, centre_id: str, object_id: str = "") -> Sequence[AuditEntry]:
        """The last hundred entries that the administrators of one centre may read, newest first."""
        with self._store.reading() as unit:
            return unit.audit.latest(centre_id, SHOWN_AT_MOST, object_id)

    def checked(self) -> CheckedTrail:
        """Every entry of every centre, with the chain checked: for the operator's export."""
        with self._store.reading() as unit:
            entries = tuple(unit.audit.all())
            number, head = unit.audit.head()
        return CheckedTrail(
            entries=entries, first_fault=first_fault(entries, last_number=number, last_hash=head), head=head
        )
