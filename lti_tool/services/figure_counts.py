"""Plain counts of a centre or a course in a period. They never leave the services as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lti_tool.domain.backgrounds import Answered
from lti_tool.domain.checks import INTERESTS, Check
from lti_tool.domain.figures import Pair, Period, Skills, school_year, skills_of
from lti_tool.domain.framework import AREAS
from lti_tool.domain.needs import AccessQuestion, needs_of
from lti_tool.domain.start import Stage
from lti_tool.services.wording import local_day
from lti_tool.store.figures import WISHES, Course, Measure
from lti_tool.store.unit_of_work import UnitOfWork

_FEW_SKILLS = (Skills.NONE, Skills.WEAK)
Key = tuple[str, ...]
"""What is counted, and its code: ``("people",)``, ``("needs", "loan")``, ``("level", "2", "3")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """``of`` holds no zeros. ``pairs`` are those of every period, since one is told beside the others."""

    of: Mapping[Key, int]
    pairs: tuple[Pair, ...]

    def answered(self, question: str) -> Answered:
        """What those who sent a result said to one question about themselves."""
        people, weak = (
            {key[2]: count for key, count in self.of.items() if key[:2] == (name, question)}
            for name in ("who", "who-weak")
        )
        return Answered(
            people=people,
            weak=weak,
            everybody=self.of.get(("people",), 0),
            everybody_weak=sum(self.of.get(("skills", one.value), 0) for one in _FEW_SKILLS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What is asked in checks, and so what can be counted."""

    access: tuple[AccessQuestion, ...]
    checks: Mapping[str, Check]
    modules: tuple[str, ...]

    def counts(self, unit: UnitOfWork, centre_id: str, course: Course, period: Period) -> Counts:
        """Everything, with a fixed number of queries."""
        place = centre_id, course, period
        measures = unit.figures.measures(centre_id, course)
        entered = _latest(measures, Stage.ENTRY, period)
        ended = _latest(measures, Stage.END, period)
        told = {one.person_id: one.access for one in unit.figures.tellings(*place)}
        found: Counter[Key] = Counter()
        people = {one.person_id for one in (*entered, *ended)}
        found["people",] = len(people)
        found["told",] = len(told)
        found["lent",] = unit.figures.lent(centre_id, course)
        for name, by_code in (
            ("finished", unit.figures.finished(*place)),
            ("modules", unit.figures.modules(*place)),
            ("done", unit.figures.done(*place)),
            ("one-off", unit.figures.one_offs(*place)),
        ):
            found.update({(name, code): count for code, count in by_code.items()})
        for given in told.values():
            found.update(("needs", need.value) for need in set(needs_of(self.access, given)))
            found.update(("access", question, choice) for question, choice in given.items())
        for wishes in dict(unit.figures.wishes(*place)).values():
            found.update(("wishes", wish) for wish in wishes)
        weak = {one.person_id for one in entered if _skills_of(one) in _FEW_SKILLS}
        for person, question, choice in unit.figures.backgrounds(centre_id, course):
            found["who", question, choice] += person in people
            found["who-weak", question, choice] += person in weak
        found.update(_skills("skills", entered))
        found.update(_skills("skills-after", ended))
        found.update(("level", area, str(level)) for one in entered for area, level in one.levels.items())
        return Counts(of={key: count for key, count in found.items() if count}, pairs=_pairs(measures))

    def wishes(self) -> tuple[str, ...]:
        """The wishes that can be chosen."""
        check = self.checks.get(INTERESTS)
        question = check.question(WISHES) if check else None
        return tuple(choice.id for choice in question.choices) if question else ()


def _latest(measures: Iterable[Measure], stage: Stage, period: Period) -> Sequence[Measure]:
    """One of each person: somebody in two courses is one person."""
    found = (one for one in measures if one.stage is stage and period.holds(one.finished_at))
    return tuple({one.person_id: one for one in found}.values())


def _skills(name: str, measures: Iterable[Measure]) -> Iterable[Key]:
    return ((name, skills.value) for one in measures if (skills := _skills_of(one)) is not None)


def _skills_of(measure: Measure) -> Skills | None:
    levels = list(measure.levels.values())
    return skills_of(levels) if len(levels) == len(AREAS) else None


def _pairs(measures: Sequence[Measure]) -> tuple[Pair, ...]:
    """From the entry to the end of the same person in the same course, one for each person and school year
    of the end: the last. The entry is the fullest, as in a journey: a standard diagnostic before an express
    one, then the earlier.
    """
    entries: dict[tuple[str, str], Measure] = {}
    for one in measures:
        if one.stage is not Stage.ENTRY:
            continue
        known = entries.get((one.person_id, one.course))
        if known is None or (known.mode != "standard" and one.mode == "standard"):
            entries[one.person_id, one.course] = one
    ends = {
        (one.person_id, school_year(local_day(one.finished_at))): one
        for one in measures
        if one.stage is Stage.END and (one.person_id, one.course) in entries
    }
    return tuple(_pair(entries[one.person_id, one.course], one) for one in ends.values())


def _pair(entry: Measure, end: Measure) -> Pair:
    areas = entry.levels.keys() & end.levels.keys()
    return Pair(
        course=end.course,
        ended_at=end.finished_at,
        differences={area: end.levels[area] - entry.levels[area] for area in areas},
    )
