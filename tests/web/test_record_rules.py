"""The stages beside each other, the centre's rule for grades, and somebody who does not want to now."""

from __future__ import annotations

import re

from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator
from tests.web.site import Site, refused
from tests.web.staging import do, enter, everything, nothing, sent
from tests.web.test_record_forms import SEEN, fill, of_person, page


def test_three_stages_stand_side_by_side_in_words(site: Site) -> None:
    learner = sent(do(site, "diagnostic", nothing))
    sent(do(site, "diagnostic-midway", nothing))
    sent(do(site, "diagnostic-end", everything))
    trainer = enter(site, "diagnostic-end", TRAINER)
    record = page(trainer, of_person(site, trainer, learner))
    part = record[record.index("Avant, pendant, à la fin") : record.index("Comment lire ce changement")]

    assert part.index("Au début") < part.index("À mi-parcours") < part.index("À la fin")
    assert "progrès clair" in part
    assert "pas regardé" in part
    assert not re.search(r"\d\s*%|score|moyenne", record)


def test_the_centre_chooses_which_level_is_sent(site: Site) -> None:
    browser = administrator(site)
    form = next(form for form in browser.page.main_forms if form.action.endswith("/grade-rule"))
    browser.send(form.action, {**form.hidden, "grade_rule": "observed"})
    shown = browser.get("/admin/").get_data(as_text=True)
    browser.get("/admin/audit")

    assert {"measured", "observed"} == form.offers("grade_rule")
    assert 'value="observed" id="grade_rule-observed" checked' in shown
    assert "Les notes déjà envoyées ne changent pas." in shown
    assert "Niveau qui part dans les notes choisi" in browser.page.words
    refused(browser.post("/admin/grade-rule", {"grade_rule": "best"}), 400, "e-link", "unknown-grade-rule")


def test_the_observed_level_arrives_in_the_gradebook_when_the_centre_says_so(site: Site) -> None:
    """From the form to the platform, over real HTTP."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    site.finish(learner)
    site.answer_access(learner)
    sent(learner)
    site.deliver()
    admin = administrator(site)
    before = page(trainer, of_person(site, trainer, learner, "/observed/2"))
    admin.send("/admin/grade-rule", {"grade_rule": "observed"})
    after = page(trainer, of_person(site, trainer, learner, "/observed/2"))
    fill(trainer, of_person(site, trainer, learner, "/observed/2"), SEEN)
    site.deliver()
    result = site.lms.result(LEARNER.sub, "passerelle:diagnostic:area-2")

    assert "les notes du cours gardent le niveau mesuré" in before
    assert "ce niveau prend la place du niveau mesuré" in after
    assert result is not None
    assert 5 == result.value
    assert "observé par le formateur le 05/03/2026." in result.comment


def test_somebody_who_does_not_want_to_now_gets_no_zero_and_may_begin_at_any_time(site: Site) -> None:
    """A trainer skips the stage with a reason; the learner begins all the same."""
    earlier = len(site.lms.requests_to("scores"))
    learner = enter(site, "diagnostic")
    trainer = enter(site, "diagnostic", TRAINER)
    record = page(trainer, of_person(site, trainer, learner))
    form = next(form for form in trainer.page.main_forms if form.action.endswith("/path/stage"))
    trainer.send(form.action, {**form.hidden, "reason": "not-willing"})
    skipped = trainer.page.words
    site.deliver()
    posted = len(site.lms.requests_to("scores")) - earlier
    sent(do(site, "diagnostic", nothing))
    after = page(trainer, of_person(site, trainer, learner))

    assert "La personne ne veut pas le faire maintenant ?" in record
    assert "ne veut pas" in skipped or "ne souhaite pas" in skipped
    assert 0 == posted
    assert "Ce que la personne sait faire" in after or "Les cinq domaines" in after
