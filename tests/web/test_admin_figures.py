"""The figures of a centre, for whoever administers it: the whole centre, no course, no other centre."""

from __future__ import annotations

import re

from lti_tool.domain.figures import periods_before
from lti_tool.services.wording import local_day
from tests.fake_lms import FakeLms
from tests.people import TRAINER
from tests.statements import statements_sent
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import Site, connected
from tests.web.test_differencing import elsewhere
from tests.web.test_exports import crowded
from tests.web.test_figures import Lines, lines_of, need, said


def told(browser: Browser, query: str = "") -> Lines:
    """The figures by table, line and column."""
    answer = browser.get(f"/admin/figures.csv{query}")
    assert (200, "no-store") == (answer.status_code, answer.headers["Cache-Control"])
    assert "attachment" in answer.headers["Content-Disposition"]
    return lines_of(answer)


def test_the_figures_are_one_link_away_and_name_nobody(site: Site) -> None:
    crowded(site, 12)
    said(site, 1, 12, "none")
    browser = administrator(site)
    assert "/admin/figures" in browser.page.links
    browser.get("/admin/figures")
    words = browser.page.words

    assert ("figures", "Les chiffres") == (browser.page.name, browser.page.heading)
    assert all(re.sub(r"\s+", " ", table) in words for table, _line, _column in told(browser))
    assert "Ce que nos apprenants veulent apprendre" in words
    assert "Personnes qui ont envoyé un résultat : 10." in words
    assert "Nom 00" not in words
    assert "/admin/" in browser.page.links


def test_every_course_of_the_centre_counts(site: Site) -> None:
    crowded(site, 6)
    elsewhere(site, 6)
    said(site, 1, 6, "none")
    said(site, 101, 106, "none")

    assert "10" == need(told(administrator(site)))


def test_people_of_another_centre_do_not_count(site: Site, other_lms: FakeLms) -> None:
    """Z17."""
    crowded(site, 12)
    said(site, 1, 12, "none")
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    connected(site.services, other_lms, site.clock, centre_id=centre_id)
    theirs = administrator(site, centre_id)
    theirs.get("/admin/figures")
    words = theirs.page.words

    assert "10" == need(told(administrator(site)))
    assert "moins de 5" == need(told(theirs))
    assert "Personnes qui ont envoyé un résultat : moins de 5." in words


def test_a_period_is_chosen_on_the_page_and_kept_in_the_table(site: Site) -> None:
    crowded(site, 12)
    said(site, 1, 12, "none")
    browser = administrator(site)
    this, before, *_rest = periods_before(local_day(site.clock()))
    browser.get(f"/admin/figures?period={before}")
    table = next(link for link in browser.page.links if "figures.csv" in link)

    assert f"Année scolaire {before}" in browser.page.words
    assert f"period={before}" in table
    assert ("10", "moins de 5") == (
        need(told(browser, f"?period={this}")),
        need(told(browser, table[len("/admin/figures.csv") :])),
    )


def test_the_number_of_queries_is_fixed_when_the_centre_is_large(site: Site) -> None:
    trainer, browser = crowded(site, 30), administrator(site)
    told(browser)
    with statements_sent() as few:
        told(browser)
    finish_everybody(site, trainer, 4970, after=30)
    with statements_sent() as many:
        lines = told(browser)

    assert len(few) == len(many) <= 14
    assert "5000" in lines.values()


def test_nobody_else_opens_them(site: Site) -> None:
    for path in ("/admin/figures", "/admin/figures.csv"):
        assert 401 == site.visitor(TRAINER).request("GET", path).status_code
        assert 401 == site.browser().request("GET", path).status_code
