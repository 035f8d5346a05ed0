"""Deep linking requests that are refused: the rows D02 to D11 of the security notes, over HTTP."""

from __future__ import annotations

import pytest

from tests.fake_lms import ClaimsChange
from tests.people import ADMINISTRATOR, LEARNER, TEST_USER, TRAINER, TestPerson
from tests.web.picking import CLAIM, ask, settings
from tests.web.refusing import assert_refused
from tests.web.site import Site

URL = "deep_link_return_url"
BAD_SETTINGS = [
    pytest.param({URL: ...}, "e-config", "deep-linking-settings", id="D02"),
    pytest.param({URL: ""}, "e-config", "deep-linking-settings", id="D02-empty"),
    pytest.param({URL: ["x"]}, "e-config", "deep-linking-settings", id="D02-list"),
    pytest.param({URL: "https://evil.example/back"}, "e-sec", "return-other-host", id="D04"),
    pytest.param({URL: "https://127.0.0.1.evil.example/"}, "e-sec", "return-other-host", id="D04-suffix"),
    pytest.param({URL: "javascript:alert(1)"}, "e-sec", "return-bad-url", id="D05-script"),
    pytest.param({URL: "//evil.example/"}, "e-sec", "return-bad-url", id="D05-relative"),
    pytest.param({URL: '{lms}/"><script>alert(1)</script>\n'}, "e-sec", "return-bad-url", id="D06"),
    pytest.param({URL: "{lms}/back#x"}, "e-sec", "return-bad-url", id="D07-fragment"),
    pytest.param({URL: "http://x:y@127.0.0.1/back"}, "e-sec", "return-bad-url", id="D07-user"),
    pytest.param({URL: "{lms}/" + "x" * 90_000}, "e-sec", "return-bad-url", id="D07-long"),
    pytest.param({"data": "x" * 65_537}, "e-config", "deep-linking-settings", id="D11-long"),
    pytest.param({"data": {"a": 1}}, "e-config", "deep-linking-settings", id="D11-object"),
    pytest.param({"accept_types": ["file", "html"]}, "e-config", "links-not-accepted", id="no-links"),
]


@pytest.mark.parametrize(("changes", "code", "reason"), BAD_SETTINGS)
def test_nothing_is_stored_when_the_settings_are_bad(
    site: Site, changes: dict[str, object], code: str, reason: str
) -> None:
    given = {
        name: value.replace("{lms}", site.lms.url) if isinstance(value, str) else value
        for name, value in changes.items()
    }

    assert_refused(site, lambda: ask(site, claims=settings(**given))[1], 422, code, reason)


def test_an_address_with_quotes_cannot_leave_its_attribute_when_it_is_the_platforms_own(site: Site) -> None:
    """D06: every printable character may stand in an address, and the form stays whole."""
    tricky = f"{site.lms.url}/back?a=\"><script>alert(1)</script>&b='"
    browser, answer = ask(site, claims=settings(**{URL: tricky}))
    browser.get(answer.location)
    sent = browser.submit({"activity": "diagnostic", "columns": "six"}).get_data(as_text=True)

    assert browser.page.form.action == tricky
    assert "<script>alert" not in sent
    assert browser.page.inline == []


NOT_TRAINERS = [
    pytest.param(LEARNER, None, id="D10"),
    pytest.param(TEST_USER, None, id="D10-test-user"),
    pytest.param(ADMINISTRATOR, None, id="administrator-without-course-role"),
    pytest.param(
        TRAINER,
        "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant",
        id="assistant",
    ),
]


@pytest.mark.parametrize(("person", "role"), NOT_TRAINERS)
def test_nothing_is_stored_when_somebody_else_than_a_trainer_is_sent(
    site: Site, person: TestPerson, role: str | None
) -> None:
    """D10."""
    changed: ClaimsChange | None = (lambda claims: {**claims, f"{CLAIM}roles": [role]}) if role else None

    assert_refused(site, lambda: ask(site, person, claims=changed)[1], 403, "e-role", "not-a-trainer")


def test_nothing_is_stored_when_the_platform_names_nobody(site: Site) -> None:
    def unnamed(claims: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in claims.items() if name != "sub"}

    assert_refused(site, lambda: ask(site, claims=unnamed)[1], 422, "e-config", "anonymous-deep-linking")
