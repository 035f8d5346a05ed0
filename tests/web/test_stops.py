"""How far a group is on the path, where people stop, whom to ask how it goes, and after how many days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from lti_tool.domain.administration import AssistantView
from lti_tool.services.administrators import Administration
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.check_rows import CheckAnswerRow, CheckRunRow
from lti_tool.store.roster_rows import CourseMemberRow
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.busying import HAS_ALL
from tests.web.crowding import finish_everybody
from tests.web.filtering import found
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.tables import changed
from tests.web.test_actions import press
from tests.web.test_assistants import assistant

ABSENT = range(1, 11)
"""Ten of the twelve people of ``gone_quiet`` stopped after they had sent the first diagnostic."""


def gone_quiet(site: Site, days: int = 20) -> Browser:
    """Twelve people who sent it; ten did not come for so many days, and have no device; six are afraid."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 12)
    away, link = site.clock() - timedelta(days=days), site.visit(trainer).link
    ids, told = [f"p-{number}" for number in ABSENT], {**HAS_ALL, "device": "none"}
    place = {"centre_id": link.centre_id, "resource_link_id": link.id, "context_id": link.context_id}
    with site.engine.begin() as connection:
        theirs = update(AttemptRow).where(AttemptRow.person_id.in_(ids))
        connection.execute(theirs.values(access=told, finished_at=away, updated_at=away, started_at=away))
        came = update(CourseMemberRow).where(CourseMemberRow.person_id.in_(ids))
        connection.execute(came.values(launched_at=away))
        for number in range(1, 7):
            run = {"id": f"r-{number}", "person_id": f"p-{number}", "check_slug": "obstacles"}
            when = {"started_at": away, "updated_at": away, "finished_at": away, "shared_at": away}
            connection.execute(insert(CheckRunRow), {**place, **run, **when, "stage": "entry"})
            said = {"centre_id": link.centre_id, "run_id": f"r-{number}", "question": "screen"}
            more = {"line": "", "is_skipped": False, "answered_at": away}
            connection.execute(insert(CheckAnswerRow), {**said, **more, "choices": ["fear"]})
    return trainer


def rows(browser: Browser, start: str, end: str) -> str:
    return browser.page.words.replace("\u00a0", " ").partition(start)[2].partition(end)[0]


def test_each_step_tells_who_reached_it_who_stopped_there_and_what_may_hold_them_back(site: Site) -> None:
    """S4-14: twelve are told as ten, and the two who still come are not told at all."""
    trainer = gone_quiet(site)
    trainer.get(trainer.at("stops"))
    sent = rows(trainer, "Point de départ envoyé au formateur", "Mise en route")
    later = rows(trainer, "Activités : un module fini", "Diagnostic de fin commencé")

    assert ("stops", "Où en est le groupe sur le chemin") == (trainer.page.name, trainer.page.heading)
    assert "Personnes arrivées là 10 Personnes qui s'y sont arrêtées 10" in sent.replace("\u2019", "'")
    assert "Prêter un appareil : 10" in sent
    assert "J'ai peur de ne pas y arriver : 5" in sent.replace("\u2019", "'")
    assert 2 == later.count("moins de 5")
    assert not [name for name in ("Nom 0001", "score", "risque") if name in trainer.page.words]


def test_a_group_of_fewer_than_five_is_not_counted(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 4)
    trainer.get(trainer.at("stops"))

    assert "Moins de 5 personnes sont inscrites" in trainer.page.words
    assert "Étape par étape" not in trainer.page.words


def test_the_filter_finds_whoever_did_not_come_for_the_days_of_the_course(site: Site) -> None:
    trainer = gone_quiet(site)
    absent = found(trainer, "?quiet=1")
    words = trainer.page.words.replace("\u00a0", " ")
    trainer.get(trainer.at("course-settings"))
    trainer.submit({"days": "30", "phone": ""})
    kept = trainer.page.words
    none = found(trainer, "?quiet=1")

    assert list(ABSENT) == absent
    assert "Sans visite depuis 14 jours" in words
    assert words.count("Sans visite depuis le ") == len(ABSENT)
    assert "C'est gardé." in kept.replace("\u2019", "'")
    assert [] == none
    assert "Sans visite depuis 30 jours" in trainer.page.words.replace("\u00a0", " ")


