"""The checklist of a platform as its administrator watches it, over HTTP."""

from __future__ import annotations

import pytest

from lti_tool.domain.audit import ACTIONS
from lti_tool.web.admin_words import grades_in_words, launch_in_words
from lti_tool.web.deed_words import action_in_words
from lti_tool.web.registration_words import clicks_after_manual_in_words
from tests.people import LEARNER
from tests.recognising import single_spaced
from tests.web.administering import administrator, other_centre, page_of
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import count, values

DONE = "fait le"
FIRST_MESSAGE = "platform_sign"
REASONS = (
    *("no-grade-service", "scope-missing", "unreachable", "timeout", "reset", "tls", "address-refused"),
    *("not-https", "other-host", "redirected", "token-endpoint", "server-error", "not-json", "rate-limited"),
    *("unauthorized", "invalid-client"),
)


def checklist(browser: Browser, site: Site, rest: str = "") -> str:
    """The words of the checklist's page."""
    browser.get(page_of(site, rest=f"/checklist{rest}"))
    return browser.page.words


def test_each_line_says_what_to_do_when_the_platform_was_only_registered(site: Site) -> None:
    centre_id, moodle = other_centre(site)
    browser = administrator(site, centre_id)
    browser.get(page_of(site, moodle, "/checklist"))
    words = browser.page.words

    assert words.count(DONE) == 1
    assert "« Gérer les outils ». Sur la carte « Passerelle », appuyez sur « Activer »" in words
    assert "La liste est lue après la première ouverture." in words
    assert "Dans votre plateforme, activez Passerelle." in checklist(administrator(site), site)


def test_the_tool_counts_as_activated_when_a_first_message_came(site: Site) -> None:
    browser = administrator(site)
    site.browser().launch(LEARNER)
    first = values(site.engine, FIRST_MESSAGE, "first_message_at")
    site.wait(minutes=5)
    site.browser().launch(LEARNER)

    words = checklist(browser, site)

    assert words.count(DONE) == 3
    assert "Outil activé dans la plateforme fait le" in words
    assert first == values(site.engine, FIRST_MESSAGE, "first_message_at")


@pytest.mark.parametrize("deployment_id", ["", "77"])
def test_nothing_counts_as_activated_when_the_login_was_refused(site: Site, deployment_id: str) -> None:
    parameters = {**site.lms.login_parameters(LEARNER), "lti_deployment_id": deployment_id}
    if not deployment_id:
        parameters["login_hint"] = ""
    assert 400 == site.browser().open_login(parameters).status_code

    assert 0 == count(site.engine, FIRST_MESSAGE)


def test_the_lines_are_done_one_by_one_when_a_course_works(site: Site) -> None:
    browser = administrator(site)
    learner = site.visitor(LEARNER)
    assert checklist(browser, site).count(DONE) == 3

    site.finish(learner)
    site.answer_access(learner)
    learner.submit()
    assert site.deliver() > 0

    assert "Envoi des notes fait le" in checklist(browser, site)


def test_grades_are_tried_when_the_administrator_asks(site: Site) -> None:
    browser = administrator(site)
    site.visitor(LEARNER)
    sent = len(site.lms.requests_to("scores"))
    browser.get(page_of(site))
    forms = [form for form in browser.page.main_forms if form.action.endswith("/grades")]
    browser.send(forms[0].action)
    assert "Envoi des notes : l'essai a réussi" in browser.page.words

    site.lms.fault("token", 400, times=4)
    browser.send(forms[0].action)

    assert "La plateforme ne reconnaît pas la clé de Passerelle." in browser.page.words
    assert "L'essai est fait." in browser.page.words
    assert sent == len(site.lms.requests_to("scores"))


def test_no_try_is_offered_when_no_course_takes_grades_yet(site: Site) -> None:
    browser = administrator(site)
    browser.get(page_of(site))

    assert not [form for form in browser.page.main_forms if form.action.endswith("/grades")]


def test_the_page_is_still_when_nobody_asked_it_to_move(site: Site) -> None:
    browser = administrator(site)
    for rest in ("", "?watch=0", "?watch=x", "?watch=-1", "?watch=1000", "?watch=61", "?watch=²"):
        answer = browser.get(page_of(site, rest=f"/checklist{rest}"))

        assert (200, None) == (answer.status_code, answer.headers.get("Refresh")), rest
    assert "Suivre toutes les 10 secondes" in browser.page.words


def test_the_page_comes_again_for_ten_minutes_when_somebody_watches(site: Site) -> None:
    browser = administrator(site)
    path, rounds = page_of(site, rest="/checklist?watch=1"), 0
    while path and rounds < 100:
        answer = browser.get(path)
        path, rounds = answer.headers.get("Refresh", "").partition("url=")[2], rounds + 1

    assert 61 == rounds
    assert "Suivre toutes les 10 secondes" in browser.page.words


def test_watching_can_be_stopped_when_somebody_wants_to_read(site: Site) -> None:
    browser = administrator(site)
    browser.get(page_of(site, rest="/checklist?watch=1"))
    stop = page_of(site, rest="/checklist")
    assert stop in browser.page.links

    assert browser.get(stop).headers.get("Refresh") is None


def test_every_deed_has_its_words_when_the_trail_is_read(site: Site) -> None:
    with site.app.test_request_context("/admin/audit"):
        wordless = {action for action in ACTIONS if action_in_words(action) == action}

    assert set() == wordless


def test_every_reason_of_a_try_has_its_mend_when_it_is_shown(site: Site) -> None:
    """What the checklist can say of a failed try, for Moodle and for others."""
    with site.app.test_request_context("/admin/"):
        mends = {
            (family, reason): grades_in_words(family, reason)
            for family in ("moodle", "generic")
            for reason in (*REASONS, "something-else")
        }

    assert all(mend.endswith(".") for mend in mends.values())
    assert len({mend for (family, _reason), mend in mends.items() if family == "moodle"}) == len(REASONS) + 1


@pytest.mark.parametrize(
    ("language", "in_4_1", "in_5_1"),
    [
        (
            "fr",
            "« Ajouter une activité ou ressource »",
            "le bouton + d'une section, puis « Activité ou ressource »",
        ),
        ("nl", "‘Activiteit of bron toevoegen’", "de knop + van een sectie, dan ‘Activiteit of bron’"),
        (
            "de",
            "„Aktivität oder Material anlegen“",
            "der Knopf + eines Abschnitts, dann „Aktivität oder Material“",
        ),
        ("en", "‘Add an activity or resource’", "the + button of a section, then ‘Activity or resource’"),
    ],
)
def test_the_way_to_a_new_activity_is_told_for_both_moodles(
    site: Site, language: str, in_4_1: str, in_5_1: str
) -> None:
    """Moodle 5.1 has a button with a plus and a menu where 4.1 has a link."""
    with site.app.test_request_context(f"/?lang={language}"):
        told = (launch_in_words("moodle", is_waiting=False), " ".join(clicks_after_manual_in_words("moodle")))

    for words in map(single_spaced, told):
        assert in_4_1 in words
        assert in_5_1 in words
