"""Shared by the tests of launches without cookies: a blocked frame, and the new tab that its button opens."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.test import TestResponse

from tests.people import LEARNER, TestPerson
from tests.web.browser import Browser
from tests.web.site import Site

CONTINUE = "/lti/continue"
FIREFOX = {"User-Agent": "Firefox/140", "Accept-Language": "fr-BE,fr;q=0.9"}


@dataclass
class Blocked:
    """A frame whose cookies are blocked, showing the page with the button."""

    site: Site
    frame: Browser
    answer: TestResponse

    @property
    def code(self) -> str:
        """What the button carries."""
        return self.frame.page.form.hidden["code"]

    def press(
        self, tab: Browser | None = None, *, headers: dict[str, str] | None = None, **fields: str
    ) -> TestResponse:
        """Press the button: the form goes to a new tab, here another browser without cookies."""
        tab = tab or self.site.browser()
        own = tab.own_headers if headers is None else headers
        answer = tab.request("POST", CONTINUE, data={"code": self.code, **fields}, headers=own)
        if answer.status_code == 303:
            tab.handle = answer.location.split("/")[2]
        return answer

    def opened(self, **fields: str) -> Browser:
        """The new tab with the first page in it."""
        tab = self.site.browser()
        answer = self.press(tab, **fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        tab.get(answer.location)
        return tab


def blocked(
    site: Site,
    person: TestPerson = LEARNER,
    *,
    form: dict[str, str] | None = None,
    agent: dict[str, str] | None = None,
    **options: object,
) -> Blocked:
    """A launch in a frame that keeps no cookie. ``agent`` are the headers of the second request alone."""
    frame = site.browser()
    form = form or frame.answered(person, **options)  # type: ignore[arg-type]  # passed through
    frame.forget_cookies()
    answer = frame.request(
        "POST", "/lti/launch", data=form, headers={"Origin": site.lms.url, **(agent or {})}
    )
    return Blocked(site=site, frame=frame, answer=answer)


def offered(site: Site, target: str = "_parent") -> tuple[Browser, dict[str, str], str]:
    """A login with storage offered: the frame, the form that the platform then posts, the proof."""
    frame = site.browser()
    answer = frame.login(LEARNER, lti_storage_target=target)
    assert answer.status_code == 200
    body = answer.get_data(as_text=True)
    href = next(link for link in frame.page.links if link.startswith(site.lms.url))
    token, state = site.lms.answer_login(href)
    proof = body.partition('data-value="')[2].partition('"')[0]
    return frame, {"id_token": token, "state": state}, proof