def test_one_press_says_that_somebody_was_asked(site: Site) -> None:
    trainer = gone_quiet(site)
    trainer.get(trainer.at("actions?kind=no-visit"))
    before = trainer.page.words.count("J'ai pris contact")
    press(trainer, "no-visit", "done")
    trainer.get(trainer.at("actions?kind=no-visit"))

    assert len(ABSENT) == before
    assert len(ABSENT) - 1 == trainer.page.words.count("J'ai pris contact")
    assert {"action-settled"} == {
        entry.deed.action for entry in site.services.audit.latest(site.registration.centre_id)
    } - {"centre-named", "registration-added"}


@pytest.mark.parametrize(
    ("days", "phone", "said"),
    [
        ("2", "", "Écrivez un nombre de 3 à 90."),
        ("", "081 22 33 44", "Écrivez un nombre de 3 à 90."),
        ("14", "appelez Nadia", "Écrivez le numéro ainsi : 081 00 00 00."),
    ],
)
def test_what_is_odd_is_said_and_nothing_is_kept(site: Site, days: str, phone: str, said: str) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("course-settings"))
    before = site.snapshot()
    answer = trainer.post(
        trainer.at("course-settings"), {**trainer.page.form.hidden, "days": days, "phone": phone}
    )

    assert 422 == answer.status_code
    assert said in " ".join(
        answer.get_data(as_text=True).replace("&nbsp;", " ").replace("\u00a0", " ").split()
    )
    assert f'value="{phone}"' in answer.get_data(as_text=True)
    assert set() == changed(before, site.snapshot()) - {"session"}


def test_settings_are_the_courses_and_kept_once_with_an_entry_in_the_trail(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    for _time in range(2):
        trainer.get(trainer.at("course-settings"))
        trainer.submit({"days": "21", "phone": "081 22 33 44"})
    deeds = [one.deed for one in site.services.audit.latest(site.registration.centre_id)]
    html = trainer.get(trainer.at("course-settings")).get_data(as_text=True)

    (deed,) = [one for one in deeds if one.action == "course-set"]
    assert site.visit(trainer).link.context_id == deed.object_id
    assert 'value="21"' in html
    assert 'value="081 22 33 44"' in html
    assert PLAIN == _setting(site, site.visitor(TRAINER, claims=_elsewhere))


PLAIN = ("14", "")


def _setting(site: Site, browser: Browser) -> tuple[str, str]:
    setting = site.services.workspace.course_settings.of(site.visit(browser))
    return str(setting.quiet_days), setting.phone


def _elsewhere(claims: dict[str, object]) -> dict[str, object]:
    context = "https://purl.imsglobal.org/spec/lti/claim/context"
    return {**claims, context: {"id": "another", "title": "Un autre cours"}}


def test_an_assistant_reads_settings_and_no_reasons_where_results_are_hidden(site: Site) -> None:
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, AssistantView.PROGRESS)
    browser = assistant(site)
    browser.get(browser.at("course-settings"))

    assert "Seuls les formateurs du cours changent ces réglages." in browser.page.words
    refused(browser.post(browser.at("course-settings"), {"days": "20"}), 403, "e-role", "not-a-trainer")
    assert 404 == browser.request("GET", browser.at("stops")).status_code


@pytest.mark.parametrize("path", ["stops", "course-settings"])
def test_a_learner_opens_neither(site: Site, path: str) -> None:
    browser = site.visitor(LEARNER)

    assert 403 == browser.request("GET", browser.at(path)).status_code


def test_the_way_of_a_group_costs_the_same_for_many_and_writes_nothing(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 3)
    few = queries(trainer, "stops")
    finish_everybody(site, trainer, 300, after=3)
    before = site.snapshot()
    many = queries(trainer, "stops")

    assert few == many <= 16
    assert set() == changed(before, site.snapshot()) - {"session"}
