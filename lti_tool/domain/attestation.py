"""The attestation of a positioning: what it states, its number in the centre, and the code to check it with.

It is a positioning and no certification: it says what a person showed on one day. What it states is kept as
it was on the day of issue, without the person's name, so that every copy of it says the same.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any  # what the JSON of a statement holds: texts, numbers, lists

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.framework import AREAS, FIRST_GESTURES, area_of
from lti_tool.domain.profile import Profile, Shown

EVIDENCE_AT_MOST = 3
"""How many sentences stand behind the level of one area: all five fit on one sheet."""
FINGERPRINT_SHOWN = 8
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that nobody takes for one another on paper."""
CODE_LENGTH = 12
_GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that was shown, completing "Sait …"; not ``is_alone`` means with help."""

    text: str
    is_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaStatement:
    """One area by its id in the framework: level and range are 0 to 4, of the eight levels of DigComp."""

    area: str
    level: int
    low: int
    high: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an attestation states. ``mode`` and ``stage`` are those of the attempt, ``gestures`` are what was
    shown of the first gestures, which belong to no area. ``paper_on`` is the day of an attempt on paper.
    """

    taken_at: datetime
    mode: str
    stage: str
    tasks: int
    tasks_with_help: int
    areas: tuple[AreaStatement, ...]
    gestures: tuple[Evidence, ...] = ()
    paper_on: date | None = None

    @property
    def fingerprint(self) -> str:
        """The SHA-256 in hexadecimal of everything stated."""
        text = json.dumps(to_json(self), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def of_area(self, area: str) -> AreaStatement | None:
        """What is stated about one area, ``None`` when it was not asked."""
        return next((one for one in self.areas if one.area == area), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One attestation that was issued. ``number`` counts those of the centre from 0. ``issued_by`` and
    ``withdrawn_by`` are people, by our id.
    """

    centre_id: str
    id: str
    person_id: str
    attempt_id: str
    code_digest: str
    number: int
    statement: Statement
    fingerprint: str
    issued_at: datetime
    issued_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    @property
    def is_valid(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


def statement_of(attempt: Attempt, profile: Profile) -> Statement:
    """What an attestation of this finished attempt states; ``profile`` is the same attempt as a result."""
    small = profile.shown.get(area_of(FIRST_GESTURES))
    return Statement(
        taken_at=attempt.finished_at or attempt.updated_at,
        mode=attempt.mode,
        stage=attempt.stage.value,
        tasks=profile.tasks,
        tasks_with_help=profile.tasks_with_help,
        areas=tuple(
            AreaStatement(
                area=area,
                level=profile.areas[area].level,
                low=profile.areas[area].low,
                high=profile.areas[area].high,
                evidence=_evidence(profile.shown.get(area)),
            )
            for area in AREAS
            if area in profile.areas
        ),
        gestures=_evidence(small),
        paper_on=attempt.paper_on,
    )


def withdrawn(attestation: Attestation, person_id: str, now: datetime) -> Attestation:
    """The same, taken back by this person; the first time counts."""
    if not attestation.is_valid:
        return attestation
    return replace(attestation, withdrawn_at=now, withdrawn_by=person_id)


def code_of(secret: bytes, attestation_id: str) -> str:
    """The code on the paper: whoever reads the database alone cannot tell it."""
    mac = hmac.new(secret, f"passerelle attestation {attestation_id}".encode(), hashlib.sha256).digest()
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in mac[:CODE_LENGTH])


def spoken_code(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def plain_code(given: str) -> str:
    """A code as somebody typed it, without what they added; empty when it can be none."""
    code = given.replace("-", "").replace(" ", "").upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else ""


def to_json(statement: Statement) -> dict[str, Any]:
    """A statement as JSON keeps it. The day on paper is left out where there is none: the fingerprint of what
    was done on a screen is the same for ever.
    """
    kept = {**asdict(statement), "taken_at": statement.taken_at.isoformat(timespec="seconds")}
    day = kept.pop("paper_on")
    return kept if day is None else {**kept, "paper_on": day.isoformat()}


def from_json(kept: Mapping[str, Any]) -> Statement:
    """What ``to_json`` wrote."""
    return Statement(
        taken_at=datetime.fromisoformat(kept["taken_at"]),
        mode=kept["mode"],
        stage=kept["stage"],
        tasks=kept["tasks"],
        tasks_with_help=kept["tasks_with_help"],
        areas=tuple(
            AreaStatement(
                area=one["area"],
                level=one["level"],
                low=one["low"],
                high=one["high"],
                evidence=_kept_evidence(one["evidence"]),
            )
            for one in kept["areas"]
        ),
        gestures=_kept_evidence(kept["gestures"]),
        paper_on=date.fromisoformat(kept["paper_on"]) if "paper_on" in kept else None,
    )


def _evidence(shown: Shown | None) -> tuple[Evidence, ...]:
    if shown is None:
        return ()
    found = [Evidence(text=text, is_alone=True) for text in shown.alone]
    found += [Evidence(text=text, is_alone=False) for text in shown.with_help]
    return tuple(found[:EVIDENCE_AT_MOST])


def _kept_evidence(kept: Sequence[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(text=one["text"], is_alone=one["is_alone"]) for one in kept)
