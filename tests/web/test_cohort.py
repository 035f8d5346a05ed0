"""The trainer's way: before anybody began, after, grades sent and refused, and the choice of an activity."""

from __future__ import annotations

from collections.abc import Callable

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.statements import statements_sent
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed, count, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
STATES = (
    *("Pas encore commencé", "En cours", "« Pas maintenant »"),
    *("Terminé, pas encore envoyé", "Terminé et envoyé"),
)
NO_ACTIVITY = {f"{CLAIM}custom": {}}


def _group(site: Site) -> Browser:
    return site.visitor(TRAINER)


def _finished(site: Site, sub: str) -> Browser:
    """A learner of their own sub, so that no other test's grade lies in the platform's gradebook."""
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, "sub": sub})
    site.finish(browser)
    site.answer_access(browser)
    return browser


def test_group_is_empty_when_nobody_has_come(site: Site) -> None:
    trainer = _group(site)

    assert trainer.page.name == "cohort"
    assert "Personne n'a encore commencé." in trainer.page.words
    assert TRAINER.name not in trainer.page.words


def test_group_shows_where_each_person_is_when_they_work(site: Site) -> None:
    """Not begun, begun, not now, done, sent: each in words."""
    trainer = _group(site)
    people = {
        key: site.visitor(LEARNER, claims=_named(key)) for key in ("Anna", "Boris", "Chloé", "David", "Émile")
    }
    people["Boris"].submit()
    people["Chloé"].send(people["Chloé"].at("later"))
    for name in ("David", "Émile"):
        site.finish(people[name])
        site.answer_access(people[name])
    people["Émile"].submit()
    trainer.get(trainer.at("cohort"))
    words = trainer.page.words

    positions = [words.index(name) for name in people]
    assert positions == sorted(positions)
    for said in (
        "Pas encore commencé",
        "En cours",
        "« Pas maintenant »",
        "Terminé, pas encore envoyé",
        "Terminé et envoyé",
    ):
        assert said in words, said


def _named(name: str) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda claims: {**claims, "sub": f"sub-of-{name}", "name": name}


def test_detail_opens_when_the_learner_has_sent_it(site: Site) -> None:
    """Before: levels and state, and why there is no more; after: what the person can do and needs."""
    trainer = _group(site)
    learner = site.visitor(LEARNER)
    site.finish(learner)
    learner.submit({"choice": "phone"})
    site.answer_access(learner)
    address = trainer.at(f"cohort/{site.visit(learner).launch.person_id}")
    trainer.get(address)
    before = trainer.page
    learner.submit()
    trainer.get(address)

    assert (before.name, before.heading) == ("learner", LEARNER.name)
    assert "apparaît ici quand la personne appuie sur « Envoyer »" in before.words
    assert "prêt d'un ordinateur" not in before.words
    assert "prêt d'un ordinateur" in trainer.page.words
    assert "Les cinq domaines" in trainer.page.words


def test_grades_reach_the_platform_when_the_worker_has_sent_them(site: Site) -> None:
    """Six columns with a comment; the group says so."""
    trainer = _group(site)
    learner = site.visitor(LEARNER)
    site.finish(learner)
    trainer.get(trainer.at("cohort"))
    assert "6 notes à envoyer" in trainer.page.words
    site.deliver()
    trainer.get(trainer.at("cohort"))

    assert "6 notes envoyées le" in trainer.page.words
    columns = ["", *(f"passerelle:diagnostic:area-{area}" for area in range(1, 6))]
    assert [site.lms.grade(LEARNER.sub, column) is not None for column in columns] == [True] * 6
    assert all(site.lms.result(LEARNER.sub, column).comment for column in columns)  # type: ignore[union-attr]


def test_grades_go_out_again_when_the_trainer_presses_retry(site: Site) -> None:
    """Refused because the platform has no such student: the reason is said, and one press sends again."""
    learner = _finished(site, "nobody-of-the-course")
    for _ in range(5):
        site.deliver()
        site.wait(hours=25)
    trainer = _group(site)
    form = next(form for form in trainer.page.main_forms if form.action.endswith("/retry"))

    assert "cette personne n'a pas de note possible dans ce cours" in trainer.page.words
    trainer.send(form.action, form.hidden)
    assert "L'envoi repart dans un instant." in trainer.page.words
    assert trainer.post(form.action, form.hidden).status_code == 303
    assert {state for (state,) in values(site.engine, "delivery", "state")} <= {"due", "retry"}
    assert learner.page.name == "result"


