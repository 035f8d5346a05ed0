"""What was said before the first task chooses the tasks; what is said later changes nothing of an attempt."""

from __future__ import annotations

from datetime import timedelta

from lti_tool.domain.outside import Submitted, noise, source_of
from lti_tool.domain.start import PLAIN_START
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.staging import do, enter, nothing


def said(site: Site, browser: Browser, check: str, **answers: str) -> None:
    """Answer some questions of a check, by a hyphen-less name of each."""
    for question, choice in answers.items():
        site.services.checks.answer(
            site.visit(browser), check, question.replace("_", "-"), now=site.clock(), choices=(choice,)
        )


def rated(site: Site, browser: Browser, choice: str) -> None:
    """The same answer about each of the five areas."""
    said(site, browser, "self-rating", **{f"area_{number}": choice for number in range(1, 6)})


def test_ratings_and_wishes_are_written_down_when_an_attempt_begins(site: Site) -> None:
    browser = enter(site, "diagnostic")
    rated(site, browser, "alone")
    said(site, browser, "interests", wishes="safety")
    browser.submit()
    start = site.attempt(browser).start

    assert dict(start.prior.ratings) == dict.fromkeys("12345", 2)
    assert start.order[0] == "4"
    assert set(start.order) == set("12345")


def test_an_attempt_under_way_stays_as_it_began_when_more_is_said(site: Site) -> None:
    browser = enter(site, "diagnostic")
    browser.submit()
    begun = site.attempt(browser)
    rated(site, browser, "helping")
    browser.submit({"skip": "1"})

    assert PLAIN_START == begun.start == site.attempt(browser).start


def test_a_result_from_elsewhere_counts_once_the_learner_said_yes(site: Site) -> None:
    browser = enter(site, "diagnostic")
    today = site.clock().date()
    submitted = Submitted(
        source="tosa", day=(today - timedelta(days=10)).isoformat(), score="700", says="700"
    )
    faults = site.services.outside_results.add(
        site.visit(browser), submitted, "outside-result-1", site.clock(), today, agrees=False
    )
    results = site.services.outside_results.of_learner(site.visit(browser))
    browser.submit()
    unasked = site.attempt(browser).start.prior.outside
    site.services.outside_results.decide(site.visit(browser), results[0].id, site.clock(), agrees=True)
    later = do(site, "diagnostic-end", nothing)

    assert faults == {}
    assert unasked == ()
    assert len(site.attempt(later).start.prior.outside) >= 1


def test_the_entry_is_rated_as_the_person_saw_it_then(site: Site) -> None:
    """Ratings of another stage are left alone."""
    browser = enter(site, "diagnostic")
    rated(site, browser, "not-yet")
    do(site, "diagnostic", nothing)
    end = do(site, "diagnostic-end", nothing)

    assert dict(site.attempt(end).start.prior.ratings) == {}


def test_a_result_is_as_old_as_its_page_says_when_it_starts_an_attempt(site: Site) -> None:
    """Half past eleven in the evening by the machine's clock is the next day already where the people are."""
    late = site.clock().replace(hour=23, minute=30, second=0, microsecond=0)
    site.wait(seconds=(late - site.clock()).total_seconds() % timedelta(days=1).total_seconds())
    tomorrow = site.clock().date() + timedelta(days=1)
    taken_on = tomorrow - timedelta(days=300)
    browser = enter(site, "diagnostic")
    submitted = Submitted(source="tosa", day=taken_on.isoformat(), score="700", says="700")
    site.services.outside_results.add(
        site.visit(browser), submitted, "outside-result-2", site.clock(), tomorrow, agrees=True
    )
    browser.submit()
    tosa = source_of(site.services.outside_results.sources, "tosa")

    assert tosa is not None
    assert [noise(tosa, taken_on, tomorrow)] == [one.sd for one in site.attempt(browser).start.prior.outside]
