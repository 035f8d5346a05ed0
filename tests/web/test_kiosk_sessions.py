"""A session on a shared computer: it ends by itself, leaves no way back, and opens nothing else."""

from __future__ import annotations

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.beside import at_kiosk, code_for, person_of, the_code, type_code
from tests.web.site import Site, refused
from tests.web.tables import values

SESSION = "__Host-psl"


def test_session_ends_after_five_minutes_when_nobody_moves(site: Site) -> None:
    """And goes on while somebody is there: each page counts as a move."""
    site.clock.stop()
    browser, _person = at_kiosk(site)
    for _ in range(4):
        site.clock.pass_(minutes=4)
        assert browser.get(browser.at("welcome")).status_code == 200
    site.clock.pass_(minutes=5)

    refused(browser.get(browser.at("welcome")), 401, "e-expired", "session-over")


def test_session_ends_after_an_hour_when_somebody_is_still_there(site: Site) -> None:
    site.clock.stop()
    browser, _person = at_kiosk(site)
    for _ in range(14):
        site.clock.pass_(minutes=4)
        assert browser.get(browser.at("welcome")).status_code == 200
    site.clock.pass_(minutes=4)

    refused(browser.get(browser.at("welcome")), 401, "e-expired", "session-over")


def test_every_page_leads_out_by_itself_when_no_script_runs(site: Site) -> None:
    """A header: to the question whether somebody is there, to the goodbye, to the first page."""
    browser, _person = at_kiosk(site)
    still = f"/kiosk/still/{browser.handle}"
    for path in ("welcome", "resources", "stuck", "who-looked"):
        answer = browser.get(browser.at(path))
        assert answer.headers["Refresh"] == f"240; url={still}", path
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    asked = browser.get(still)
    assert asked.headers["Refresh"] == "60; url=/kiosk/goodbye"
    assert f"/l/{browser.handle}/" in browser.page.links
    ended = browser.get("/kiosk/goodbye")
    assert ended.headers["Refresh"] == "30; url=/kiosk"


def test_question_whether_somebody_is_there_is_no_move(site: Site) -> None:
    """Whoever went away is signed out, although the browser asked for that page."""
    site.clock.stop()
    browser, _person = at_kiosk(site)
    site.clock.pass_(minutes=4)
    assert browser.get(f"/kiosk/still/{browser.handle}").status_code == 200
    site.clock.pass_(minutes=1)

    refused(browser.get(browser.at("welcome")), 401, "e-expired", "session-over")


def test_no_way_back_is_left_when_the_session_is_ended(site: Site) -> None:
    """The first page comes back, the cookie is gone, and an older page asks the server, which refuses."""
    browser, _person = at_kiosk(site)
    secret = str(browser.session)
    answer = browser.post(browser.at("end"))
    thief = site.browser()
    thief.set_cookie(SESSION, secret)

    assert (answer.status_code, answer.location) == (303, "/kiosk")
    assert browser.session is None
    refused(browser.get(browser.at("welcome")), 401, "e-method")
    refused(thief.get(browser.at("welcome")), 401, "e-expired")


def test_ordinary_pages_do_not_refresh_when_nobody_came_by_a_code(site: Site) -> None:
    browser = site.visitor(LEARNER)

    assert "Refresh" not in browser.get(browser.at("welcome")).headers


def test_kiosk_opens_nothing_else_when_the_learner_tries(site: Site) -> None:
    """No trainer's page, and no other launch of the same person."""
    own = site.visitor(LEARNER)
    trainer = site.visitor(TRAINER)
    browser, person = at_kiosk(site)

    for path in ("cohort", "sitting", f"together/{person}", f"cohort/{person}"):
        refused(browser.get(browser.at(path)), 403, "e-role")
    for other in (own, trainer):
        refused(browser.get(f"/l/{other.handle}/"), 401, "e-expired")


def test_whoever_was_signed_in_is_signed_out_when_somebody_types_a_code(site: Site) -> None:
    person = person_of(site, site.visitor(LEARNER))
    browser = site.visitor(OUTSIDER)
    before = browser.handle
    type_code(browser, code_for(site, person))

    refused(browser.get(f"/l/{before}/"), 401, "e-expired")
    assert site.visit(browser).launch.person_id == person


def test_session_is_no_longer_a_shared_one_when_the_person_launches_from_the_course(site: Site) -> None:
    """The launch gets a session of its own: eight hours, and the code's pages are over."""
    browser, person = at_kiosk(site)
    before = browser.handle
    browser.enter(LEARNER)

    found = site.visit(browser).launch
    assert (found.person_id, found.is_kiosk) == (person, False)
    refused(browser.get(f"/l/{before}/"), 401, "e-expired")


def test_trainer_sees_and_ends_a_session_on_a_shared_computer(site: Site) -> None:
    site.clock.stop()
    browser, person = at_kiosk(site)
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("sitting"))
    assert "Sur un poste partagé" in trainer.page.words
    trainer.send(trainer.at(f"sitting/{person}/end"))
    assert "La session sur le poste partagé est terminée." in trainer.page.words
    assert "Sur un poste partagé, jusqu'à" not in trainer.page.words
    refused(browser.get(browser.at("welcome")), 401, "e-expired", "session-over")
    trainer.send(trainer.at(f"sitting/{person}/end"))

    assert "Il n'y avait plus de session ouverte" in trainer.page.words
    deeds = [row[0] for row in values(site.engine, "audit_entry", "action", "object_id") if row[1] == person]
    assert deeds == ["code-given", "kiosk-ended"]


def test_trainer_ends_no_ordinary_session(site: Site) -> None:
    own, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    trainer.send(trainer.at(f"sitting/{person_of(site, own)}/end"))

    assert own.get(own.at("welcome")).status_code == 200


def test_slips_are_for_everybody_of_the_group_when_they_are_printed(site: Site) -> None:
    """Good for four hours, each for one person."""
    site.clock.stop()
    people = {person_of(site, site.visitor(one)) for one in (LEARNER,)}
    site.visitor(OUTSIDER)
    trainer = site.visitor(TRAINER)
    answer = trainer.post(trainer.at("sitting/slips"))
    code = the_code(answer)
    site.clock.pass_(hours=3, minutes=59)
    browser = site.browser()
    type_code(browser, code)

    assert LEARNER.name in trainer.page.words
    assert OUTSIDER.name not in trainer.page.words
    assert {site.visit(browser).launch.person_id} == people


def test_pages_of_codes_stand_in_no_frame_and_are_not_kept(site: Site) -> None:
    browser = site.browser()
    for path in ("/kiosk", "/kiosk/goodbye", f"/kiosk/still/{'x' * 22}"):
        answer = browser.get(path)
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        assert answer.headers["Cache-Control"] == "no-store"
    refused(browser.get("/kiosk/still/short"), 404, "e-notfound")
