"""Questions for the statistics: offered late and once, told in totals alone, erased at any moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from lti_tool import paths
from lti_tool.domain.figures import period_of, periods_before
from lti_tool.services.wording import local_day
from lti_tool.store.attempt_rows import AreaLevelRow, AttemptRow
from lti_tool.store.backgrounds import BackgroundRow
from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.test_differencing import elsewhere, everything_told
from tests.web.test_exports import crowded
from tests.web.test_figures import Lines, figures, lines_of

WORK, PEOPLE = "Avez-vous un travail ?", "Personnes"
WEAK = "Dont : compétences faibles ou aucune, au début"
SEEKING = "Non, je cherche un emploi"
OFFER = "Quelques questions pour les statistiques, si vous voulez"
SKIPPED = ("gender", "household", "place", "schooling", "work")
QUESTIONS = len(SKIPPED) + 1


def kept(site: Site) -> list[tuple[str, str]]:
    """Questions and choices as they are stored, of everybody."""
    with site.engine.connect() as connection:
        query = select(BackgroundRow.question, BackgroundRow.choice).order_by(BackgroundRow.question)
        return [(question, choice) for question, choice in connection.execute(query)]


def says(site: Site, numbers: Sequence[int], choice: str, question: str = "work") -> None:
    """These people of the crowd said so."""
    row = {"question": question, "choice": choice, "answered_at": site.clock()}
    place = {"centre_id": site.registration.centre_id}
    with site.engine.begin() as connection:
        connection.execute(
            insert(BackgroundRow), [{**row, **place, "person_id": f"p-{number}"} for number in numbers]
        )


def told(lines: Lines, column: str = PEOPLE) -> str:
    spaced = {table.replace("\u00a0", " "): table for table, _line, _column in lines}
    return lines[spaced[WORK], SEEKING, column]


def finished(site: Site) -> Browser:
    """A learner whose result is on the screen, not sent."""
    learner = site.visitor(LEARNER)
    site.finish(learner)
    site.answer_access(learner)
    assert "result" == learner.page.name
    return learner


def test_they_are_offered_after_the_result_was_sent_and_once(site: Site) -> None:
    learner = finished(site)
    before = learner.page.words
    learner.submit()
    offered = learner.page
    learner.get(learner.at("statistics"))
    first = learner.page
    learner.submit({"no": "1"})

    assert OFFER not in before
    assert OFFER in offered.words
    assert learner.at("statistics") in offered.links
    assert "Votre formateur ne lit jamais ces réponses." in first.words
    assert OFFER not in learner.page.words
    assert {""} == {choice for _question, choice in kept(site)}
    assert QUESTIONS == len(kept(site))
    learner.get(learner.at("checks"))
    assert learner.at("statistics") in learner.page.links


def test_each_may_be_left_out_changed_and_all_erased(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("statistics"))
    learner.submit()
    missing = learner.submit()
    assert (422, True) == (missing.status_code, "Il manque une réponse." in learner.page.words)
    learner.submit({"choice": ["from-35"]})
    for _question in range(QUESTIONS - 1):
        learner.submit({"skip": "1"})
    assert "check" == learner.page.name
    assert "De 35 à 44 ans" in learner.page.words
    learner.get(learner.at("statistics/questions/age"))
    learner.submit({"choice": ["from-45"]})
    changed = kept(site)
    learner.submit()

    assert [("age", "from-45"), *((name, "") for name in SKIPPED)] == changed
    assert [] == kept(site)
    assert "Commencer" in learner.page.words


@pytest.mark.parametrize(
    ("question", "choice", "status", "code"),
    [("age", "99", 400, "e-link"), ("income", "high", 404, "e-notfound")],
)
def test_what_no_page_offers_is_refused_and_nothing_kept(
    site: Site, question: str, choice: str, status: int, code: str
) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("statistics"))
    answer = learner.post(learner.at(f"statistics/questions/{question}"), {"choice": choice})

    refused(answer, status, code)
    assert [] == kept(site)


def test_no_page_of_a_trainer_shows_what_one_person_said(site: Site) -> None:
    """The same pages, byte for byte but the form tokens, before and after; an export of everybody too."""
    learner = finished(site)
    learner.post(learner.at("result"))
    trainer = site.visitor(TRAINER)
    person = site.visit(learner).launch.person_id
    places = (f"cohort/{person}", f"cohort/{person}/sheet", f"documents/{person}/talk", "exports/centre.csv")

    def seen() -> list[str]:
        pages = [trainer.get(trainer.at(place)).get_data(as_text=True) for place in places]
        return ["".join(line for line in page.splitlines() if 'name="csrf"' not in line) for page in pages]

    before = seen()
    row = {"centre_id": site.registration.centre_id, "person_id": person, "answered_at": site.clock()}
    with site.engine.begin() as connection:
        connection.execute(insert(BackgroundRow), [{**row, "question": "work", "choice": "seeking"}])

    assert before == seen()
    assert 404 == trainer.get(trainer.at("statistics")).status_code


@pytest.mark.parametrize(
    ("people", "saying", "number"),
    [(30, 9, "pas dit"), (30, 14, "10"), (15, 15, "pas dit")],
)
def test_a_group_is_told_from_ten_people_on(site: Site, people: int, saying: int, number: str) -> None:
    trainer = crowded(site, people)
    says(site, range(1, saying + 1), "seeking")

    assert number == told(figures(trainer))
    assert number == told(lines_of(administrator(site).get("/admin/figures.csv")))


def test_weak_skills_are_counted_by_the_same_answers(site: Site) -> None:
    """Everybody of the crowd has basic skills, until some have none in an area."""
    trainer = crowded(site, 40)
    says(site, range(1, 31), "seeking")
    basic = told(figures(trainer), WEAK)
    weaken(site, range(1, 11))
    ten_of_ten = told(figures(trainer), WEAK)
    weaken(site, range(31, 36))

    assert ("pas dit", "pas dit", "10") == (basic, ten_of_ten, told(figures(trainer), WEAK))
    assert "30" == told(figures(trainer))


def weaken(site: Site, numbers: Sequence[int]) -> None:
    """These people have a level of nothing in one area."""
    ids = [f"a-{number}" for number in numbers]
    with site.engine.begin() as connection:
        connection.execute(
            update(AreaLevelRow)
            .where(AreaLevelRow.attempt_id.in_(ids), AreaLevelRow.area == "1")
            .values(level=0, low=0)
        )


def test_who_has_sent_no_result_is_not_counted(site: Site) -> None:
    trainer = crowded(site, 20)
    says(site, range(1, 11), "seeking")
    told_before = told(figures(trainer))
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-1").values(shared_at=None))

    assert ("10", "pas dit") == (told_before, told(figures(trainer)))


def test_who_was_measured_in_another_year_is_not_counted_in_this_one(site: Site) -> None:
    trainer = crowded(site, 40)
    says(site, range(1, 13), "seeking")
    this = f"?period={periods_before(local_day(site.clock()))[0]}"
    before = told(figures(trainer, this))
    ids = [f"a-{number}" for number in range(1, 6)]
    with site.engine.begin() as connection:
        long_ago = site.clock() - timedelta(days=3 * 366)
        connection.execute(update(AttemptRow).where(AttemptRow.id.in_(ids)).values(finished_at=long_ago))

    assert ("10", "pas dit", "10") == (before, told(figures(trainer, this)), told(figures(trainer)))


def test_nine_people_of_another_course_are_not_told_to_a_trainer(site: Site) -> None:
    """Every page of hers is the same, whatever they said; from ten on they count."""
    trainer = crowded(site, 20)
    elsewhere(site, 15)
    says(site, range(1, 13), "seeking")
    alone = everything_told(site, trainer)
    says(site, range(101, 110), "seeking")
    nine = everything_told(site, trainer)
    says(site, [110], "seeking")
    ten = everything_told(site, trainer)

    assert alone == nine
    assert ("10", "20") == (told(nine[1]), told(ten[1]))
    assert told(nine[0]) == told(ten[0]) == "10"


def test_the_barometer_has_the_same_axes(site: Site) -> None:
    crowded(site, 20)
    says(site, range(1, 13), "seeking")
    period = period_of(str(site.clock().year))
    rows = site.services.workspace.figures.barometer(site.registration.centre_id, period)
    found = {row[3:5]: row[5] for row in rows if row[2] == "who"}

    assert 10 == found["work", "seeking"]
    assert found["work", "working"] is None
    assert ("work-weak-skills", "seeking") in found
    assert {"age", "gender", "work", "schooling", "household", "place"} == {
        name for name, _code in found if not name.endswith("-weak-skills")
    }


def test_only_the_person_and_the_figures_read_the_table() -> None:
    """Kept apart: whoever else names the table or its repository fails here."""
    allowed = {"store/backgrounds.py", "store/figures.py", "services/backgrounds.py"}
    package = paths.ROOT / "lti_tool"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"BackgroundRow|unit\.backgrounds", path.read_text(encoding="utf-8"))
    }

    assert allowed == found


def test_what_was_said_goes_with_the_person(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.get(learner.at("statistics"))
    learner.submit()
    learner.submit({"choice": ["from-35"]})
    visit = site.visit(learner)
    copied = site.services.privacy.copy(visit.link.centre_id, visit.launch.person_id)
    site.services.privacy.erase(visit.link.centre_id, visit.launch.person_id)

    assert ["from-35"] == [row["choice"] for row in copied.tables["background"]]
    assert [] == kept(site)
