"""One loan, from what a learner said to the return of the device: on a phone, without any script."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.conftest import WatchOver
from tests.browser.people import OPEN, TRAINER, People, Somebody, choose_myself, open_url
from tests.recognising import single_spaced
from tests.walking import never_knows, send_to_trainer, walk_to_result

PHONE = {"width": 360, "height": 740}
LAST = 9  # Of the answers about equipment: the one that asks the centre for most.
NEED = "Prêter un appareil"


def test_a_loan_goes_from_the_need_to_the_return_without_scripts(
    people: People, watch_over: WatchOver
) -> None:
    learner = people.newcomer()
    mine = watch_over(java_script_enabled=False, viewport=PHONE).page
    _tell(mine, learner)
    trainer = watch_over(java_script_enabled=False, viewport=PHONE).page
    trainer.goto(open_url(learner.demo, TRAINER))
    trainer.locator("form[data-continue] button").click()
    trainer.get_by_role("link", name="À faire", exact=True).click()
    before = single_spaced(trainer.locator("main").inner_text())
    trainer.get_by_role("link", name=f"Noter un prêt {learner.name}").click()
    trainer.locator('select[name="thing"]').select_option("laptop")
    trainer.get_by_label("Marque ou détail").fill("HP gris")
    trainer.get_by_label("Chargeur").check()
    trainer.get_by_label("Souris").check()
    trainer.get_by_role("button", name="Garder").click()
    lent = single_spaced(trainer.locator("main").inner_text())
    address = trainer.url.partition("?")[0]
    trainer.get_by_role("link", name="Feuille de prêt à imprimer").click()
    slip = single_spaced(trainer.locator("main").inner_text())
    mine.goto(re.sub(r"(/l/[^/]+)/.*", r"\1/path", mine.url))
    told = single_spaced(mine.locator("main").inner_text())
    trainer.goto(address)
    trainer.get_by_label("Ce qui manque").fill("la souris")
    trainer.get_by_role("button", name="Noter le retour").click()
    returned = single_spaced(trainer.locator("main").inner_text())
    mine.reload()

    assert NEED in before
    assert learner.name in before
    assert "Ordinateur portable : HP gris" in lent
    assert "Avec : Chargeur, Souris." in lent
    assert f"Signature de {learner.name} :" in slip
    assert "On vous a prêté" in told
    assert "Il manque : « la souris »" in returned
    assert "On vous a prêté" not in mine.locator("main").inner_text()
    assert _fits(trainer)


def _tell(page: Page, learner: Somebody) -> None:
    """The learner answers everything and sends it."""
    choose_myself(page, learner.demo, learner.key)
    page.locator(OPEN).click()
    page.locator("form[data-continue] button").click()
    walk_to_result(page, decide=never_knows, step_choice=LAST)
    send_to_trainer(page)


def _fits(page: Page) -> bool:
    """Whether nothing is wider than the screen. Playwright measures also where pages run no script."""
    boxes = [one.bounding_box() for one in page.locator("main *").all()]
    return all(box["x"] + box["width"] <= PHONE["width"] + 1 for box in boxes if box)
