"""The figures of a centre, ready for a funder: needs against offers, change, wishes, what was finished.

Nobody is named, nothing below 5 is told, and no course or trainer stands beside another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.backgrounds import Group, groups_of
from lti_tool.domain.checks import Check, CheckQuestion
from lti_tool.domain.export import Row
from lti_tool.domain.figures import (
    EVERYTHING,
    Change,
    Count,
    Period,
    Skills,
    change_of,
    period_of,
    periods_before,
    shown,
    shown_beside,
    told_pairs,
)
from lti_tool.domain.framework import AREAS, LEVELS
from lti_tool.domain.module import Module
from lti_tool.domain.needs import AccessQuestion, Need
from lti_tool.domain.one_off import Topic
from lti_tool.domain.resources import Card
from lti_tool.domain.start import Stage
from lti_tool.services.acting import place_of
from lti_tool.services.administrators import Administration
from lti_tool.services.figure_counts import Counting, Counts
from lti_tool.services.launches import Visit
from lti_tool.services.resources import library_of
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store, UnitOfWork

DEFINITIONS = 3
"""Rises when a definition of the barometer changes."""
BAROMETER_COLUMNS = ("definitions", "year", "axis", "indicator", "category", "people")
_USE = frozenset({"hands-on"})
"""The questions of the access check that ask for use; the others ask for access."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """One need against what there is: people who named it, people for whom it was done, people who have a
    device on loan (for that need alone), cards of the library that answer it.
    """

    need: Need
    people: Count
    done: Count
    lent: Count
    cards: int

    @property
    def is_lent(self) -> bool:
        """Whether devices are lent for it."""
        return self.need is Need.DEVICE_LOAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The figures of one period. ``people`` sent a result; ``told`` sent the access check. Each pair is a
    code and its count; ``levels`` are the area levels at the entry by area, then level; ``who`` is
    what people said of themselves, by question.
    """

    period: Period
    periods: tuple[str, ...]
    is_whole: bool
    people: Count
    told: Count
    finished: tuple[tuple[str, Count], ...]
    modules: tuple[tuple[str, Count], ...]
    needs: tuple[NeedLine, ...]
    changes: tuple[tuple[str, Change], ...]
    skills: tuple[tuple[str, Count], ...]
    skills_after: tuple[tuple[str, Count], ...]
    levels: tuple[tuple[str, tuple[tuple[str, Count], ...]], ...]
    access: tuple[tuple[str, tuple[tuple[str, Count], ...]], ...]
    wishes: tuple[tuple[str, Count], ...]
    one_offs: tuple[tuple[str, Count], ...]
    who: tuple[tuple[str, tuple[Group, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What may be told of counts to this reader. ``own`` are those of her own course where she reads of a
    whole centre.
    """

    whole: Counts
    own: Counts | None = None

    def count(self, *key: str) -> Count:
        """One count."""
        count = self.whole.of.get(key, 0)
        return shown(count) if self.own is None else shown_beside(self.own.of.get(key, 0), count)

    def counts(self, name: str, codes: Sequence[str]) -> tuple[tuple[str, Count], ...]:
        """The counts of one kind, in the order of the codes."""
        return tuple((code, self.count(*name.split("/"), code)) for code in codes)

    def groups(self, question: CheckQuestion) -> tuple[Group, ...]:
        """The answers to one question about oneself."""
        own = None if self.own is None else self.own.answered(question.id)
        return groups_of([one.id for one in question.choices], self.whole.answered(question.id), own)

    def change(self, area: str, period: Period) -> Change:
        """From the entry to the end, of those who ended in the period."""
        told = told_pairs(self.whole.pairs, period)
        if told:
            return change_of([one.differences[area] for one in told if area in one.differences])
        known = self.own or self.whole
        return Change(pairs=shown(sum(period.holds(one.ended_at) for one in known.pairs)))


class CentreFigures:
    """Use cases over figures."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        *,
        access: Sequence[AccessQuestion],
        checks: Mapping[str, Check],
        modules: Mapping[str, Module],
        cards: Sequence[Card],
        background: Check,
    ) -> None:
        self._store = store
        self._counting = Counting(access=tuple(access), checks=checks, modules=tuple(modules))
        self._cards = tuple(cards)
        self._background = background
        self._clock = clock

    def of_visit(self, visit: Visit, *, period: str, is_whole: bool) -> Counted:
        """Those of the visitor's course, or of the whole centre, with a fixed number of queries. A period
        that no form offers is everything.

        Raises:
            NotFound: the visitor reads no results here, or the platform names no course.
        """
        centre_id, context_id = place_of(visit)
        asked = self._offered(period)
        with self._store.reading() as unit:
            only_readers_of_results(unit, centre_id, visit.rights)
            own = self._counting.counts(unit, centre_id, context_id, asked)
            told = _Told(whole=own)
            if is_whole:
                whole = self._counting.counts(unit, centre_id, None, asked)
                told = _Told(whole=whole, own=own)
            return self._counted(unit, centre_id, told, asked, is_whole=is_whole)

    def of_administration(self, who: Administration, *, period: str) -> Counted:
        """Those of the administrator's whole centre, with a fixed number of queries, and of no course: who
        holds the courses one by one can take them off the whole.
        """
        return self._of_centre(who.centre_id, self._offered(period))

    def barometer(self, centre_id: str, period: Period) -> tuple[Row, ...]:
        """The yearly figures as rows of ``BAROMETER_COLUMNS``, in codes; a hidden count is ``None``. Those of
        the axis ``who`` are told from ten people on.

        Source: the axes of the barometer of digital inclusion, access, use and skills.
        """
        counted = self._of_centre(centre_id, period)
        found: list[tuple[str, str, str, Count]] = [
            ("all", "measured", "people", counted.people),
            ("all", "told-access", "people", counted.told),
        ]
        for question, counts in counted.access:
            axis = "use" if question in _USE else "access"
            found += [(axis, question, code, count) for code, count in counts]
        found += [("use", "diagnostic-finished", stage, count) for stage, count in counted.finished]
        found += [("use", "module-finished", code, count) for code, count in counted.modules]
        found += [("skills", "skills-at-entry", code, count) for code, count in counted.skills]
        found += [("skills", "skills-at-end", code, count) for code, count in counted.skills_after]
        found += [
            ("skills", f"level-at-entry-area-{area}", code, count)
            for area, counts in counted.levels
            for code, count in counts
        ]
        found += [("needs", "need", one.need.value, one.people) for one in counted.needs]
        for question, groups in counted.who:
            found += [("who", question, one.choice, one.people) for one in groups]
            found += [("who", f"{question}-weak-skills", one.choice, one.weak) for one in groups]
        return tuple((DEFINITIONS, period.code, *one) for one in found)

    def _of_centre(self, centre_id: str, period: Period) -> Counted:
        with self._store.reading() as unit:
            told = _Told(whole=self._counting.counts(unit, centre_id, None, period))
            return self._counted(unit, centre_id, told, period, is_whole=True)

    def _counted(
        self, unit: UnitOfWork, centre_id: str, told: _Told, period: Period, *, is_whole: bool
    ) -> Counted:
        return Counted(
            period=period,
            periods=self._periods(),
            is_whole=is_whole,
            people=told.count("people"),
            told=told.count("told"),
            finished=told.counts("finished", [stage.value for stage in Stage]),
            modules=told.counts("modules", self._counting.modules),
            needs=self._needs(unit, centre_id, told),
            changes=tuple((area, told.change(area, period)) for area in AREAS),
            skills=told.counts("skills", [one.value for one in Skills]),
            skills_after=told.counts("skills-after", [one.value for one in Skills]),
            levels=tuple((area, told.counts(f"level/{area}", [*map(str, LEVELS)])) for area in AREAS),
            access=tuple(
                (question.id, told.counts(f"access/{question.id}", [one.id for one in question.choices]))
                for question in self._counting.access
            ),
            wishes=told.counts("wishes", self._counting.wishes()),
            one_offs=told.counts("one-off", [topic.value for topic in Topic]),
            who=tuple((one.id, told.groups(one)) for one in self._background.questions),
        )

    def _needs(self, unit: UnitOfWork, centre_id: str, told: _Told) -> tuple[NeedLine, ...]:
        cards = library_of(self._cards, unit.resource_cards.of_centre(centre_id))
        return tuple(
            NeedLine(
                need=need,
                people=told.count("needs", need.value),
                done=told.count("done", need.value),
                lent=told.count("lent") if need is Need.DEVICE_LOAN else None,
                cards=sum(need.value in card.needs for card in cards),
            )
            for need in Need
        )

    def _periods(self) -> tuple[str, ...]:
        return periods_before(local_day(self._clock()))

    def _offered(self, code: str) -> Period:
        """Periods that overlap otherwise could be taken off one another, until little is left."""
        return period_of(code) if code in self._periods() else EVERYTHING
