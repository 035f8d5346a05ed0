"""Whoever holds one page of figures against another learns nothing of a few: neither a number nor a change.

A trainer knows the people of her own course by name, so that every number of theirs is hers already.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from lti_tool.domain.figures import periods_before
from lti_tool.services.wording import local_day
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.one_offs import OneOffRow
from tests.people import TRAINER
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import Site
from tests.web.test_exports import crowded, later_stage
from tests.web.test_figures import CHANGES, ELSEWHERE, Lines, figures, need, said

WHOLE = "?where=centre"
PAGES = ("", WHOLE, "?period={year}", "?where=centre&period={year}", "?where=centre&period={quarter}")
MEAN = "Changement moyen, en niveaux"


def elsewhere(site: Site, people: int) -> Browser:
    """Another trainer of the centre, whose course has so many people: ``a-101`` and so on."""
    other = site.visitor(TRAINER, claims=lambda claims: {**claims, **ELSEWHERE})
    finish_everybody(site, other, people, after=100)
    return other


def everything_told(site: Site, trainer: Browser) -> list[Lines]:
    """All that a trainer can open: her course and the centre, with and without a period."""
    year, quarter = (periods_before(local_day(site.clock()))[place] for place in (0, 3))
    return [figures(trainer, page.format(year=year, quarter=quarter)) for page in PAGES]


def keep_back(site: Site, first: int, last: int) -> None:
    """These people have nothing finished any more."""
    ids = [f"{stage}-{number}" for number in range(first, last + 1) for stage in ("a", "end")]
    with site.engine.begin() as connection:
        connection.execute(
            update(AttemptRow)
            .where(AttemptRow.id.in_(ids))
            .values(state="open", finished_at=None, shared_at=None)
        )


def mean(lines: Lines) -> set[str]:
    return {value for (table, _line, column), value in lines.items() if (table, column) == (CHANGES, MEAN)}


def ended_before(site: Site, first: int, last: int) -> None:
    """These people ended in the school year before."""
    ids = [f"end-{number}" for number in range(first, last + 1)]
    with site.engine.begin() as connection:
        moment = connection.execute(select(AttemptRow.finished_at)).scalars().first()
        assert moment is not None
        connection.execute(
            update(AttemptRow).where(AttemptRow.id.in_(ids)).values(finished_at=moment - timedelta(days=365))
        )


def test_every_page_is_the_same_when_another_course_has_four_people_or_nobody(site: Site) -> None:
    """Needs, levels, changes, what was finished: nothing moves until the others are five."""
    trainer = crowded(site, 12)
    elsewhere(site, 5)
    said(site, 1, 7, "none")
    said(site, 101, 105, "none")
    later_stage(site, "end", range(1, 12), 1)
    later_stage(site, "end", range(101, 106), 4)
    five = everything_told(site, trainer)
    keep_back(site, 105, 105)
    four = everything_told(site, trainer)
    keep_back(site, 102, 104)
    one = everything_told(site, trainer)
    keep_back(site, 101, 101)
    nobody = everything_told(site, trainer)

    assert four == one == nobody
    assert five != four
    assert ("5", "10") == (need(four[1]), need(five[1]))


def test_one_more_person_elsewhere_does_not_give_away_how_they_changed(site: Site) -> None:
    """Eleven changes less ten known ones would be the change of one."""
    trainer = crowded(site, 10)
    elsewhere(site, 10)
    later_stage(site, "end", range(1, 11), 1)
    own = figures(trainer)
    later_stage(site, "end", range(101, 110), 4)
    nine = figures(trainer, WHOLE)
    later_stage(site, "end", range(110, 111), 4)
    ten = figures(trainer, WHOLE)

    assert {"-1"} == mean(own) == mean(nine)
    assert {"0,5"} == mean(ten)


def test_a_year_tells_no_change_when_one_person_of_another_year_is_left(site: Site) -> None:
    """Since the beginning, less this year, would be the change of one."""
    trainer, browser = crowded(site, 21), administrator(site)
    later_stage(site, "end", range(1, 22), 1)
    this = f"?period={periods_before(local_day(site.clock()))[0]}"
    ended_before(site, 1, 1)
    left = [mean(figures(trainer, query)) for query in ("", this)]
    told = browser.get(f"/admin/figures.csv{this}").get_data(as_text=True)
    ended_before(site, 2, 9)
    nine = mean(figures(trainer, this))
    ended_before(site, 10, 10)

    assert [{"-1"}, {"trop peu de personnes"}] == left
    assert ";-1\r\n" not in told
    assert {"trop peu de personnes"} == nine
    assert {"-1"} == mean(figures(trainer, this))


def test_a_few_helps_elsewhere_are_not_told_beside_her_own(site: Site) -> None:
    trainer, other = crowded(site, 1), elsewhere(site, 1)
    mine, theirs = site.visit(trainer), site.visit(other)
    with site.engine.begin() as connection:
        for number, visit in enumerate([mine] * 6 + [theirs] * 4):
            row = {"centre_id": visit.link.centre_id, "context_id": visit.link.context_id, "topic": "other"}
            made = {**row, "id": f"h-{number}", "at": site.clock(), "by": visit.launch.person_id}
            connection.execute(insert(OneOffRow), made)
    helps = ("Les aides ponctuelles", "Autre chose", "Aides notées")

    assert "5" == figures(trainer)[helps] == figures(trainer, WHOLE)[helps]
    assert "moins de 5" == figures(other)[helps]
    assert "10" == figures(other, WHOLE)[helps]


@pytest.mark.parametrize("query", ["?where=x", "?course=x", "?where=", "?period=&where=centre&period=x"])
def test_no_address_cuts_the_centre_otherwise(site: Site, query: str) -> None:
    """An administrator reads of the whole centre alone: the courses one by one could be taken off it."""
    crowded(site, 12)
    browser = administrator(site)
    whole = browser.get("/admin/figures.csv").data

    assert whole == browser.get(f"/admin/figures.csv{query}").data
