"""One learner's record on a phone, without scripts: written by the trainer, answered by the learner."""

from __future__ import annotations

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.browser.test_group_weight import Classroom, classroom, finish, person
from tests.browser.watching import Watch
from tests.people import TRAINER

__all__ = ["classroom"]
PHONE = {"width": 360, "height": 640}
LEARNER = 1


def opened(classroom: Classroom, chromium: Chromium, who: str) -> Watch:
    """A phone without scripts on which this person opened the activity."""
    watch = Watch(chromium, viewport=PHONE, java_script_enabled=False)
    watch.page.goto(f"{classroom.lms.url}/activity/11/open?as={who}")
    for _step in range(4):
        if watch.page.url.startswith(f"{classroom.url}/l/"):
            return watch
        watch.page.locator("form button").first.click()
    raise AssertionError("no page of the tool")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def words(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def test_the_record_is_written_and_answered_on_a_phone_without_scripts(
    classroom: Classroom, chromium: Chromium
) -> None:
    finish(classroom, person(LEARNER), right=3)
    trainer = opened(classroom, chromium, TRAINER.key)
    follow(trainer.page, person(LEARNER).name)
    follow(trainer.page, "Noter le niveau que j'ai vu")
    trainer.page.select_option("select[name=level]", "3")
    press(trainer.page, "Garder")
    missing = words(trainer.page)
    trainer.page.fill("textarea[name=reason]", "A aidé une voisine.")
    press(trainer.page, "Garder")
    follow(trainer.page, "Écrire une note")
    trainer.page.fill("textarea[name=text]", "On en reparle mardi.")
    press(trainer.page, "Garder")
    record = words(trainer.page)

    learner = opened(classroom, chromium, person(LEARNER).key)
    read = words(learner.page)
    follow(learner.page, "Je ne suis pas d'accord")
    press(learner.page, "Le dire à mon formateur")
    said = words(learner.page)
    trainer.close()
    learner.close()

    assert "Écrivez pourquoi" in missing
    assert "A aidé une voisine." in record
    assert "On en reparle mardi." in record
    assert "A aidé une voisine." in read
    assert "On en reparle mardi." not in read
    assert "Votre formateur peut le lire." in said
    assert [] == learner.complaints()
