"""The documents of a group and of one person: talk sheets, attestations, the public check of a code."""

from __future__ import annotations

import re

import pytest

from lti_tool.web.limits import Limits
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.staging import do, enter, everything, nothing, sent
from tests.web.tables import VIEWS, changed, count, values
from tests.web.test_assistants import assistant, let_see

TABLE = "attestation"
CODE = re.compile(r"/check/((?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4})")


@pytest.fixture
def learner(site: Site) -> Browser:
    """Somebody who can do everything and sent it."""
    return sent(do(site, "diagnostic", everything))


@pytest.fixture
def trainer(site: Site) -> Browser:
    """The trainer on the same link."""
    return enter(site, "diagnostic", TRAINER)


def place(site: Site, learner: Browser, end: str = "attestation") -> str:
    """The end of a trainer's address about this learner."""
    return f"documents/{site.visit(learner).launch.person_id}/{end}"


def issued(site: Site, trainer: Browser, learner: Browser) -> str:
    """The attestation is issued; its code."""
    trainer.get(trainer.at(place(site, learner)))
    trainer.send(trainer.at(place(site, learner)))
    return code_on(trainer)


def code_on(browser: Browser) -> str:
    """The code that a page prints."""
    (found,) = set(CODE.findall(browser.page.words))
    return str(found)


def test_the_list_names_those_who_sent_a_result_and_nobody_else(site: Site, trainer: Browser) -> None:
    trainer.get(trainer.at("documents"))
    before = trainer.page
    do(site, "diagnostic", nothing)
    trainer.get(trainer.at("documents"))
    unsent = trainer.page
    browser = sent(enter(site, "diagnostic"))
    trainer.get(trainer.at("documents"))
    after = trainer.page

    assert ("documents", "Documents") == (before.name, before.heading)
    assert "Personne n'a encore envoyé de résultat." in before.words
    assert LEARNER.name not in unsent.words
    assert LEARNER.name in after.words
    for end in ("talk", "attestation"):
        assert trainer.at(place(site, browser, end)) in after.links
    assert "niveau" not in re.sub("Sans note et sans niveau.", "", after.words)


def test_the_list_is_no_look_and_each_document_is_one(site: Site, learner: Browser, trainer: Browser) -> None:
    site.clock.stop()
    before = site.snapshot()
    trainer.get(trainer.at("documents"))
    assert set() == changed(before, site.snapshot())

    for end in ("documents/talks", place(site, learner, "talk"), place(site, learner)):
        assert 200 == trainer.get(trainer.at(end)).status_code

    assert {VIEWS} == changed(before, site.snapshot())
    assert [("document", 1)] == values(site.engine, VIEWS, "what", "times")


def test_a_talk_sheet_tells_no_level_and_asks_three_questions(
    site: Site, learner: Browser, trainer: Browser
) -> None:
    trainer.get(trainer.at(place(site, learner, "talk")))
    words = trainer.page.words

    assert ("talk", "Feuille d'entretien") == (trainer.page.name, trainer.page.heading)
    assert LEARNER.name in words
    for heading in ("Ce que vous savez faire", "Le prochain petit pas", "Ce que nous décidons ensemble"):
        assert heading in words
    assert "Vous savez " in words
    assert 3 == words.count("?")
    assert "niveau" not in words.lower()
    assert "%" not in words


def test_a_talk_sheet_of_somebody_who_did_nothing_says_something_they_can_do(
    site: Site, trainer: Browser
) -> None:
    browser = sent(do(site, "diagnostic", nothing))
    trainer.get(trainer.at(place(site, browser, "talk")))

    assert "Vous savez ouvrir une activité et passer d'une page à l'autre." in trainer.page.words
    assert "Apprendre à " in trainer.page.words


def test_an_attestation_is_a_positioning_with_levels_range_and_evidence(
    site: Site, learner: Browser, trainer: Browser
) -> None:
    trainer.get(trainer.at(place(site, learner)))
    draft = trainer.page
    issued(site, trainer, learner)
    words = trainer.page.words

    assert "Elle ne vaut pas encore : elle n'a pas de code." in draft.words.replace("\xa0", " ")
    assert [] == CODE.findall(draft.words)
    assert "positionnement" in words
    assert "certif" not in words.lower()
    assert LEARNER.name in words
    for area in "12345":
        assert site.services.official_names[area].v3_0["fr"] in words
    assert 5 == len(re.findall(r"niveau \d sur 8", words))
    assert "Je sais " in words
    assert re.search(r"\d+ exercices, dont \d+ avec de l'aide", words)
    assert "positionnement complet" in words
    assert re.search(r"Empreinte.: [0-9A-F]{8}", words)


def test_the_same_attempt_gives_the_same_attestation(site: Site, learner: Browser, trainer: Browser) -> None:
    code = issued(site, trainer, learner)
    trainer.send(trainer.at(place(site, learner)))
    again = code_on(trainer)
    learner.get(learner.at("attestation"))

    assert [code, code] == [again, code_on(learner)]
    assert 1 == count(site.engine, TABLE)
    assert 1 == _deeds(site, "attestation-issued")


def test_the_learner_has_her_own_once_the_result_was_sent(site: Site) -> None:
    browser = do(site, "diagnostic", everything)
    unsent = browser.page.links
    browser.get(browser.at("attestation"))
    assert "result" == browser.page.name
    sent(browser)
    assert browser.at("attestation") not in unsent
    assert browser.at("attestation") in browser.page.links
    browser.get(browser.at("attestation"))
    assert "Préparer mon attestation" in browser.page.words
    browser.send(browser.at("attestation"))

    assert code_on(browser)
    assert [] == [one for one in browser.page.main_forms if "withdraw" in one.action]
    assert 0 == count(site.engine, VIEWS)


