"""« À faire »: from what people said to what a trainer did about it."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.services.administrators import Administration
from tests.people import LEARNER, OUTSIDER, TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.reading import Form
from tests.web.site import Site, refused
from tests.web.staging import enter, sent
from tests.web.test_assistants import assistant

SLUG = "diagnostic"
NEEDY = {"device": "none", "connection": "none", "place": "calm"}
ADD, SETTLE = "/actions", "/actions/settle"


def told(site: Site, person: TestPerson = LEARNER, *, is_sent: bool = True, **access: str) -> Browser:
    """Somebody finishes the diagnostic, answers these questions about equipment, and sends the result."""
    browser = enter(site, SLUG, person)
    browser.submit()
    site.finish(browser)
    while browser.page.name == "step":
        question = browser.page.form.action.rpartition("/")[2]
        given = (access or NEEDY).get(question)
        browser.submit({"choice": given} if given else {"skip": "1"})
    return sent(browser) if is_sent else browser


def person_of(site: Site, learner: Browser) -> str:
    return site.visit(learner).launch.person_id


def at_actions(site: Site, **options: object) -> Browser:
    """A trainer at the list of the same link."""
    trainer = enter(site, SLUG, TRAINER, **options)
    assert 200 == trainer.get(trainer.at("actions")).status_code
    return trainer


def form_of(browser: Browser, ending: str, **hidden: str) -> Form:
    """The first form of the page whose address ends so, with these hidden fields."""
    return next(
        form
        for form in browser.page.main_forms
        if form.action.partition("?")[0].endswith(ending) and hidden.items() <= form.hidden.items()
    )


def press(browser: Browser, named: str, to: str, **more: str) -> None:
    """Press a button of one thing to do."""
    form = form_of(browser, SETTLE, named=named)
    browser.send(form.action, {**form.hidden, "to": to, **more})


def rows(site: Site, *tables: str) -> list[int]:
    found = site.snapshot()
    return [found[name].rows for name in tables]


def test_what_was_sent_is_on_the_list_and_reading_writes_nothing(site: Site) -> None:
    learner = told(site, is_sent=False)
    trainer = at_actions(site)
    before = trainer.page.words
    sent(learner)
    stored = site.snapshot()
    trainer.get(trainer.at("actions"))

    assert "actions" == trainer.page.name
    assert LEARNER.name not in before
    assert "1 personne n'a pas encore envoyé ses réponses." in before
    assert "Prêter un appareil" in trainer.page.words
    assert "Trouver une connexion : tarif social ou wifi public" in trainer.page.words
    assert "Trouver un endroit calme" not in trainer.page.words
    assert trainer.page.words.count(LEARNER.name) >= 2
    assert stored["action"] == site.snapshot()["action"]


def test_the_matching_addresses_stand_with_the_need(site: Site) -> None:
    told(site)
    trainer = at_actions(site)
    known = [card for card in site.services.resources.library(site.visit(trainer)) if card.needs]
    fitting = [card.title for card in known if "connection-offer" in {need.value for need in card.needs}]

    assert fitting
    assert any(" ".join(title.split()) in trainer.page.words for title in fitting)


def test_one_tap_settles_and_one_more_takes_it_back(site: Site) -> None:
    told(site)
    trainer = at_actions(site)
    press(trainer, "device-loan", "done")
    done = trainer.page.words
    (stored,) = rows(site, "action")
    named = next(form for form in trainer.page.main_forms if form.hidden.get("version") == "1").hidden[
        "named"
    ]
    press(trainer, named, "to-do")

    assert "C'est noté." in done
    assert "1 chose finie" in done
    assert f"par {TRAINER.name}." in done
    assert 1 == stored
    assert "chose finie" not in trainer.page.words
    assert [1] == rows(site, "action")


def test_a_press_sent_twice_is_one_press(site: Site) -> None:
    told(site)
    trainer = at_actions(site)
    form = form_of(trainer, SETTLE, named="device-loan")
    trainer.send(form.action, {**form.hidden, "to": "done"})
    before = site.snapshot()
    trainer.send(form.action, {**form.hidden, "to": "done"})

    assert "C'est noté." in trainer.page.words
    assert before["action"] == site.snapshot()["action"]
    assert before["audit_entry"] == site.snapshot()["audit_entry"]


def test_the_second_trainer_reads_that_somebody_was_faster(site: Site) -> None:
    told(site)
    trainer = at_actions(site)
    stale = form_of(trainer, SETTLE, named="device-loan")
    press(trainer, "device-loan", "under-way")
    before = site.snapshot()
    trainer.send(stale.action, {**stale.hidden, "to": "done"})

    assert "Quelqu'un a changé ceci entre-temps. Rien n'est perdu." in trainer.page.words
    assert before["action"] == site.snapshot()["action"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 121])
def test_nothing_is_unnecessary_without_a_short_reason(site: Site, reason: str) -> None:
    learner, trainer = told(site), at_actions(site)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}/actions"))
    before = site.snapshot()
    press(trainer, "device-loan", "not-needed", reason=reason)
    refused_words = trainer.page.words
    kept = site.snapshot()["action"]
    press(trainer, "device-loan", "not-needed", reason="Elle a acheté un ordinateur.")

    assert "Écrivez pourquoi ce n'est pas nécessaire" in refused_words
    assert before["action"] == kept
    assert "Pas nécessaire : « Elle a acheté un ordinateur. »" in trainer.page.words


def test_a_trainer_adds_what_no_answer_named(site: Site) -> None:
    learner, trainer = told(site), at_actions(site)
    trainer.get(trainer.at(f"cohort/{person_of(site, learner)}/actions"))
    form = form_of(trainer, ADD)
    for _twice in range(2):
        trainer.send(form.action, {**form.hidden, "kind": "other", "text": "Appeler <b>la crèche</b>"})
    html = trainer.get(trainer.at("actions?kind=other")).get_data(as_text=True)

    assert [1] == rows(site, "action")
    assert "Appeler <b>la crèche</b>" in trainer.page.words
    assert "<b>la crèche" not in html
    assert "Trouver une connexion : tarif social ou wifi public Inès" not in trainer.page.words


@pytest.mark.parametrize(
    ("text", "says"), [(" ", "Il manque une réponse."), ("é" * 201, "Le texte est trop long.")]
)
def test_what_cannot_be_added_comes_back_with_its_words(site: Site, text: str, says: str) -> None:
    learner, trainer = told(site), at_actions(site)
    address = trainer.at(f"cohort/{person_of(site, learner)}/actions")
    trainer.get(address)
    form, before = form_of(trainer, ADD), site.snapshot()
    answer = trainer.post(form.action, {**form.hidden, "kind": "place-room", "text": text})

    assert 422 == answer.status_code
    assert says in trainer.page.words
    assert f"{text}</textarea>" in answer.get_data(as_text=True)
    assert 'value="place-room" selected' in answer.get_data(as_text=True)
    assert before["action"] == site.snapshot()["action"]


def test_state_and_kind_stay_in_the_address_after_a_press(site: Site) -> None:
    told(site)
    trainer = at_actions(site)
    trainer.get(trainer.at("actions?kind=device-loan&state=to-do"))
    form = form_of(trainer, SETTLE, named="device-loan")
    answer = trainer.post(form.action, {**form.hidden, "to": "under-way"})
    trainer.get(trainer.at("actions?state=under-way"))

    assert {"kind=device-loan", "state=to-do", "notice=settled"} == set(
        answer.location.partition("?")[2].split("&")
    )
    assert "Prêter un appareil" in trainer.page.words
    assert "Trouver une connexion" not in trainer.page.words


def test_a_call_and_a_late_beginning_are_on_the_list(site: Site) -> None:
    learner = enter(site, SLUG)
    learner.post(learner.at("stuck"), {"place": "welcome"})
    site.wait(days=31)
    trainer = at_actions(site)

    assert "Répondre à « Je suis bloqué »" in trainer.page.words
    assert "Le point de départ n'est pas fait après 30 jours" in trainer.page.words
    told(site)
    trainer.get(trainer.at("actions"))
    assert "Le point de départ n'est pas fait" not in trainer.page.words


def test_an_assistant_settles_and_lends_nothing(site: Site) -> None:
    learner = told(site)
    person = person_of(site, learner)
    browser = assistant(site)
    assert 200 == browser.get(browser.at("actions")).status_code
    press(browser, "device-loan", "done")
    settled = browser.page.words
    browser.get(browser.at(f"cohort/{person}/actions"))
    endings = {form.action.partition("?")[0].rpartition("/")[2] for form in browser.page.main_forms}
    before = site.snapshot()
    statuses = [
        browser.get(browser.at(f"cohort/{person}/loans/new")).status_code,
        browser.post(browser.at(f"cohort/{person}/loans"), {"submission": "a" * 22}).status_code,
        browser.post(
            browser.at(f"cohort/{person}/actions"), {"submission": "a" * 22, "kind": "other", "text": "Non"}
        ).status_code,
    ]

    assert "C'est noté." in settled
    assert {"settle"} == endings
    assert [403, 403, 403] == statuses
    assert before["action"] == site.snapshot()["action"]
    assert before["loan"] == site.snapshot()["loan"]


def test_an_assistant_who_sees_progress_alone_has_no_list(site: Site) -> None:
    learner = told(site)
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, AssistantView.PROGRESS)
    browser = assistant(site)

    for address in (
        "actions",
        "actions/distance",
        "actions/gathering",
        f"cohort/{person_of(site, learner)}/actions",
        f"cohort/{person_of(site, learner)}/loans/{'a' * 22}",
    ):
        refused(browser.get(browser.at(address)), 404, "e-notfound", "assistant-sees-progress")


def test_nobody_of_another_course_is_acted_for(site: Site) -> None:
    outsider = enter(site, SLUG, OUTSIDER)
    person, trainer = person_of(site, outsider), at_actions(site)
    before = site.snapshot()
    for ending in (ADD, SETTLE, "/loans"):
        fields = {"named": "device-loan", "to": "done", "version": "0", "submission": "a" * 22}
        refused(trainer.post(trainer.at(f"cohort/{person}{ending}"), fields), 404, "e-notfound")
        refused(trainer.post(trainer.at(f"cohort/nobody{ending}"), fields), 404, "e-notfound")

    assert before["action"] == site.snapshot()["action"]
    assert OUTSIDER.name not in trainer.get(trainer.at("actions/gathering")).get_data(as_text=True)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"named": "device-loan", "to": "gone", "version": "0"},
        {"named": "device\0loan", "to": "done", "version": "0"},
        {"named": "device-loan", "to": "done", "version": "x"},
    ],
)
def test_what_no_page_offers_is_refused_and_nothing_is_kept(site: Site, fields: dict[str, str]) -> None:
    learner, trainer = told(site), at_actions(site)
    before = site.snapshot()

    refused(trainer.post(trainer.at(f"cohort/{person_of(site, learner)}{SETTLE}"), fields), 400, "e-link")
    assert before["action"] == site.snapshot()["action"]
