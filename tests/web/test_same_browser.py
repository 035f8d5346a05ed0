"""Which browser may go on without a cookie: by how it introduces itself, or by the platform's storage."""

from __future__ import annotations

import pytest

from tests.people import LEARNER
from tests.web.handing import FIREFOX, Blocked, blocked, offered
from tests.web.refusing import assert_refused
from tests.web.site import Site, refused
from tests.web.tables import values

OTHER = {"User-Agent": "Chromium/142"}


def _from_firefox(site: Site, agent: dict[str, str]) -> Blocked:
    """A login by Firefox, and the platform's message by whoever ``agent`` is."""
    frame = site.browser()
    started = frame.request("POST", "/lti/login", data=site.lms.login_parameters(LEARNER), headers=FIREFOX)
    token, state = site.lms.answer_login(started.location)
    return blocked(site, form={"id_token": token, "state": state}, agent=agent)


@pytest.mark.parametrize(
    "agent",
    [
        pytest.param(OTHER, id="another-browser"),
        pytest.param({**FIREFOX, "User-Agent": "Firefox/141"}, id="another-version"),
        pytest.param({**FIREFOX, "Accept-Language": "nl"}, id="another-language"),
        pytest.param({"User-Agent": "Firefox/140"}, id="no-language"),
    ],
)
def test_launch_is_refused_when_another_browser_without_cookie_brings_it(
    site: Site, agent: dict[str, str]
) -> None:
    """S04 without a cookie: no button, and the login is used up."""
    here = _from_firefox(site, agent)

    refused(here.answer, 401, "e-sec", "other-browser")
    assert here.frame.page.forms == []
    assert len(values(site.engine, "login_state", "nonce")) == 1


@pytest.mark.parametrize(
    "agent",
    [
        pytest.param(FIREFOX, id="the-same"),
        pytest.param({**FIREFOX, "Accept-Language": "fr-BE, fr;q=0.7"}, id="other-weights"),
    ],
)
def test_launch_goes_on_when_the_browser_introduces_itself_alike(site: Site, agent: dict[str, str]) -> None:
    """Some browsers vary the weights of the languages from site to site."""
    assert _from_firefox(site, agent).opened().page.name == "welcome"


def test_launch_cannot_go_on_when_the_browser_says_nothing_of_itself(site: Site) -> None:
    """The page explains, without a button: nothing tells this browser from any other."""
    frame = site.browser()
    silent = {"User-Agent": "", "Accept-Language": "fr"}
    started = frame.request("POST", "/lti/login", data=site.lms.login_parameters(LEARNER), headers=silent)
    token, state = site.lms.answer_login(started.location)
    here = blocked(site, form={"id_token": token, "state": state}, agent=silent)

    refused(here.answer, 401, "e-cookies", "no-browser-cookie")
    assert here.frame.page.forms == []
    assert "nouvelle fenêtre" in here.frame.page.words


def test_page_keeps_a_proof_when_the_platform_offers_storage(site: Site) -> None:
    """It works without scripts too: a link, and a refresh for browsers that run none."""
    frame = site.browser()
    answer = frame.login(LEARNER, lti_storage_target="post_message_forwarding")
    body = answer.get_data(as_text=True)
    href = next(link for link in frame.page.links if link.startswith(site.lms.url))

    assert (answer.status_code, frame.page.name) == (200, "launch")
    assert href.startswith(f"{site.lms.registration().auth_login_url}?")
    assert f'data-platform="{site.lms.registration().auth_login_url}?' in body
    assert 'data-target="post_message_forwarding"' in body
    assert '<noscript><meta http-equiv="refresh" content="0;url=' in body
    assert list(frame.cookies) == ["__Host-psb"]


@pytest.mark.parametrize("target", ["", " ", "a b", "<b>", "x" * 65, "-x", "é", "a/b"])
def test_browser_is_sent_on_at_once_when_the_storage_has_no_name(site: Site, target: str) -> None:
    answer = site.browser().login(LEARNER, lti_storage_target=target)

    assert answer.status_code == 302


def test_launch_opens_in_the_frame_when_the_cookie_came_back(site: Site) -> None:
    """Storage was offered and is not needed."""
    frame, form, _ = offered(site)

    assert frame.post_launch(form).status_code == 303


def test_proof_is_enough_when_the_browser_introduces_itself_otherwise(site: Site) -> None:
    _, form, proof = offered(site)
    here = blocked(site, form=form, agent=OTHER)

    refused(here.answer, 401, "e-cookies", "no-browser-cookie")
    assert here.opened(proof=proof).page.name == "welcome"


def test_proof_is_asked_for_by_its_name_when_the_frame_is_blocked(site: Site) -> None:
    """The page names the place and never the proof itself."""
    frame, form, proof = offered(site)
    body = blocked(site, form=form).answer.get_data(as_text=True)
    key = values(site.engine, "login_state", "storage_target")

    assert key == [("_parent",)]
    assert 'data-target="_parent"' in body
    assert 'data-key="passerelle-' in body
    assert proof not in body
    assert proof not in repr(values(site.engine, "login_state", "storage_hash"))
    assert frame.page.words


@pytest.mark.parametrize("agent", [{}, OTHER])
def test_button_opens_nothing_when_the_proof_is_wrong(site: Site, agent: dict[str, str]) -> None:
    """S23: also when the browser introduces itself alike."""
    _, form, proof = offered(site)
    here = blocked(site, form=form, agent=agent)

    assert_refused(site, lambda: here.press(proof=f"{proof}x"), 401, "e-sec", "other-browser")


def test_button_opens_nothing_when_neither_proof_nor_browser_tells(site: Site) -> None:
    _, form, _ = offered(site)
    here = blocked(site, form=form, agent=OTHER)

    assert_refused(site, here.press, 401, "e-sec", "other-browser")


def test_button_opens_when_the_storage_gave_nothing_back(site: Site) -> None:
    """Without scripts, or when the platform is slow: the browser's own words are enough."""
    _, form, _ = offered(site)

    assert blocked(site, form=form).opened(proof="").page.name == "welcome"


def test_proof_of_another_login_opens_nothing_when_it_is_sent(site: Site) -> None:
    _, form, _ = offered(site)
    _, _, other = offered(site)
    here = blocked(site, form=form)

    assert_refused(site, lambda: here.press(proof=other), 401, "e-sec", "other-browser")


def test_platforms_error_is_shown_when_no_cookie_came_with_it(site: Site) -> None:
    """S16 in a blocked frame: there is nothing to carry on."""
    frame = site.browser()
    form = frame.answered(LEARNER)
    here = blocked(site, form={"state": form["state"], "error": "login_required"})

    refused(here.answer, 403, "e-denied", "platform-error")
    assert here.frame.page.forms == []


def test_app_without_login_reads_what_to_do_when_it_posts_a_message(site: Site) -> None:
    """The Moodle app sends an id_token that nobody asked for."""
    form = site.browser().answered(LEARNER)
    answer_to = site.browser()
    answer = answer_to.post_launch({"id_token": form["id_token"]})

    refused(answer, 401, "e-expired", "state-missing")
    assert "navigateur de l'appareil" in answer_to.page.words
