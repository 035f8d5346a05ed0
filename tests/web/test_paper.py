"""The diagnostic on paper: printed, filled in, and typed in by the trainer."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from lti_tool.domain.ability import Outcome
from lti_tool.domain.paper import PaperForm, paper_form, right_of
from lti_tool.domain.start import Stage
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.beside import agree, fill, person_of
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import SEEN, changed, count, snapshot, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
TITLE = "Recopier la feuille"


def form_of(site: Site) -> PaperForm:
    found = paper_form(site.services.bank, Stage.ENTRY)
    assert found is not None
    return found


def filled(site: Site, **changes: str) -> dict[str, str]:
    """A whole sheet, everything right, without the one who typed it agreeing to anything odd."""
    form = form_of(site)
    rights = {
        f"task-{number}": right_of(item).split(" / ")[0].replace(" + ", " ")
        for number, item in enumerate(form.tasks, 1)
    }
    questions = site.services.workspace.paper_twin.access_questions
    access = {f"access-{number}": "a" for number, _one in enumerate(questions, 1)}
    day = site.services.clock().date().isoformat()
    return {"code": form.code, "day": day, "agreed": "yes", **rights, **access, **changes}


def at(browser: Browser, person: str) -> str:
    return browser.at(f"cohort/{person}/paper")


def key(browser: Browser, person: str, fields: dict[str, str]) -> TestResponse:
    """Open the page, type, and send it; not followed."""
    browser.get(at(browser, person))
    (form,) = [form for form in browser.page.main_forms if "submission" in form.hidden]
    return browser.post(form.action, {**form.hidden, **fields})


def test_form_is_printed_the_same_when_it_is_asked_twice(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("sitting"))
    assert "Le diagnostic sur papier" in trainer.page.words
    one, two = (trainer.get(trainer.at("paper")).get_data(as_text=True) for _ in range(2))

    form = form_of(site)
    cut = re.compile(r"<main.*</main>", re.DOTALL)
    assert cut.search(one)[0] == cut.search(two)[0]  # type: ignore[index]  # both have a main part
    assert one.count(form.code) == len(form.tasks) + 1 + (one.count("twin__page") - 1 - len(form.tasks) // 2)
    assert trainer.page.inline == []
    for item in form.tasks:
        asked = item.scenes[0].question or item.question
        assert " ".join(asked.split()) in trainer.page.words


def test_every_box_of_a_drawing_has_its_letter(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    page = trainer.get(trainer.at("paper")).get_data(as_text=True)
    sections = page.split('class="twin__task"')[1:]

    for item, section in zip(form_of(site).tasks, sections, strict=False):
        letters = set(re.findall(r'twin__box">([A-Z])</b>', section))
        assert set(right_of(item).replace(" / ", "")) - set(" -123456789") <= letters or item.format == "T11"


def test_right_answers_stand_on_a_page_of_their_own(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("paper/answers"))

    for item in form_of(site).tasks:
        assert " ".join(right_of(item).split()) in trainer.page.words


def test_sheet_becomes_an_ordinary_result_when_it_is_typed_in(site: Site) -> None:
    """Finished, sent, graded, marked as on paper in the record and in the gradebook, in the audit trail."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    answer = key(trainer, person, filled(site, **{"helped-1": "1", "task-2": "?"}))

    assert answer.status_code == 303
    attempt = site.attempt(learner)
    assert (attempt.is_finished, attempt.mode, len(attempt.answers)) == (True, "express", 12)
    assert attempt.shared_at is not None
    assert attempt.paper_on == site.services.clock().date()
    outcomes = [one.outcome for one in attempt.answers]
    assert outcomes[:3] == [Outcome.HELPED, Outcome.SKIPPED, Outcome.ALONE]
    trainer.get(answer.location)
    assert "Fait sur papier le" in trainer.page.words
    assert "C'est gardé dans le dossier." in trainer.page.words
    assert [one for one in values(site.engine, "audit_entry", "action") if one[0] == "paper-keyed"]
    assert len(values(site.engine, "area_level", "area")) == 5
    site.deliver()
    comments = [comment for (comment,) in values(site.engine, "delivery", "comment")]
    assert len(comments) == 6
    assert all("Fait sur papier." in str(comment) for comment in comments)


def test_learner_reads_the_result_when_the_sheet_was_typed_in(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    key(trainer, person_of(site, learner), filled(site))
    learner.get(learner.at("result"))

    assert learner.page.name == "result"
    assert "Vous avez fait ces exercices sur papier, le " in learner.page.words


def test_nothing_changes_when_a_sheet_is_sent_twice(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    trainer.get(at(trainer, person))
    (form,) = [form for form in trainer.page.main_forms if "submission" in form.hidden]
    fields = {**form.hidden, **filled(site)}
    assert trainer.post(form.action, fields).status_code == 303
    before = snapshot(site.engine, without=SEEN)
    again = trainer.post(form.action, fields)

    assert again.status_code == 303
    assert changed(before, snapshot(site.engine, without=SEEN)) == set()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"task-4": "Z"}, "La feuille ne peut pas dire cela."),
        ({"task-4": ""}, "Tapez la réponse"),
        ({"agreed": ""}, "Sans l'accord de la personne, rien n'est gardé."),
        ({"code": "P-0000"}, "Ce code est celui d'une autre feuille."),
        ({"code": ""}, "Tapez le code de la feuille"),
        ({"day": "2999-01-01"}, "Choisissez un jour passé"),
        ({"access-1": "Z"}, "La feuille ne peut pas dire cela."),
        ({f"task-{number}": "-" for number in range(1, 4)}, "Il y a trop peu de réponses"),
        ({"task-1": '"><script>alert(1)</script>'}, "La feuille ne peut pas dire cela."),
    ],
)
def test_everything_typed_is_there_and_nothing_stored_when_a_field_is_odd(
    site: Site, changes: dict[str, str], words: str
) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    fields = filled(site, **{"helped-5": "1", **changes})
    answer = key(trainer, person_of(site, learner), fields)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert words in trainer.page.words
    assert "Rien n'est encore gardé." in trainer.page.words
    assert count(site.engine, "attempt") == 0
    assert f'value="{fields["task-7"]}"' in page
    assert re.search(r'name="helped-5"[^>]* checked', page)
    assert "<script>alert" not in page


