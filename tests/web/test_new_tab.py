"""A launch whose frame keeps no cookie goes on in a new tab: L37, security notes 5.4."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import TestResponse

from lti_tool.lti.hand_over import HandOverSeal
from tests.people import LEARNER, OUTSIDER
from tests.web.handing import CONTINUE, blocked
from tests.web.refusing import assert_only_event, assert_refused
from tests.web.site import TOOL_URL, Site, refused
from tests.web.tables import changed, count, everything

SESSION = "__Host-psl"


def test_page_has_one_button_when_the_frame_keeps_no_cookie(site: Site) -> None:
    """L37: nothing stored, no cookie; the message and its claims cannot be read in the page."""
    form = site.browser().answered(LEARNER)
    before = site.snapshot()
    here = blocked(site, form=form)
    body = here.answer.get_data(as_text=True)

    refused(here.answer, 401, "e-cookies", "no-browser-cookie")
    assert_only_event(before, site.snapshot())
    assert [(one.action, set(one.hidden)) for one in here.frame.page.forms] == [(CONTINUE, {"code"})]
    assert 'target="_blank"' in body
    assert "Ouvrir dans un nouvel onglet" in here.frame.page.words
    assert form["state"] not in body
    assert all(part not in body for part in form["id_token"].split("."))


def test_page_can_be_framed_by_the_platform_alone_when_it_has_the_button(site: Site) -> None:
    """W14: elsewhere a press on it could be stolen."""
    policy = blocked(site).answer.headers["Content-Security-Policy"]

    assert policy.endswith(f"frame-ancestors {site.lms.url}")


def test_first_page_opens_in_the_new_tab_when_the_button_is_pressed(site: Site) -> None:
    tab = blocked(site).opened()

    assert tab.page.name == "welcome"
    assert tab.session
    assert count(site.engine, "login_state") == 2, "the login is spent, and the code for a minute"
    tab.submit()
    tab.submit({"skip": "1"})
    assert site.attempt(tab).answers


def test_code_opens_nothing_when_another_browser_uses_it_again(site: Site) -> None:
    here = blocked(site)
    here.opened()

    assert_refused(site, here.press, 401, "e-expired", "state-unknown")


def test_code_opens_nothing_when_the_session_was_ended_meanwhile(site: Site) -> None:
    """A shared computer: the page with the button still stands in the course."""
    here = blocked(site)
    tab = here.opened()
    tab.post(tab.at("end"))

    assert_refused(site, lambda: here.press(tab), 401, "e-expired", "state-unknown")
    assert count(site.engine, "session") == 0


def test_same_page_opens_when_the_button_is_pressed_twice(site: Site) -> None:
    """S06, for the impatient finger: nothing is processed again."""
    here = blocked(site)
    tab = here.opened()
    before = site.snapshot()
    again = here.press(tab)

    assert (again.status_code, again.location) == (303, tab.at())
    assert again.headers.getlist("Set-Cookie") == []
    assert changed(before, site.snapshot()) == set()


def test_one_tab_opens_when_two_press_at_the_same_instant(site: Site) -> None:
    here = blocked(site)
    tabs = [site.browser(), site.browser()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(here.press, tabs))

    assert sorted(answer.status_code for answer in answers) == [303, 401]
    assert count(site.engine, "launch") == 1


@pytest.mark.parametrize(("seconds", "status"), [(55, 303), (61, 401)])
def test_code_is_over_when_a_minute_has_passed(site: Site, seconds: int, status: int) -> None:
    here = blocked(site)
    site.wait(seconds=seconds)
    answer = here.press()

    assert answer.status_code == status
    if status == 401:
        refused(answer, 401, "e-expired", "state-expired")


def test_code_lives_no_longer_than_its_login_when_that_is_nearly_over(site: Site) -> None:
    frame = site.browser()
    started = frame.login(LEARNER)
    site.wait(minutes=9, seconds=40)
    token, state = site.lms.answer_login(started.location)
    here = blocked(site, form={"id_token": token, "state": state})
    site.wait(seconds=30)

    refused(here.press(), 401, "e-expired", "state-expired")


def test_platform_cannot_use_its_form_again_when_the_button_is_shown(site: Site) -> None:
    """G6: the state itself was consumed, whatever becomes of the button."""
    owner = site.browser()
    form = owner.answered(LEARNER)
    here = blocked(site, form=form)

    assert_refused(site, lambda: owner.post_launch(form), 401, "e-expired", "state-unknown")
    assert here.press().status_code == 303


def _changed_in_the_middle(code: str) -> str:
    middle = len(code) // 2
    return code[:middle] + ("A" if code[middle] != "A" else "B") + code[middle + 1 :]


CODES = [
    pytest.param(_changed_in_the_middle, id="one-character"),
    pytest.param(lambda code: code[:-8], id="cut"),
    pytest.param(lambda code: f"{code}AAAA", id="longer"),
    pytest.param(lambda code: "", id="empty"),
    pytest.param(lambda code: "é", id="not-ascii"),
    pytest.param(lambda code: "A" * 80, id="made-up"),
    pytest.param(lambda code: "A" * 8, id="shorter-than-a-seal"),
]


@pytest.mark.parametrize("change", CODES)
def test_code_is_refused_when_it_was_altered(site: Site, change: object) -> None:
    here = blocked(site)
    code = change(here.code)  # type: ignore[operator]  # a function of the table above

    assert_refused(site, lambda: here.press(code=code), 401, "e-sec", "hand-over-seal")
    assert here.press().status_code == 303


def test_code_is_refused_when_another_installation_sealed_it(site: Site) -> None:
    here = blocked(site)
    opened = HandOverSeal(b"a secret of the tests, long enough to be taken").open(here.code)
    foreign = HandOverSeal(b"the secret of another installation").close(opened)

    assert_refused(site, lambda: here.press(code=foreign), 401, "e-sec", "hand-over-seal")


FORMS = [
    pytest.param({}, id="nothing"),
    pytest.param({"code": ["a", "b"]}, id="two-codes"),
    pytest.param({"code": "a", "proof": ["a", "b"]}, id="two-proofs"),
]


@pytest.mark.parametrize("form", FORMS)
def test_form_is_refused_when_it_is_not_the_buttons(site: Site, form: dict[str, object]) -> None:
    browser = site.browser()

    def act() -> TestResponse:
        return browser.request("POST", CONTINUE, data=form, headers=browser.own_headers)

    assert_refused(site, act, 400 if form else 415, "e-link")


ELSEWHERE = [
    pytest.param({}, id="says-nothing"),
    pytest.param({"Origin": "https://evil.example"}, id="W09-origin"),
    pytest.param({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, id="W09-elsewhere"),
    pytest.param({"Origin": TOOL_URL, "Sec-Fetch-Site": "cross-site"}, id="W09-site"),
    pytest.param({"Origin": TOOL_URL, "Sec-Fetch-Site": "same-site"}, id="W09-same-site"),
    pytest.param({"Origin": "null"}, id="W10-null"),
    pytest.param({"Sec-Fetch-Site": "none"}, id="typed-by-hand"),
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_code_is_refused_when_another_site_sends_it(site: Site, headers: dict[str, str]) -> None:
    """W09, W10: and it is not used up by that."""
    here = blocked(site)

    assert_refused(site, lambda: here.press(headers=headers), 403, "e-sec", "form-from-elsewhere")
    assert here.press().status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_address_takes_a_form_alone_when_it_is_asked_otherwise(site: Site, method: str) -> None:
    answer = site.browser().request(method, CONTINUE)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_message_is_checked_again_when_the_platform_was_switched_off(site: Site) -> None:
    here = blocked(site)
    site.services.registrations.disable(site.registration.id, site.clock())

    assert_refused(site, here.press, 403, "e-lms", "registration-disabled")


BAD_TOKENS = [
    pytest.param({"nonce": "another"}, "e-sec", "nonce", id="nonce"),
    pytest.param({"aud": "another"}, "e-sec", "", id="audience"),
    pytest.param({"iat": 1}, "e-expired", "", id="age"),
]


@pytest.mark.parametrize(("changes", "code", "reason"), BAD_TOKENS)
def test_no_button_is_offered_when_the_message_is_wrong(
    site: Site, changes: dict[str, object], code: str, reason: str
) -> None:
    form = site.browser().answered(LEARNER, claims=lambda claims: {**claims, **changes})
    frames = []

    def act() -> TestResponse:
        frames.append(blocked(site, form=form))
        return frames[-1].answer

    assert_refused(site, act, 401, code, reason)
    assert frames[0].frame.page.forms == []


def test_message_is_checked_again_in_the_new_tab_when_it_became_too_old(site: Site) -> None:
    """The token's own minute and the leeway are over before the code's."""
    here = blocked(site, claims=lambda claims: {**claims, "exp": claims["iat"] + 1})
    site.wait(seconds=58)
    assert here.press().status_code == 303
    late = blocked(
        site, claims=lambda claims: {**claims, "exp": claims["iat"] - 30, "iat": claims["iat"] - 60}
    )
    site.wait(seconds=40)

    assert_refused(site, late.press, 401, "e-expired")


def test_old_session_ends_when_another_person_presses_the_button(site: Site) -> None:
    """W08, for a computer that two people share."""
    here = blocked(site, OUTSIDER)
    tab = site.visitor(LEARNER)
    first = tab.handle
    here.press(tab)

    assert tab.handle != first
    refused(tab.get(f"/l/{first}/"), 401, "e-expired", "session-over")
    assert count(site.engine, "session") == 1


def test_page_asks_whose_session_it_is_when_it_came_to_a_new_tab(site: Site) -> None:
    """A link that somebody else prepared would show somebody else's name."""
    tab = blocked(site).opened()

    assert f"Vous êtes {LEARNER.name} ?" in tab.page.words
    site.wait(seconds=61)
    tab.get(tab.at())
    assert "Vous êtes" not in tab.page.words


def test_page_asks_nothing_when_the_launch_kept_its_cookie(site: Site) -> None:
    assert "Vous êtes" not in site.visitor(LEARNER).page.words


def test_page_asks_nothing_when_the_platform_hides_names(site: Site) -> None:
    hidden = ("name", "given_name", "family_name")
    here = blocked(site, claims=lambda claims: {k: v for k, v in claims.items() if k not in hidden})

    assert "Vous êtes" not in here.opened().page.words


def test_session_ends_when_the_person_says_that_it_is_not_theirs(site: Site) -> None:
    tab = blocked(site).opened()
    asked = tab.page.words
    tab.post(tab.page.forms[1].action)

    assert "Non, ce n'est pas moi" in asked
    assert count(site.engine, "session") == 0


def test_nothing_of_the_message_is_kept_when_a_frame_is_blocked(site: Site) -> None:
    form = site.browser().answered(LEARNER)
    blocked(site, form=form)
    kept = everything(site.engine)

    assert form["state"] not in kept
    assert all(part not in kept for part in form["id_token"].split("."))
    assert LEARNER.name not in kept
