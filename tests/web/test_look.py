"""A trainer looks at what a learner meets: no attempt, no answer and no grade ever comes of it."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import changed
from tests.web.test_check_links import opened

LOOKS = "Voir comme un apprenant"


def look(site: Site, slug: str) -> tuple[Browser, str]:
    """A trainer at the link of an activity, and where its page says that one sees what learners see."""
    trainer = opened(site, slug, TRAINER)
    assert LOOKS in trainer.page.words
    return trainer, next(
        one for one in trainer.page.links if one.startswith("/trial/") or one == trainer.at("look")
    )


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("diagnostic", "trial"),
        ("diagnostic-midway", "trial"),
        ("check-obstacles", "step"),
        ("check-grid-end", "step"),
        ("module-m07", "together"),
        ("path", "path"),
        ("resources", "resources"),
    ],
)
def test_a_trainer_sees_what_a_learner_meets_and_nothing_is_kept(site: Site, slug: str, name: str) -> None:
    """R12: from the group's own page, for every kind of activity; no row moves."""
    trainer, address = look(site, slug)
    before = site.snapshot()

    answer = trainer.get(address)

    assert (200, name) == (answer.status_code, trainer.page.name)
    assert set() == changed(before, site.snapshot()) - {"session"}


def test_every_question_of_a_check_is_looked_at_and_no_press_is_kept(site: Site) -> None:
    """From the first to the last, with answers, with "I prefer not to say" and with nothing at all."""
    trainer, address = look(site, "check-obstacles")
    before, seen = site.snapshot(), list[str]()
    trainer.get(address)
    while trainer.page.name == "step":
        seen.append(trainer.page.heading)
        trainer.submit([{"choice": "fear", "line": "Rien"}, {"skip": "1"}, {}][len(seen) % 3])

    check = site.services.checks.known["obstacles"]
    assert [text.replace("\u00a0", " ") for text in (one.text for one in check.questions)] == [
        text.replace("\u00a0", " ") for text in seen
    ]
    assert "Rien n'est gardé." in trainer.page.words
    assert set() == changed(before, site.snapshot()) - {"session"}


@pytest.mark.parametrize("number", ["0", "4", "999999999"])
def test_the_look_is_over_where_there_is_no_such_question(site: Site, number: str) -> None:
    trainer = opened(site, "check-obstacles", TRAINER)

    assert 200 == trainer.get(trainer.at(f"look/{number}")).status_code
    assert "L'essai est fini." == trainer.page.heading


def test_there_are_no_questions_to_look_at_where_the_link_opens_no_check(site: Site) -> None:
    trainer = opened(site, "path", TRAINER)
    trainer.get(trainer.at("look/1"))

    assert "path" == trainer.page.name


def test_a_learner_has_the_real_thing_and_no_look(site: Site) -> None:
    learner = opened(site, "check-obstacles", LEARNER)

    for place in ("look", "look/1"):
        refused(learner.get(learner.at(place)), 403, "e-role")
