"""The tools of the day: chosen by a trainer, checked by learners, read by trainers once it was sent."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.tools import FAMILIES, Tool
from lti_tool.services.administrators import Administration
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.staging import enter, sent
from tests.web.tables import changed
from tests.web.test_assistants import assistant

SLUG = "first-use"
STEPS_AT_MOST = 30


def at_tools(site: Site, *tools: str) -> Browser:
    """A trainer at the page of the tools, which she chose."""
    trainer = enter(site, SLUG, TRAINER)
    trainer.get(trainer.at("sitting/tools"))
    if tools:
        trainer.submit({"tool": list(tools)})
    return trainer


def checked(site: Site, *, missing: int = 0, helped: int = 0) -> Browser:
    """A learner does the check: says "I don't know" to the first tasks, asks for help with the next ones."""
    learner = enter(site, SLUG, LEARNER)
    learner.submit()
    for _step in range(STEPS_AT_MOST):
        done = len(site.attempt(learner).answers)
        if learner.page.name == "question" and done < missing:
            learner.submit({"skip": "1"})
        elif learner.page.name == "question":
            if done < missing + helped:
                learner.submit({"help": "1"})
            site.answer_right(learner)
        elif learner.page.name == "step":
            learner.submit({"skip": "1"})
        else:
            break
    return learner


def row(browser: Browser) -> str:
    words = browser.page.words.replace("\u00a0", " ").replace("\u2019", "'")
    return words.partition("Une ligne par personne")[2].partition("Vous lisez ce que")[0]


def test_the_trainer_sees_what_each_person_still_lacks_with_the_tools_of_the_day(site: Site) -> None:
    """S1-20: chosen tools, few easy tasks, nothing in the gradebook, and words of what to show first."""
    at_tools(site, "mail", "files")
    learner = checked(site, missing=1, helped=1)
    before = at_tools(site)
    unsent = row(before)
    sent(learner)
    trainer = at_tools(site)
    attempt = site.attempt(learner)
    bank = site.services.bank
    words = [bank.get(one.item_id).can_do for one in attempt.answers]  # type: ignore[union-attr]

    families = {one.family for one in attempt.answers}
    assert 4 == len(attempt.answers)
    assert families <= {*FAMILIES[Tool.MAIL], *FAMILIES[Tool.FILES]}
    assert all(one.level <= 1 for one in attempt.answers)
    assert 0 == site.snapshot()["delivery"].rows
    assert "Terminé, pas encore envoyé au formateur" in unsent
    assert not [one for one in words if one in unsent]
    assert "À montrer d'abord" in row(trainer)
    shown, _mark, rest = row(trainer).partition("À montrer : ")[2].partition("Fait avec de l'aide : ")
    assert words[0] in shown.replace("\u2019", "'")
    assert words[1] in rest.replace("\u2019", "'")
    assert not [one for one in words[2:] if one in row(trainer)]


@pytest.mark.parametrize(
    ("helped", "said"), [(0, "À l'aise Rien à montrer."), (1, "Avec un peu d'aide Fait avec de l'aide :")]
)
def test_whoever_did_everything_needs_nothing_shown(site: Site, helped: int, said: str) -> None:
    at_tools(site, "pointer")
    sent(checked(site, helped=helped))

    assert said in row(at_tools(site))


def test_without_a_choice_five_first_gestures_are_checked(site: Site) -> None:
    learner = checked(site)

    assert [0] * 5 == [one.level for one in site.attempt(learner).answers]


def test_whoever_has_begun_keeps_the_tasks(site: Site) -> None:
    at_tools(site, "mail")
    learner = enter(site, SLUG, LEARNER)
    learner.submit()
    before = site.attempt(learner).start.tasks
    at_tools(site, "video")

    assert 3 == len(before)
    assert before == site.attempt(learner).start.tasks


def test_too_many_tools_are_not_kept_and_stay_ticked(site: Site) -> None:
    trainer = at_tools(site, "mail")
    before = site.snapshot()
    fields = {**trainer.page.main_forms[0].hidden, "tool": [tool.value for tool in list(Tool)[:6]]}
    answer = trainer.post(trainer.at("sitting/tools"), fields)
    html = answer.get_data(as_text=True)

    assert 422 == answer.status_code
    assert "Choisissez 5 outils au plus." in html
    assert 6 == html.count(" checked>")
    assert set() == changed(before, site.snapshot()) - {"session"}


def test_a_choice_is_written_down_once_and_is_the_links_own(site: Site) -> None:
    at_tools(site, "mail")
    at_tools(site, "mail")
    deeds = [one.deed for one in site.services.audit.latest(site.registration.centre_id)]
    other = enter(site, "diagnostic", TRAINER)
    other.get(other.at("sitting/tools"))

    assert ["mail"] == [one.detail for one in deeds if one.action == "tools-chosen"]
    assert "Ajoutez l'activité « Mes premiers gestes » dans votre cours." in other.page.words.replace(
        "\u2019", "'"
    ).replace("\u00a0", " ")
    refused(other.post(other.at("sitting/tools"), {"tool": "mail"}), 404, "e-notfound", "no-tool-check")


def test_assistants_choose_nothing_and_see_nothing_where_results_are_hidden(site: Site) -> None:
    browser = assistant(site)
    refused(browser.post(browser.at("sitting/tools"), {"tool": "mail"}), 403, "e-role", "not-a-trainer")
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, AssistantView.PROGRESS)
    browser.get(browser.at("sitting"))

    assert browser.at("sitting/tools") not in browser.page.links


def test_the_page_costs_the_same_for_many(site: Site) -> None:
    trainer = at_tools(site)
    finish_everybody(site, trainer, 3)
    few = queries(trainer, "sitting/tools")
    finish_everybody(site, trainer, 45, after=3)

    assert few == queries(trainer, "sitting/tools") <= 16