def test_retry_changes_nothing_when_no_grade_waits(site: Site) -> None:
    trainer = _group(site)
    learner = _finished(site, LEARNER.sub)
    site.deliver()
    person = site.visit(learner).launch.person_id
    before = site.snapshot()

    assert trainer.post(trainer.at(f"cohort/{person}/retry")).status_code == 303
    assert changed(before, site.snapshot()) - {"circuit"} == set()
    refused(trainer.post(trainer.at("cohort/unknown/retry")), 404, "e-notfound")


def test_group_says_that_no_grades_are_taken_when_the_platform_offers_none(site: Site) -> None:
    endpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    bare = lambda claims: {name: value for name, value in claims.items() if name != endpoint}  # noqa: E731
    site.visitor(LEARNER, claims=bare)
    trainer = site.visitor(TRAINER, claims=bare)

    assert "ne prend pas de notes pour cette activité" in trainer.page.words


def test_trainer_chooses_the_activity_when_the_link_has_none(site: Site) -> None:
    """Until then a learner reads that it is not ready; afterwards the choice stays without the parameter."""
    bare = lambda claims: {**claims, **NO_ACTIVITY}  # noqa: E731
    learner = site.visitor(LEARNER, claims=bare)
    trainer = site.visitor(TRAINER, claims=bare)

    assert learner.page.heading == "Cette activité n'est pas encore prête."
    refused(learner.post(learner.at("welcome")), 404, "e-config", "unknown-activity")
    assert trainer.page.name == "picker"
    assert {"diagnostic", "diagnostic-express", "diagnostic-end"} <= trainer.page.form.offers("activity")
    assert trainer.submit().status_code == 422
    assert trainer.submit({"activity": "unknown"}).status_code == 422
    trainer.submit({"activity": "diagnostic-express"})
    assert (trainer.page.name, "L'activité est choisie." in trainer.page.words) == ("cohort", True)
    assert site.visitor(LEARNER, claims=bare).page.name == "welcome"
    assert values(site.engine, "resource_link", "activity") == [("diagnostic-express",)]


def test_answers_are_kept_when_the_activity_is_changed(site: Site) -> None:
    """The page warns; going back to the first activity finds everything again."""
    learner, trainer = site.visitor(LEARNER), _group(site)
    learner.submit()
    learner.submit({"skip": "1"})
    trainer.get(trainer.at("activity"))
    warned = trainer.page.words
    trainer.submit({"activity": "diagnostic-express"})
    trainer.get(trainer.at("activity"))
    trainer.submit({"activity": "diagnostic"})

    assert "Des personnes ont déjà commencé." in warned
    assert len(site.attempt(learner).answers) == 1


def test_group_pages_are_shut_when_the_cast_tries_them(site: Site) -> None:
    """Rule 26."""
    trainer, learner, outsider = _group(site), site.visitor(LEARNER), site.visitor(OUTSIDER)
    person = site.visit(learner).launch.person_id
    for path in ("cohort", f"cohort/{person}", "activity"):
        assert trainer.get(trainer.at(path)).status_code == 200
        refused(learner.get(learner.at(path)), 403, "e-role")
        refused(outsider.get(outsider.at(path)), 403, "e-role")
        refused(outsider.get(trainer.at(path)), 401, "e-expired")


def test_every_page_is_sound_when_it_is_read(site: Site) -> None:
    """Rule 31."""
    learner, trainer = _finished(site, LEARNER.sub), _group(site)
    person = site.visit(learner).launch.person_id
    pages = []
    for path in ("cohort", f"cohort/{person}", "activity"):
        trainer.get(trainer.at(path))
        pages.append(trainer.page)

    assert [page.name for page in pages] == ["cohort", "learner", "picker"]
    assert [(page.lang, len(page.headings), page.inline) for page in pages] == [("fr", 1, [])] * 3
    assert len({page.title for page in pages}) == 3


def test_number_of_queries_stays_when_the_group_grows(site: Site) -> None:
    """Rule 27: three members, then thirty."""
    trainer = _group(site)
    paths = ("cohort", "activity")
    counts = []
    for size in (3, 30):
        for number in range(count(site.engine, "membership") - 1, size):
            learner = site.visitor(LEARNER, claims=_named(f"Personne {number}"))
            if number % 3 == 0:
                learner.post(learner.at("welcome"))
        counts.append([_queries(trainer, trainer.at(path)) for path in paths])

    assert counts[0] == counts[1]
    assert all(0 < number <= 25 for number in counts[0])


def _queries(browser: Browser, address: str) -> int:
    with statements_sent() as seen:
        assert browser.request("GET", address).status_code == 200
    return len(seen)
