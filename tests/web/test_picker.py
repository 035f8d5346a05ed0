"""Deep linking over HTTP: the list, the choice, the answer, and what is refused."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.picking import CLAIM, DL, ask, carried, delivered, items, picker, said, settings
from tests.web.site import TOOL_URL, Site, refused
from tests.web.tables import changed, count, values

BOTH = ["diagnostic", "diagnostic-express"]
SENT = {"activity": "diagnostic", "columns": "six"}


def test_what_can_be_added_is_listed_when_a_trainer_is_sent_to_choose(site: Site) -> None:
    browser = picker(site)
    form = browser.page.form

    assert browser.page.heading == "Que voulez-vous ajouter au cours ?"
    assert {*BOTH, "diagnostic-midway", "diagnostic-end", "diagnostic-area-3"} <= form.offers("activity")
    assert form.offers("columns") == {"one", "six"}
    assert {"/trial/diagnostic/", "/trial/diagnostic-express/"} <= set(browser.page.links)
    assert "Cours : Premiers pas numériques" in browser.page.words
    assert "Vous pouvez en choisir plusieurs." in browser.page.words


def test_the_answer_names_the_choice_when_one_activity_is_added(site: Site) -> None:
    browser = picker(site)
    browser.submit({**SENT, "columns": "one"})
    claims = said(site.lms, browser)
    (item,) = items(site.lms, browser)
    uuid = item["custom"]["link"]

    assert claims["iss"] == site.registration.client_id
    assert claims["aud"] == site.registration.issuer
    assert claims[f"{CLAIM}deployment_id"] == "1"
    assert claims[f"{CLAIM}message_type"] == "LtiDeepLinkingResponse"
    assert claims["exp"] - claims["iat"] <= 305
    assert f"{DL}data" not in claims
    assert len(uuid) == 36
    assert item["custom"] == {
        "activity": "diagnostic",
        "link": uuid,
        "columns": "one",
        "context_history": "$Context.id.history",
        "groups": "$Moodle.Person.userGroupIds",
    }
    assert item["title"] == "Mon point de départ numérique"
    assert item["url"] == f"{TOOL_URL}/lti/launch"
    assert item["lineItem"] == {
        "label": "Mon point de départ numérique",
        "scoreMaximum": 8,
        "resourceId": "diagnostic",
        "tag": "passerelle:diagnostic",
        "submissionReview": {"reviewableStatus": ["Completed"]},
    }


def test_only_columns_that_can_be_filled_are_asked_for_when_others_were_chosen(site: Site) -> None:
    """One area has one level, and midway there is no general one."""
    for columns in ("one", "six"):
        browser = picker(site)
        browser.submit({"activity": ["diagnostic-area-4", "diagnostic-midway"], "columns": columns})
        found = {item["custom"]["activity"]: item["custom"]["columns"] for item in items(site.lms, browser)}

        assert found == {"diagnostic-area-4": "one", "diagnostic-midway": "six"}


def test_the_platform_takes_three_steps_further_when_two_activities_are_added(site: Site) -> None:
    """Both stand in the course, each with a uuid of its own, and a learner opens one of them."""
    browser = picker(site)
    browser.submit({"activity": BOTH, "columns": "six"})
    taken = delivered(site.lms, browser)
    uuids = {activity.custom["link"] for activity in taken.activities}
    express = taken.activities[1]
    member = site.lms.platform.cast.member(LEARNER.key)
    assert member is not None
    parameters = site.lms._lms.launches.login_parameters(member, express, "window")
    learner = site.browser()
    started = learner.open_login(parameters)
    token, state = site.lms.answer_login(started.location)
    learner.get(learner.post_launch({"id_token": token, "state": state}).location)

    assert [activity.custom["activity"] for activity in taken.activities] == BOTH
    assert len(uuids) == 2
    assert learner.page.name == "welcome"
    assert site.visit(learner).link.deep_link == express.custom["link"]
    assert site.visit(learner).link.activity == "diagnostic-express"


def test_the_picture_is_shown_by_other_sites_when_a_platform_asks_for_it(site: Site) -> None:
    browser = picker(site)
    browser.submit(SENT)
    (item,) = items(site.lms, browser)
    answer = site.browser().request("GET", urlsplit(item["icon"]["url"]).path)

    assert item["icon"]["url"].startswith(f"{TOOL_URL}/")
    assert item["thumbnail"]["url"] == item["icon"]["url"]
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_line_item_is_sent_when_the_platform_takes_none(site: Site) -> None:
    browser = picker(site, claims=settings(accept_lineitem=False))
    browser.submit(SENT)

    assert "lineItem" not in items(site.lms, browser)[0]


@pytest.mark.parametrize("data", ["a+b/c=&é\x00\ud83d", "", "x" * 65_536], ids=["odd", "empty", "long"])
def test_the_data_comes_back_unchanged_when_it_was_sent(site: Site, data: str) -> None:
    """D11."""
    browser = picker(site, claims=settings(data=data))
    browser.submit(SENT)

    assert data == said(site.lms, browser)[f"{DL}data"]


def test_an_answer_without_items_goes_back_when_the_trainer_cancels(site: Site) -> None:
    browser = picker(site, claims=settings(data="kept"))
    browser.send(browser.page.main_forms[1].action)
    claims = said(site.lms, browser)

    assert browser.page.heading == "Rien n'est ajouté."
    assert claims[f"{DL}content_items"] == []
    assert claims[f"{DL}msg"] == "Rien n'a été ajouté au cours."
    assert claims[f"{DL}data"] == "kept"


def test_nothing_goes_back_when_the_trainer_cancels_on_open_edx(site: Site) -> None:
    """An answer without items would empty the unit there."""
    back = f"{site.lms.url}/api/lti_consumer/v1/lti/1/lti-dl/response"
    browser = picker(site, claims=settings(deep_link_return_url=back))
    answer = browser.send(browser.page.main_forms[1].action)

    assert browser.page.heading == "Rien n'est ajouté."
    assert "Votre cours n'a pas changé." in browser.page.words
    assert browser.page.main_forms == []
    assert "JWT" not in answer.get_data(as_text=True)
    assert "form-action 'self';" in answer.headers["Content-Security-Policy"]


def test_forms_may_leave_for_the_platform_when_the_answer_is_shown_and_nowhere_else(site: Site) -> None:
    browser = picker(site)
    before = browser.request("GET", browser.page.form.action)
    answer = browser.submit(SENT)
    policy = answer.headers["Content-Security-Policy"]

    assert "form-action 'self';" in before.headers["Content-Security-Policy"]
    assert f"form-action 'self' {site.lms.url};" in policy
    assert policy.endswith(f"frame-ancestors {site.lms.url}")
    assert browser.page.form.action.startswith(f"{site.lms.url}/selection/")
    assert browser.page.inline == []


def test_the_first_answer_stays_when_the_form_is_sent_twice(site: Site) -> None:
    """D12: the second press, also with another choice or the way back, gets the same content."""
    browser = picker(site)
    action, cancel = (form.action for form in browser.page.main_forms)
    token = browser.page.csrf
    browser.submit(SENT)
    first = carried(browser)
    for path, fields in ((action, {**SENT, "activity": "diagnostic-express"}), (cancel, {})):
        browser.send(path, {"csrf": token, **fields})
        assert first == carried(browser)
    browser.get(action)

    assert first == carried(browser)
    assert count(site.engine, "deep_link_request") == 1


def test_the_answer_is_gone_when_five_minutes_are_over(site: Site) -> None:
    """D12."""
    browser = picker(site)
    action = browser.page.form.action
    browser.submit(SENT)
    site.wait(minutes=5, seconds=1)
    answer = browser.request("GET", action)

    refused(answer, 401, "e-expired", "request-over")


def test_nothing_is_sent_when_three_are_chosen_where_one_is_taken(site: Site) -> None:
    """D09: the reason stands on the page, and the choice is kept."""
    browser = picker(site, claims=settings(accept_multiple=False))
    before = site.snapshot()
    words = browser.page.words
    answer = browser.submit({"activity": BOTH, "columns": "one"})

    assert "Choisissez une activité." in words
    assert answer.status_code == 409
    assert "Votre plateforme prend une seule activité à la fois." in browser.page.words
    assert 'value="one" id="columns-one" checked' in answer.get_data(as_text=True)
    assert changed(before, site.snapshot()) == set()


@pytest.mark.parametrize("chosen", [{}, {"activity": "unknown"}, {"activity": ["diagnostic", "x"]}])
def test_the_trainer_is_asked_again_when_nothing_usable_is_chosen(
    site: Site, chosen: dict[str, str | list[str]]
) -> None:
    browser = picker(site)
    before = site.snapshot()
    answer = browser.submit({"columns": "one", **chosen})

    assert answer.status_code == 422
    assert "Choisissez d'abord une activité dans la liste." in browser.page.words
    assert changed(before, site.snapshot()) == set()


def test_the_request_is_refused_when_the_number_of_columns_is_none_of_ours(site: Site) -> None:
    browser = picker(site)
    answer = browser.submit({**SENT, "columns": "seven"})

    refused(answer, 400, "e-link", "unknown-columns")


def test_the_picker_is_shut_when_somebody_else_has_its_address(site: Site) -> None:
    """D13: the trainer of another platform or of the same one, and a learner, find nothing there."""
    browser = picker(site)
    action = browser.page.form.action
    others = [picker(site), site.visitor(LEARNER), site.visitor(OUTSIDER)]
    before = site.snapshot()
    for other in others:
        refused(other.request("GET", action), 404, "e-notfound", "no-such-request")
        refused(other.post(action, SENT), 404, "e-notfound", "no-such-request")

    assert changed(before, site.snapshot()) == set()


def test_the_picker_is_over_when_the_session_is(site: Site) -> None:
    """D16, W23."""
    browser = picker(site)
    action, token = browser.page.form.action, browser.page.csrf
    site.wait(minutes=61)
    answer = browser.post(action, {"csrf": token, **SENT})
    stranger = site.browser().request("GET", action)

    refused(answer, 401, "e-expired", "session-over")
    refused(stranger, 401, "e-method", "no-session")


def test_the_form_is_refused_when_it_comes_from_elsewhere(site: Site) -> None:
    """W09: by its token, and by where the browser says it comes from."""
    browser = picker(site)
    form = browser.page.form
    forged = browser.request("POST", form.action, data=SENT, headers=browser.own_headers)
    foreign = browser.request(
        "POST", form.action, data={**SENT, **form.hidden}, headers={"Origin": "https://evil.example"}
    )

    refused(forged, 403, "e-sec", "form-token")
    refused(foreign, 403, "e-sec", "form-from-elsewhere")
    assert values(site.engine, "deep_link_request", "answer") == [(None,)]


def test_the_session_ends_when_the_trainer_leaves(site: Site) -> None:
    browser = picker(site)
    action = browser.page.form.action
    browser.post(f"{action}end")

    assert count(site.engine, "deep_link_request") == 0
    refused(browser.request("GET", action), 401, "e-method")


def test_the_same_page_opens_when_the_launch_is_sent_a_second_time(site: Site) -> None:
    """S06: a reload of the platform's page, within half a minute, in the same browser."""
    browser = site.browser()
    started = browser.open_login(site.lms.selection_parameters(TRAINER))
    token, state = site.lms.answer_login(started.location)
    form = {"id_token": token, "state": state}
    first = browser.post_launch(form)
    again = browser.post_launch(form)

    assert again.status_code == 303
    assert again.location == first.location


def test_the_picker_opens_beside_an_open_activity_when_it_is_one_person(site: Site) -> None:
    browser = site.visitor(TRAINER)
    handle = browser.handle
    picker(site, browser=browser)
    answer = browser.request("GET", f"/l/{handle}/cohort")

    assert answer.status_code == 200


def test_names_are_escaped_when_the_platform_sends_markup(site: Site) -> None:
    """D14: and cut."""
    title = "<script>alert(1)</script>\u202e\U0001f600" + "x" * 10_000
    browser, answer = ask(
        site, claims=lambda claims: {**claims, f"{CLAIM}context": {"id": "2", "title": title}}
    )
    page = browser.get(answer.location).get_data(as_text=True)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "x" * 300 not in page