def test_anybody_checks_a_code_and_reads_nothing_of_the_person(
    site: Site, learner: Browser, trainer: Browser
) -> None:
    code = issued(site, trainer, learner)
    print_ = re.search(r"Empreinte.: ([0-9A-F]{8})", trainer.page.words)
    assert print_ is not None
    stranger = site.browser()
    for given in (code, code.lower(), code.replace("-", "")):
        answer = stranger.get(f"/check/{given}")
        words = stranger.page.words
        assert (200, "check") == (answer.status_code, stranger.page.name)
        assert "noindex" == answer.headers["X-Robots-Tag"]
        assert "Cette attestation est authentique." in words
        assert print_.group(1) in words
        assert not re.search(r"niveau \d", words)
        for told in (LEARNER.name, *LEARNER.name.split(), TRAINER.name, "Je sais"):
            assert told not in answer.get_data(as_text=True)


@pytest.mark.parametrize("given", ["ABCD-EFGH-JKLM", "x", "O0I1-O0I1-O0I1", "A" * 300])
def test_a_code_that_was_never_given_is_not_known(site: Site, given: str) -> None:
    browser = site.browser()
    answer = browser.get(f"/check/{given}")

    assert 404 == answer.status_code
    assert "Nous ne connaissons pas ce code." in browser.page.words


def test_a_code_that_was_withdrawn_says_so_and_another_is_another(
    site: Site, learner: Browser, trainer: Browser
) -> None:
    first = issued(site, trainer, learner)
    trainer.send(trainer.at(place(site, learner, "attestation/withdraw")))
    assert "L'attestation est retirée." in trainer.page.words
    learner.get(learner.at("attestation"))
    told = learner.page.words
    refused(learner.post(learner.at("attestation")), 404, "e-notfound", "attestation-withdrawn")
    second = issued(site, trainer, learner)
    stranger = site.browser()
    stranger.get(f"/check/{first}")
    words = stranger.page.words
    stranger.get(f"/check/{second}")

    assert "Votre attestation a été retirée." in told
    assert "Cette attestation a été retirée." in words
    assert "Cette attestation est authentique." in stranger.page.words
    assert first != second
    assert 1 == _deeds(site, "attestation-withdrawn")


def test_codes_cannot_be_tried_without_end(site: Site) -> None:
    limiter = Limits().checks
    with pytest.raises(Exception, match="too-many-requests"):
        for _ in range(100):
            limiter.take("x", site.clock.stands_at or site.clock())
    assert Limits().by_endpoint("documents.check") is not None
    assert Limits().by_endpoint("badges.status") is not None


def test_an_attestation_with_a_hidden_name_leaves_a_line(site: Site, trainer: Browser) -> None:
    nameless = {"name": "", "given_name": "", "family_name": ""}
    browser = sent(do(site, "diagnostic", everything, **nameless))
    issued(site, trainer, browser)

    assert "Nom de la personne, à écrire à la main" in trainer.page.words


def test_nobody_else_has_somebodys_documents(site: Site, learner: Browser, trainer: Browser) -> None:
    issued(site, trainer, learner)
    before = site.snapshot()
    other = site.visitor(OUTSIDER)
    refused(other.request("GET", other.at(place(site, learner))), 403, "e-role")
    refused(learner.request("GET", learner.at(place(site, learner))), 403, "e-role")
    refused(trainer.request("GET", trainer.at("attestation")), 404, "e-notfound", "learners-only")
    refused(trainer.request("GET", trainer.at("documents/nobody/attestation")), 404, "e-notfound")

    assert TABLE not in changed(before, site.snapshot())


def test_an_assistant_reads_and_neither_issues_nor_withdraws(
    site: Site, learner: Browser, trainer: Browser
) -> None:
    let_see(site, "results")
    helper = assistant(site)
    link = {"id": "link-diagnostic", "title": "diagnostic"}
    claim = "https://purl.imsglobal.org/spec/lti/claim/"
    role = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
    told = {"sub": "777", f"{claim}roles": [role], f"{claim}resource_link": link}
    helper = site.visitor(TRAINER, claims=lambda known: {**known, **told})
    where = helper.at(place(site, learner))
    helper.get(where)
    forms = helper.page.main_forms
    refused(helper.post(where), 404, "e-notfound", "assistant-cannot-issue")
    issued(site, trainer, learner)
    refused(helper.post(f"{where}/withdraw"), 404, "e-notfound", "assistant-cannot-issue")
    badge = helper.at(place(site, learner, "badge"))
    refused(helper.post(badge, {"area": "1"}), 404, "e-notfound", "assistant-cannot-issue")

    assert [] == forms
    assert [(None,)] == values(site.engine, TABLE, "withdrawn_at")


def test_no_name_is_kept_with_an_attestation(site: Site, learner: Browser, trainer: Browser) -> None:
    issued(site, trainer, learner)
    kept = str(values(site.engine, TABLE, "statement", "code_digest", "id"))

    assert LEARNER.name not in kept
    assert code_on(trainer).replace("-", "") not in kept


def test_lists_send_as_many_statements_when_more_people_are_there(site: Site, trainer: Browser) -> None:
    sent(do(site, "diagnostic", nothing))
    few = [queries(trainer, place) for place in ("documents", "documents/talks")]
    for number in range(2):
        _another(site, number)
    many = [queries(trainer, place) for place in ("documents", "documents/talks")]

    assert few == many
    assert max(many) <= 16


def _another(site: Site, number: int) -> None:
    """One more person of the course who sent a result."""
    person = {"sub": f"more-{number}", "name": f"Personne {number}"}
    sent(do(site, "diagnostic", nothing, **person))


def _deeds(site: Site, action: str) -> int:
    return [row[0] for row in values(site.engine, "audit_entry", "action")].count(action)
