"""A trainer and somebody's path: what is read, what is decided, who may do neither."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.module_progress import StepProgress
from lti_tool.domain.path_templates import TEMPLATES
from lti_tool.services.administrators import Administration
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.reading import Form
from tests.web.site import Site, refused
from tests.web.staging import do, everything, nothing, sent
from tests.web.test_assistants import assistant
from tests.web.test_check_links import opened
from tests.web.test_path import part, path_of
from tests.web.walking_modules import at_step, first_gestures, module_of, walked

LIST, WAIT, STAGE, SEEN = "/path", "/path/wait", "/path/stage", "/path/seen"


def record_of(site: Site, trainer: Browser, learner: Browser) -> str:
    """The words of the page about a learner."""
    assert trainer.get(record_address(site, trainer, learner)).status_code == 200
    return trainer.page.words


def record_address(site: Site, trainer: Browser, learner: Browser) -> str:
    """Where the page about a learner is."""
    return trainer.at(f"cohort/{site.visit(learner).launch.person_id}")


def form_of(browser: Browser, ending: str, **hidden: str) -> Form:
    """The first form of the page with this address and these hidden fields."""
    return next(
        form
        for form in browser.page.main_forms
        if form.action.endswith(ending) and hidden.items() <= form.hidden.items()
    )


def decide(browser: Browser, ending: str, **fields: object) -> str:
    """Send a form of the record; the words of the page that follows."""
    form = form_of(browser, ending)
    browser.send(form.action, {**form.hidden, **fields})  # type: ignore[dict-item]  # texts and lists
    return browser.page.words


def test_the_record_tells_the_four_stages_and_the_list_with_its_reasons(site: Site) -> None:
    learner = do(site, "diagnostic", nothing)
    trainer = site.visitor(TRAINER)
    before = record_of(site, trainer, learner)
    sent(learner)
    after = record_of(site, trainer, learner)

    assert "la liste est celle de tout le monde" in before
    assert "Encore à apprendre" not in before
    assert "Encore à apprendre : «" in after
    assert "la liste est celle de tout le monde" not in after
    assert "fait, le" in part(after, "Le point de départ", "La mise en route")


def test_the_learner_reads_the_list_that_the_trainer_confirmed(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    shown = [value for name, value in form_of(trainer, LIST).offered if name == "shown"]
    words = decide(trainer, LIST, shown=["M00", "M06", "M07", "M12"], module=["M06", "M12", "M13"])
    path = path_of(learner)

    assert shown == []  # The hidden fields of a form are listed apart.
    assert "C'est gardé." in words
    assert f"par {TRAINER.name}" in words
    mine = part(path, "Le prochain petit pas", "Déjà fait" if "Déjà fait" in path else "Prêt pour")
    assert module_of(site, "M13").title in mine
    assert "Votre formateur l'a choisi pour vous." in mine
    assert module_of(site, "M07").title not in mine
    assert module_of(site, "M07").title in part(path, "Tous les modules")


def test_a_template_ticks_other_modules_and_keeps_nothing_by_itself(site: Site) -> None:
    """S4-12."""
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    before = site.snapshot()
    address = record_address(site, trainer, learner)
    links = [link for link in trainer.page.links if f"{address}?template=" in link]
    html = trainer.get(f"{address}?template=job").get_data(as_text=True)
    plain = trainer.get(f"{address}?template=%3Cb%3E").get_data(as_text=True)

    assert 5 == len(links)
    ticked = set(re.findall(r'id="module-(M\d\d)" checked', html))
    assert set(TEMPLATES["job"]) == ticked
    assert {"M00", "M06", "M07", "M12"} == set(re.findall(r'id="module-(M\d\d)" checked', plain))
    assert before["path_plan"] == site.snapshot()["path_plan"]


def test_a_trainer_is_told_when_another_one_was_faster(site: Site) -> None:
    """Nothing of the second press is kept, and the first stays."""
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    stale = form_of(trainer, LIST)
    decide(trainer, WAIT, reason="Le prêt arrive lundi.")
    before = site.snapshot()
    trainer.send(stale.action, {**stale.hidden, "module": "M13"})

    assert "Quelqu'un a changé ce parcours entre-temps." in trainer.page.words
    assert before["path_choice"] == site.snapshot()["path_choice"]
    assert "Le prêt arrive lundi." in trainer.page.words


def test_the_learner_reads_kindly_that_the_trainer_asks_to_wait(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    decide(trainer, WAIT, reason="Le prêt arrive lundi.")
    told = path_of(learner)
    record_of(site, trainer, learner)
    decide(trainer, WAIT, **{"go-on": "1"})

    assert f"{TRAINER.name} vous demande d'attendre un peu" in told
    assert "Pourquoi : « Le prêt arrive lundi. »" in told
    assert f"Parlez-en avec {TRAINER.name}. Au centre, vous pouvez tout faire dès maintenant." in told
    assert "vous demande d'attendre" not in path_of(learner)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 121])
def test_nobody_is_asked_to_wait_without_a_short_reason(site: Site, reason: str) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    before = site.snapshot()
    words = decide(trainer, WAIT, reason=reason)

    assert "Écrivez pourquoi en une ligne courte." in words
    assert before == site.snapshot()


def test_what_a_trainer_writes_is_shown_as_text(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    decide(trainer, WAIT, reason="<b>Lundi</b>")

    assert "« <b>Lundi</b> »" in path_of(learner)
    assert b"<b>Lundi" not in learner.get(learner.at("path")).data
    assert b"<b>Lundi" not in trainer.get(record_address(site, trainer, learner)).data


def test_a_stage_is_skipped_for_a_reason_and_taken_up_again(site: Site) -> None:
    """S4-18."""
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    record_of(site, trainer, learner)
    form = form_of(trainer, STAGE, stage="end")
    trainer.send(form.action, form.hidden)
    asked = trainer.page.words
    kept = form_of(trainer, STAGE, stage="end")
    trainer.send(kept.action, {**kept.hidden, "reason": "left"})
    skipped = trainer.page.words
    again = form_of(trainer, STAGE, stage="end")
    trainer.send(again.action, {**again.hidden, "take-up": "1"})

    assert "Choisissez une raison dans la liste." in asked
    assert "Raison : la personne a quitté la formation." in skipped
    assert "pas prévu" in skipped
    assert "pas prévu" not in trainer.page.words
    assert "Prévoir quand même" not in trainer.page.words


def test_a_trainer_sees_what_was_done_for_real_and_says_so_once(site: Site) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    walked(site, learner, "M07")
    module = module_of(site, "M07")
    step = module.step(first_gestures(module))
    assert step is not None
    words = record_of(site, trainer, learner)
    seen = decide(trainer, SEEN)
    rows = site.snapshot()
    person = site.visit(learner).launch.person_id
    trainer.post(trainer.at(f"cohort/{person}{SEEN}"), {"module": "M07", "step": step.id})

    assert all(one.text in words for one in step.gestures)
    assert "J'ai vu" in words
    assert "C'est noté" in seen
    assert f"par {TRAINER.name}." in part(seen, "Fait dans les modules")
    assert not [form for form in trainer.page.main_forms if form.action.endswith(SEEN)]
    assert rows["module_step"] == site.snapshot()["module_step"]


def test_what_was_said_to_the_trainer_and_that_somebody_was_beside_them_stands_in_the_record(
    site: Site,
) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    module = next(
        one
        for one in site.services.modules.known.values()
        if one.part.value != "trainers" and any(step.is_told for step in one.steps)
    )
    step = next(step for step in module.steps if step.is_told)
    at_step(site, learner, module.id, 1, is_accompanied=True)
    visit = site.visit(learner)
    with site.services.store.writing() as unit:
        run = unit.module_runs.of_people(
            visit.link.centre_id, visit.link.context_id, visit.link.id, (visit.launch.person_id,)
        )[0]
        said = StepProgress(step=step.id, said=step.sayings[0].id, done_at=site.clock())
        moved = replace(run, version=1, steps={step.id: said})
        unit.module_runs.save(moved, run)

    words = record_of(site, trainer, learner)

    assert " ".join(f"{step.question} {step.sayings[0].text}".split()) in words
    assert "Commencé avec quelqu'un à côté." in words


def test_an_assistant_reads_the_path_where_the_centre_lets_them_and_decides_nothing(site: Site) -> None:
    learner = do(site, "diagnostic", everything)
    sent(learner)
    walked(site, learner, "M07")
    person = site.visit(learner).launch.person_id
    browser = assistant(site)
    words = record_of(site, browser, learner)
    before = site.snapshot()
    forms = {form.action.rpartition("/cohort/")[2].partition("/")[2] for form in browser.page.main_forms}
    step = first_gestures(module_of(site, "M07"))
    fields = {"version": "0", "stage": "end", "reason": "left", "module": "M07", "step": step}
    statuses = {
        ending: browser.post(browser.at(f"cohort/{person}{ending}"), fields).status_code
        for ending in (LIST, WAIT, STAGE, SEEN)
    }

    assert "Le parcours" in words
    assert not [one for one in forms if one.startswith("path")]
    assert {403} == set(statuses.values())
    assert before == site.snapshot()


def test_an_assistant_who_sees_progress_alone_is_shown_nobodys_path(site: Site) -> None:
    learner = opened(site, "path")
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, AssistantView.PROGRESS)
    browser = assistant(site)
    person = site.visit(learner).launch.person_id

    refused(browser.get(browser.at(f"cohort/{person}")), 404, "e-notfound", "assistant-sees-progress")
    for ending in (LIST, WAIT, STAGE, SEEN):
        refused(browser.post(browser.at(f"cohort/{person}{ending}"), {"version": "0"}), 404, "e-notfound")


@pytest.mark.parametrize("ending", [LIST, WAIT, STAGE, SEEN])
def test_nobody_of_another_course_is_decided_about(site: Site, ending: str) -> None:
    """Nor by a learner."""
    outsider, trainer = site.visitor(OUTSIDER), site.visitor(TRAINER)
    person = site.visit(outsider).launch.person_id
    before = site.snapshot()

    refused(trainer.post(trainer.at(f"cohort/{person}{ending}"), {"version": "0"}), 404, "e-notfound")
    refused(outsider.post(outsider.at(f"cohort/{person}{ending}"), {"version": "0"}), 403, "e-role")
    assert {} == {name: 1 for name in ("path_plan", "module_step") if before[name] != site.snapshot()[name]}
    assert OTHER_COURSE != LEARNER.context_id


@pytest.mark.parametrize(
    ("ending", "fields"),
    [
        (LIST, {}),
        (LIST, {"version": "x"}),
        (LIST, {"version": "0", "module": "A01"}),
        (LIST, {"version": "0", "shown": "M99"}),
        (STAGE, {"version": "0", "stage": "warm"}),
        (WAIT, {"version": "²", "reason": "Lundi"}),
    ],
)
def test_what_no_page_offers_is_refused_and_nothing_is_kept(
    site: Site, ending: str, fields: dict[str, str]
) -> None:
    learner, trainer = opened(site, "path"), site.visitor(TRAINER)
    person = site.visit(learner).launch.person_id
    before = site.snapshot()

    refused(trainer.post(trainer.at(f"cohort/{person}{ending}"), fields), 400, "e-link")
    assert before["path_plan"] == site.snapshot()["path_plan"]
