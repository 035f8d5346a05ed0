"""A result from somewhere else: what a certificate, a course or another service said about somebody.

It is written down so that nobody is asked the same twice. It starts the engine only while the learner agrees,
and it is never shown as a measured level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from math import hypot

from lti_tool.domain.checks import tidied
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.framework import AREAS
from lti_tool.domain.prior import OutsideEvidence

SAYS_LENGTH = 200
"""How many characters a result in one's own words may have."""

OLDEST_YEARS, DAYS_IN_A_YEAR = 20, 365.25
FADING_PER_YEAR = 0.2
"""By how many levels the noise of a result grows with each year: people learn and forget. Assumed."""

MIDDLE, TOP = 0.5, 5.0
"""A level begins at its number, and its middle lies half a level above; 5 is the top of the highest that the
engine tells apart, and all that lies above it counts as that."""

Faults = Mapping[str, str]
"""By field, why it cannot be kept: "missing", "no-date", "future", "too-old", "too-long", "not-a-number",
"out-of-range"."""


class EnteredBy(StrEnum):
    """Who wrote a result down."""

    LEARNER = "learner"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLevel:
    """One level as the source names it, and the level of the eight-level scale that we read in it."""

    id: str
    text: str
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBand:
    """Scores from ``start`` on are read as ``level``, up to the next band."""

    start: int
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSource:
    """Where results come from. ``sd`` is the noise of a fresh result, in levels.

    A source names levels, or scores from ``score_low`` to ``score_high`` with their bands, or neither: then
    it is only written down in words. ``by_area`` tells that a result may be about one area alone.
    """

    id: str
    name: str
    sd: float
    levels: tuple[OutsideLevel, ...] = ()
    score_low: int = 0
    score_high: int = 0
    bands: tuple[ScoreBand, ...] = ()
    by_area: bool = False

    @property
    def has_score(self) -> bool:
        """Whether its results are numbers."""
        return bool(self.bands)

    def level(self, level_id: str) -> OutsideLevel | None:
        """The level of this id, or ``None``."""
        return next((one for one in self.levels if one.id == level_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideResult:
    """One result of one person. ``context_id`` is our course, ``None`` when the platform names none.

    ``area`` is empty when the result is about everything; ``level_id`` and ``score`` are empty and ``None``
    where the source has none or nothing was said. ``agreed_at`` is when the learner last agreed that it
    starts the engine, ``withdrawn_at`` when they took that back; both are ``None`` before.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    source: str
    taken_on: date
    entered_by: EnteredBy
    entered_at: datetime
    says: str = ""
    area: str = ""
    level_id: str = ""
    score: int | None = None
    agreed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether the learner agrees at present that it starts the engine."""
        return self.agreed_at is not None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A result as a form sent it, nothing checked yet. ``day`` is ISO 8601 or as people here write it."""

    source: str
    day: str = ""
    says: str = ""
    area: str = ""
    level_id: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A result that may be kept."""

    source: str
    taken_on: date
    says: str
    area: str
    level_id: str
    score: int | None


def checked(submitted: Submitted, sources: Sequence[OutsideSource], today: date) -> Checked | Faults:
    """What was submitted, as it may be kept, or what is the matter by field.

    Raises:
        MalformedRequest: a source, level or area that no form offers.
    """
    source = source_of(sources, submitted.source)
    if source is None and submitted.source:
        raise MalformedRequest(reason="unknown-outside-source")
    if source is not None and submitted.level_id and source.level(submitted.level_id) is None:
        raise MalformedRequest(reason="unknown-outside-level")
    if submitted.area and submitted.area not in AREAS:
        raise MalformedRequest(reason="unknown-area")
    says, day, score = tidied(submitted.says), day_in(submitted.day), _score(submitted.score)
    faults = _faults(submitted, source, says, day, score, today)
    if faults or source is None or day is None:
        return faults
    return Checked(
        source=source.id,
        taken_on=day,
        says=says,
        area=submitted.area if source.by_area else "",
        level_id=submitted.level_id,
        score=score if source.has_score else None,
    )


def source_of(sources: Sequence[OutsideSource], source_id: str) -> OutsideSource | None:
    """The source of this id, or ``None`` when it left the list."""
    return next((one for one in sources if one.id == source_id), None)


def agreed(result: OutsideResult, now: datetime) -> OutsideResult:
    """The learner says yes. A yes that already holds keeps its moment."""
    return result if result.is_agreed else replace(result, agreed_at=now, withdrawn_at=None)


def withdrawn(result: OutsideResult, now: datetime) -> OutsideResult:
    """The learner takes the yes back, or says no at once; both moments are kept."""
    return replace(result, withdrawn_at=now) if result.withdrawn_at is None else result


def digcomp_level(result: OutsideResult, source: OutsideSource) -> float | None:
    """The level of the eight-level scale that we read in a result; ``None`` when it names none."""
    named = source.level(result.level_id)
    if named is not None:
        return named.level
    if result.score is None or not source.bands:
        return None
    return max(
        (band for band in source.bands if band.start <= result.score), key=lambda band: band.start
    ).level


def noise(source: OutsideSource, taken_on: date, today: date) -> float:
    """The standard deviation of a result in levels; it grows with the result's age."""
    years = max(0, (today - taken_on).days) / DAYS_IN_A_YEAR
    return hypot(source.sd, FADING_PER_YEAR * years)


def evidence_of(
    results: Sequence[OutsideResult], sources: Sequence[OutsideSource], today: date
) -> tuple[OutsideEvidence, ...]:
    """What results start the engine with: nothing without the learner's present yes, nor without a level.

    Of several results of one source about the same area the latest counts: the others are no new evidence.
    """
    latest: dict[tuple[str, str], OutsideEvidence] = {}
    for result in sorted(results, key=lambda one: (one.taken_on, one.entered_at)):
        source = source_of(sources, result.source)
        level = digcomp_level(result, source) if source is not None and result.is_agreed else None
        if source is not None and level is not None:
            latest[result.source, result.area] = OutsideEvidence(
                area=result.area, level=min(level + MIDDLE, TOP), sd=noise(source, result.taken_on, today)
            )
    return tuple(latest.values())


def _faults(
    submitted: Submitted,
    source: OutsideSource | None,
    says: str,
    day: date | None,
    score: int | None,
    today: date,
) -> dict[str, str]:
    faults = {}
    if source is None:
        faults["source"] = "missing"
    if day is None:
        faults["day"] = "no-date" if submitted.day.strip() else "missing"
    elif day > today:
        faults["day"] = "future"
    elif day.year < today.year - OLDEST_YEARS:
        faults["day"] = "too-old"
    if len(says) > SAYS_LENGTH:
        faults["says"] = "too-long"
    has_score = source is not None and source.has_score and bool(submitted.score.strip())
    if source is not None and has_score:
        if score is None:
            faults["score"] = "not-a-number"
        elif not source.score_low <= score <= source.score_high:
            faults["score"] = "out-of-range"
    if source is not None and not (says or submitted.level_id or has_score):
        faults["says"] = "missing"
    return faults


def day_in(text: str) -> date | None:
    """The day that somebody typed: 2026-03-05, 5/3/2026, 05.03.2026 or 5-3-2026; ``None`` for all else."""
    words = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(words) != 3 or not all(word.isascii() and word.isdecimal() and len(word) < 5 for word in words):
        return None
    first, month, last = (int(word) for word in words)
    year, day = (first, last) if len(words[0]) == 4 else (last, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _score(text: str) -> int | None:
    plain = tidied(text).replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 7 else None
