"""One platform whose keys cannot be had keeps nobody of another platform waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import quantiles

import pytest
from werkzeug.test import TestResponse

from lti_tool.serving import THREADS
from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.web.conftest import _reader
from tests.web.site import TOOL_URL, Parts, Site, refused

LAUNCHES = 24
HOSTILE = 2 * THREADS
RATIO_AT_MOST = 1.5
ROUNDS = 3


@pytest.fixture
def hostile(parts: Parts, site: Site) -> Iterator[FakeLms]:
    """A connected platform whose keys were never had."""
    with FakeLms(tool_url=TOOL_URL, tool_keys=_reader(parts)) as lms:
        site.connect(lms)
        yield lms


def p95_of_launches(site: Site, threads: ThreadPoolExecutor) -> float:
    """How long a launch takes from the moment that it is sent to one of the process's threads."""
    spent = []
    for _ in range(LAUNCHES):
        browser = site.browser()
        form = browser.answered(LEARNER)
        began = time.perf_counter()
        answer = threads.submit(browser.post_launch, form).result(timeout=30)
        spent.append(time.perf_counter() - began)
        assert answer.status_code == 303
    return quantiles(spent, n=20)[-1]


def storm(site: Site, hostile: FakeLms, threads: ThreadPoolExecutor) -> list[Future[TestResponse]]:
    """Many of the other platform's learners launch at once, and its keys do not come."""
    browsers = [site.browser(hostile) for _ in range(HOSTILE)]
    forms = [browser.answered(LEARNER) for browser in browsers]
    hostile.fault("jwks", "hang", times=100, seconds=60)
    sent = [threads.submit(browser.post_launch, form) for browser, form in zip(browsers, forms, strict=True)]
    while not hostile.is_hanging:
        time.sleep(0.002)
    return sent


def all_but_two(sent: list[Future[TestResponse]]) -> list[TestResponse]:
    """The answers of those that are not held by the platform; they come while it hangs."""
    until = time.monotonic() + 3
    while sum(each.done() for each in sent) < len(sent) - 2:
        assert time.monotonic() < until, "more than two threads are held"
        time.sleep(0.01)
    return [each.result() for each in sent if each.done()]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_launches_are_quick_when_another_platforms_keys_hang(site: Site, hostile: FakeLms) -> None:
    """Two threads of eight are held. The least ratio of three rounds: noise spoils one, a fault all."""
    ratios = []
    for _ in range(ROUNDS):
        with ThreadPoolExecutor(THREADS) as threads:
            without = p95_of_launches(site, threads)
            sent = storm(site, hostile, threads)
            try:
                put_off = all_but_two(sent)
                assert len(put_off) == HOSTILE - 2
                ratios.append(p95_of_launches(site, threads) / without)
            finally:
                hostile.stop()
        hostile.end_faults()
        hostile.start()
        site.wait(seconds=31)
        for answer in put_off:
            refused(answer, 503, "e-busy", "platform-keys-slow")
        if ratios[-1] <= RATIO_AT_MOST:
            break
    print(f"ratios of p95: {ratios}")

    assert min(ratios) <= RATIO_AT_MOST


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_everybody_is_let_in_when_the_keys_come_soon(site: Site, hostile: FakeLms) -> None:
    """A whole room launches before the platform's keys are known: its first answer serves all."""
    browsers = [site.browser(hostile) for _ in range(THREADS)]
    forms = [browser.answered(LEARNER) for browser in browsers]
    hostile.fault("jwks", "slow", seconds=0.1)

    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(
            threads.map(lambda pair: pair[0].post_launch(pair[1]), zip(browsers, forms, strict=True))
        )

    assert {answer.status_code for answer in answers} == {303}
    assert len(hostile.requests_to("jwks")) == 1
