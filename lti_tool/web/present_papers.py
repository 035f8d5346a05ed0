"""The ways to one person's documents, in the list and on the record. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDocuments:
    """The ways to the documents of one person who sent a result. ``issued`` is the day of the attestation."""

    talk_href: str
    sheet_href: str
    attestation_href: str
    eligibility_href: str
    name: str = ""
    sent: str = ""
    issued: str = ""
