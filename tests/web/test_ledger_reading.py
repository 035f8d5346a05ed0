"""Every grade of a link read again with one press, in a browser."""

from __future__ import annotations

from tests.people import LEARNER, TRAINER
from tests.web.site import Site
from tests.web.test_ledger import AREA, actions, finished, ledger


def test_all_are_read_again_when_the_trainer_presses_once(site: Site) -> None:
    """And while they are read they are no grades that wait, and no code stands on the page."""
    finished(site)
    site.deliver()
    site.wait(minutes=1)
    site.lms.override_grade(LEARNER.sub, AREA, 7.0)
    trainer = site.visitor(TRAINER)
    before = ledger(trainer)
    (read,) = actions(trainer, "/ledger/read")
    trainer.send(read, {})
    asked = trainer.page.words
    other = actions(trainer, "/ledger/read"), actions(trainer, "/ledger/retry")
    trainer.get(trainer.at("cohort"))
    group = trainer.page.words
    site.deliver()
    site.wait(minutes=1)
    after = ledger(trainer)

    assert "Relire 6 notes dans la plateforme" in before
    assert "C'est demandé. 6 notes vont être relues" in asked
    assert "Envoyée, en cours de relecture 6" in asked
    assert "6 notes envoyées, que nous relisons dans la plateforme" in group
    for words in (asked, group):
        assert "to-read" not in words
        assert "En attente" not in words
    assert ([], []) == other
    assert "La note a été changée dans la plateforme. Choisissez laquelle compte." in after
    assert "la plateforme montre la même note." in after
