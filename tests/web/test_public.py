"""The public answers: front page, keys, health, readiness, numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from lti_tool.web.request_counts import GROUPS, RequestCounts
from tests.people import LEARNER
from tests.web.site import Site, refused


def test_front_page_says_where_to_go_when_it_is_opened(site: Site) -> None:
    browser = site.browser()

    assert browser.get("/").status_code == 200
    assert browser.page.name == "home"
    assert browser.page.forms == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_is_answered_when_it_comes_by_another_name(site: Site, path: str) -> None:
    answer = site.browser().request("GET", path, headers={"Host": "10.0.0.7:8000"})

    assert answer.status_code == 200
    assert answer.get_json()["status"] == "ok"


def test_numbers_are_told_when_this_machine_asks(site: Site) -> None:
    browser = site.visitor(LEARNER)
    site.finish(browser)
    answer = browser.request("GET", "/metrics", headers={"Host": "127.0.0.1:8000"})

    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    told = answer.get_data(as_text=True)
    assert 'passerelle_deliveries{state="due"} 6' in told
    assert 'passerelle_deliveries_overdue{alert="late"} 0' in told
    assert "# TYPE passerelle_sessions gauge\npasserelle_sessions 1\n" in told


def test_requests_are_counted_by_who_may_open_the_address(site: Site) -> None:
    """Also a refused one; no address, no handle and no person is a label."""
    browser = site.visitor(LEARNER)
    browser.get(browser.at("welcome"))
    browser.get("/unknown")
    browser.get(browser.at("cohort"))
    told = browser.request("GET", "/metrics").get_data(as_text=True)
    lines = [line for line in told.splitlines() if line.startswith("passerelle_request")]
    groups = {name for line in lines for name in re.findall(r'group="([^"]*)"', line)}
    labels = {name for line in lines for name in re.findall(r'[{,]([a-z]+)="', line)}

    assert {"process", "group", "status", "le"} == labels
    assert {"learner", "visitor", "trainer", "unknown"} <= groups <= set(GROUPS)
    assert browser.handle not in told
    assert re.search(r'requests_total\{process="\d+",group="trainer",status="4xx"\} [1-9]', told)
    assert re.search(r'request_seconds_count\{process="\d+",group="learner"\} [1-9]', told)


def test_durations_are_counted_up_to_each_bound() -> None:
    counts = RequestCounts()
    for seconds in (0.004, 0.03, 60.0):
        counts.add("learner", 200, seconds)
    told = counts.exposition()

    assert 'group="learner",status="2xx"} 3\n' in told
    assert [1, 1, 2, 2, 2, 2, 2, 2, 2, 3] == [int(one) for one in re.findall(r'le="[^"]*"\} (\d+)', told)]
    assert re.search(r"request_seconds_sum\{[^}]*\} 60\.034", told)


def test_readiness_tells_how_long_the_oldest_grade_waits(site: Site) -> None:
    """A platform that takes no grades turns no learner away: the answer stays 200."""
    browser = site.visitor(LEARNER)
    site.finish(browser)
    site.wait(minutes=70)
    answer = browser.request("GET", "/readyz")
    told = answer.get_json()

    assert (200, "very-late") == (answer.status_code, told["alert"])
    assert 4200 <= told["oldest_due_grade_seconds"] < 4260


@pytest.mark.parametrize(
    "options",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    ],
)
def test_numbers_are_not_found_when_somebody_else_asks(site: Site, options: dict[str, object]) -> None:
    refused(site.browser().request("GET", "/metrics", **options), 404, "e-notfound", "metrics-are-local")


@pytest.mark.parametrize("path", ["/unknown", "/l", "/l/", "/lti", "/lti/unknown", "/wp", "/.env", "/%00"])
def test_page_is_not_found_when_the_address_is_unknown(site: Site, path: str) -> None:
    refused(site.browser().request("GET", path), 404, "e-notfound")


def test_pages_wait_when_the_database_does_not_answer(site: Site) -> None:
    """Q17: 503 and a time to come back; the process itself is well, and the keys are still told (5.2)."""
    browser = site.visitor(LEARNER)
    browser.request("GET", "/lti/jwks")
    engine = site.services.store._engine

    def broken(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the disk is gone"))

    event.listen(engine, "before_cursor_execute", broken)
    try:
        page = browser.request("GET", browser.at())
        ready, alive = (browser.request("GET", path) for path in ("/readyz", "/healthz"))
        keys, opened = browser.request("GET", "/lti/jwks"), browser.launch(LEARNER)
    finally:
        event.remove(engine, "before_cursor_execute", broken)

    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert "disk" not in page.get_data(as_text=True)
    assert (ready.status_code, ready.get_json()["database"]) == (503, "unavailable")
    assert ready.get_json()["reason"] == "database-unavailable"
    assert alive.status_code == 200
    assert len(keys.get_json()["keys"]) == 1
    assert opened.status_code == 503


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_pages_and_probes_say_so_when_the_file_of_the_database_is_gone(site: Site) -> None:
    """An open handle would show the page and lose the answer: the learner is asked to come back instead."""
    browser = site.visitor(LEARNER)
    form = browser.page.form
    file = Path(str(site.engine.url.database))
    aside = file.rename(file.with_name("aside"))
    try:
        answer, ready = browser.send(form.action, form.hidden), browser.request("GET", "/readyz")
    finally:
        aside.rename(file)

    refused(answer, 503, "e-busy", "database-file-gone")
    assert (ready.status_code, ready.get_json()["reason"]) == (503, "database-file-gone")
    assert browser.send(form.action, form.hidden).status_code == 200
    assert browser.request("GET", "/readyz").status_code == 200