def test_answer_on_a_screen_is_never_replaced(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    trainer.get(at(trainer, person))
    (form,) = [form for form in trainer.page.main_forms if "submission" in form.hidden]
    learner.submit()
    learner.submit({"skip": "1"})
    before = site.attempt(learner)
    answer = trainer.post(form.action, {**form.hidden, **filled(site, replace="yes")})

    assert answer.status_code == 422
    assert "Ces réponses restent" in trainer.page.words
    assert site.attempt(learner) == before
    trainer.get(at(trainer, person))
    assert not [form for form in trainer.page.main_forms if "submission" in form.hidden]


def test_activity_that_was_only_opened_is_replaced_when_the_trainer_says_so(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    learner.submit()
    opened = site.attempt(learner)

    assert key(trainer, person, filled(site)).status_code == 422
    assert site.attempt(learner) == opened
    assert "sans répondre" in trainer.page.words
    assert key(trainer, person, filled(site, replace="yes")).status_code == 303
    assert (site.attempt(learner).id, len(site.attempt(learner).answers)) == (opened.id, 12)
    learner.get(learner.at("tasks/1"))
    assert learner.page.name == "result"


def test_sheet_is_typed_in_again_when_the_trainer_mistyped(site: Site) -> None:
    """The same attempt, its answers and grades anew; nothing of the first sheet is left."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    key(trainer, person, filled(site, **{f"task-{number}": "?" for number in range(1, 13)}))
    levels = values(site.engine, "area_level", "level")
    assert key(trainer, person, filled(site)).status_code == 422
    assert "Une feuille est déjà recopiée" in trainer.page.words
    assert key(trainer, person, filled(site, replace="yes")).status_code == 303

    assert {one.outcome for one in site.attempt(learner).answers} == {Outcome.ALONE}
    assert count(site.engine, "answer") == 12
    assert values(site.engine, "area_level", "level") != levels


def test_two_fields_a_task_are_enough(site: Site) -> None:
    """Two minutes: 12 tasks with one short field each and a box, six questions, code, day, two boxes."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    page = trainer.get(at(trainer, person_of(site, learner))).get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main>")]
    names = [
        name
        for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", main)
        if 'type="hidden"' not in tag
        for name in re.findall(r'name="([^"]+)"', tag)
    ]
    questions = len(site.services.workspace.paper_twin.access_questions)

    assert len(names) == 2 * 12 + questions + 3
    assert not {name for name in names if names.count(name) > 1}


def test_person_of_elsewhere_looks_like_nobody(site: Site) -> None:
    outsider, trainer = site.visitor(OUTSIDER), site.visitor(TRAINER)
    herself = site.visit(trainer).launch.person_id
    fields = {**filled(site), "submission": "0123456789"}
    for person in (person_of(site, outsider), herself, "nobody"):
        refused(trainer.get(at(trainer, person)), 404, "e-notfound", "no-such-person")
        refused(trainer.post(at(trainer, person), fields), 404, "e-notfound", "no-such-person")
    assert count(site.engine, "attempt") == 0


def test_assistant_and_learner_have_no_paper(site: Site) -> None:
    learner = site.visitor(LEARNER)
    person = person_of(site, learner)
    assistant = site.visitor(TRAINER, claims=lambda said: {**said, f"{CLAIM}roles": [ASSISTANT]})
    assistant.get(assistant.at("sitting"))
    assert "sur papier" not in assistant.page.words
    for path in ("paper", "paper/answers", f"cohort/{person}/paper"):
        assert assistant.get(assistant.at(path)).status_code == 404, path
        assert learner.get(learner.at(path)).status_code in (403, 404), path
    assistant.post(at(assistant, person), {**filled(site), "submission": "0123456789"})
    assert count(site.engine, "attempt") == 0


def test_looking_at_the_pages_changes_nothing(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    before = snapshot(site.engine, without=SEEN)
    for path in ("paper", "paper/answers", f"cohort/{person}/paper"):
        assert trainer.get(trainer.at(path)).status_code == 200

    assert changed(before, snapshot(site.engine, without=SEEN)) == set()


def test_help_on_a_screen_counts_as_an_answer_there(site: Site) -> None:
    """A try that was begun beside the trainer is not wiped out by a sheet."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    fill(trainer, {"help": "1"})
    trainer.get(at(trainer, person))

    assert "Ces réponses restent" in trainer.page.words
    assert TITLE in trainer.page.words
