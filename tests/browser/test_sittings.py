"""Side by side on a trainer's screen, and a shared computer that no script watches."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Route

from lti_tool.domain.kiosk import KIOSK_IDLE
from tests.browser.conftest import WatchOver
from tests.browser.people import TRAINER, People, Somebody, open_url
from tests.browser.watching import Watch
from tests.recognising import single_spaced
from tests.walking import leave_by, look

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
EXPRESS = "diagnostic-express"
SECONDS = 1
"""How long a page of the shared computer waits in these tests, instead of minutes."""


def _as_trainer(watch_over: WatchOver, learner: Somebody) -> Page:
    """The trainer in her workspace; the activity is the shortest diagnostic."""
    page = watch_over(viewport=DESK).page
    page.goto(open_url(learner.demo, TRAINER))
    page.get_by_role("link", name="Changer l'activité de ce lien").click()
    page.locator(f"label[for='activity-{EXPRESS}']").click()
    page.locator("main form button.button").click()
    page.get_by_role("link", name="En séance").click()
    assert look(page).page == "sitting"
    return page


def _row(page: Page, name: str):  # type: ignore[no-untyped-def]  # Playwright's own
    return page.locator(".cohort tbody tr").filter(has_text=name)


def _at_the_kiosk(watch_over: WatchOver, learner: Somebody) -> Watch:
    """A shared computer without scripts, at which the learner has just typed the code of the trainer."""
    page = _as_trainer(watch_over, learner)
    _row(page, learner.name).get_by_role("button", name="Donner un code").click()
    code = page.locator(".code--large").inner_text()
    watch = watch_over(viewport=PHONE, java_script_enabled=False)
    watch.expect("401")
    watch.page.goto(f"{learner.demo.tool_url}/kiosk")
    watch.page.locator("#code").fill(code.lower())
    watch.page.locator("main form button").click()
    return watch


def test_express_form_is_done_side_by_side_when_the_person_agrees(
    people: People, watch_over: WatchOver
) -> None:
    """At 1280 px, from the person's word to their own decision to send."""
    learner = people.newcomer()
    page = _as_trainer(watch_over, learner)
    _row(page, learner.name).get_by_role("link", name="Faire ensemble").click()
    page.locator("label[for=agreed]").click()
    page.get_by_role("button", name="Commencer").click()
    tasks = 0
    while (kind := look(page).page) != "finished":
        beside = single_spaced(page.locator(".together").inner_text())
        assert f"Vous faites ensemble : {learner.name}" in beside
        if kind == "pause":
            leave_by(page, page.locator("main form button"))
            continue
        tasks += kind == "question"
        leave_by(page, page.locator("button[name=skip]"))
        assert tasks < 40
    assert f"{tasks} tâches faites ensemble, sur {tasks}." in page.locator("main").inner_text()
    page.get_by_role("button", name="La personne décide d'envoyer").click()
    assert "Envoyé" in page.locator("main").inner_text()
    page.locator("main").get_by_role("button", name="Revenir à la séance").click()

    assert "Terminé" in _row(page, learner.name).inner_text()


def test_shared_computer_signs_out_by_itself_when_no_script_runs(
    people: People, watch_over: WatchOver
) -> None:
    """At 360 px: in by a code, one answer, then nobody moves. The server's clock moves on with the page's."""
    learner = people.newcomer()
    kiosk = _at_the_kiosk(watch_over, learner).page
    assert look(kiosk).page == "welcome"
    kiosk.locator("main form button").first.click()
    kiosk.locator("button[name=skip]").click()
    assert look(kiosk).page == "question"
    task = kiosk.url
    kiosk.route("**/*", _hurried)
    kiosk.reload()
    kiosk.wait_for_url("**/kiosk/still/**")
    assert "Vous êtes là ?" in single_spaced(kiosk.locator("h1").inner_text())
    _let_time_pass(learner)
    kiosk.wait_for_url("**/kiosk/goodbye*")
    kiosk.wait_for_url("**/kiosk")
    assert look(kiosk).page == "kiosk"
    kiosk.unroute("**/*")

    for _ in range(3):
        kiosk.go_back()
        assert look(kiosk).page not in ("question", "welcome"), kiosk.url
    kiosk.goto(task)
    assert look(kiosk).page == "error"


def test_first_page_of_codes_is_back_when_the_learner_ends_the_session(
    people: People, watch_over: WatchOver
) -> None:
    """And the button "back" shows nothing of the person."""
    watch = _at_the_kiosk(watch_over, people.newcomer())
    kiosk = watch.page
    kiosk.locator("main form button").first.click()
    kiosk.get_by_role("button", name="Terminer ma session").click()
    assert look(kiosk).page == "kiosk"
    kiosk.go_back()

    assert look(kiosk).page not in ("question", "welcome")
    assert "passerelle-psl" not in {str(cookie.get("name")) for cookie in watch.context.cookies()}


def _hurried(route: Route) -> None:
    """The same page, with seconds for minutes in its ``Refresh``."""
    answer = route.fetch(max_redirects=0)
    headers = dict(answer.headers)
    if "refresh" in headers:
        headers["refresh"] = f"{SECONDS};{headers['refresh'].partition(';')[2]}"
    route.fulfill(response=answer, headers=headers)


def _let_time_pass(learner: Somebody) -> None:
    """As if the last move was five minutes ago."""
    before = datetime.now(UTC) - KIOSK_IDLE - timedelta(seconds=1)
    (file,) = (learner.demo.folder / "data").glob("*.sqlite3")
    with closing(sqlite3.connect(file, timeout=10)) as connection, connection:
        moved = connection.execute(
            "UPDATE session SET last_seen_at = ? WHERE is_kiosk = 1", (f"{before:%Y-%m-%d %H:%M:%S.%f}",)
        )
    assert moved.rowcount == 1
