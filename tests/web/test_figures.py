"""The figures of a course and of a centre, in a browser and on the command line: nobody can be recognised."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from werkzeug.test import TestResponse

from lti_tool.domain.figures import period_of, periods_before
from lti_tool.services.figures import BAROMETER_COLUMNS
from lti_tool.services.wording import local_day
from lti_tool.store.attempt_rows import AreaLevelRow, AttemptRow
from lti_tool.store.course_rows import MembershipRow
from tests.people import OTHER_COURSE, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.test_exports import crowded, later_stage

Lines = dict[tuple[str, str, str], str]
ELSEWHERE = {
    "sub": "902",
    "https://purl.imsglobal.org/spec/lti/claim/context": {"id": OTHER_COURSE},
    "https://purl.imsglobal.org/spec/lti/claim/resource_link": {"id": "31"},
}
SKILLS = "Compétences numériques, dans les mots du baromètre"
NEEDS, CHANGES = "Les besoins et ce qui existe", "Ce qui a changé entre le début et la fin"


def figures(trainer: Browser, query: str = "") -> Lines:
    """The figures by table, line and column."""
    answer = trainer.get(trainer.at("exports/centre.csv") + query)
    assert 200 == answer.status_code
    return lines_of(answer)


def lines_of(answer: TestResponse) -> Lines:
    """The lines of such a table."""
    text = answer.data.decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert ["Tableau", "Ligne", "Colonne", "Valeur"] == rows[0]
    found = {(table, line, column): value for table, line, column, value in rows[1:]}
    assert len(found) == len(rows) - 1
    return found


def said(site: Site, first: int, last: int, device: str) -> None:
    """These people of the crowd sent this answer."""
    ids = [f"a-{number}" for number in range(first, last + 1)]
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).where(AttemptRow.id.in_(ids)).values(access={"device": device}))


def need(lines: Lines, column: str = "Personnes qui l'ont dit") -> str:
    return lines[NEEDS, "Prêter un appareil", column]


@pytest.mark.parametrize(
    ("people", "told"), [(0, "moins de 5"), (1, "moins de 5"), (4, "moins de 5"), (5, "5"), (12, "10")]
)
def test_a_need_is_told_from_five_people_on(site: Site, people: int, told: str) -> None:
    trainer = crowded(site, 12)
    said(site, 1, people, "none")

    assert told == need(figures(trainer))


def test_cards_are_no_people_and_are_counted_exactly(site: Site) -> None:
    trainer = crowded(site, 1)
    cards = need(figures(trainer), "Fiches d'aide pour ce besoin")

    assert cards.isdecimal()
    assert int(cards) >= 1


def test_every_number_of_people_is_a_multiple_of_five_or_hidden(site: Site) -> None:
    trainer = crowded(site, 33)
    said(site, 1, 7, "none")
    said(site, 8, 10, "shared")
    later_stage(site, "end", range(1, 14), 3)
    lines = figures(trainer, "?where=centre")
    counts = {
        value
        for (table, _line, column), value in lines.items()
        if "ersonnes" in column or column in ("Au début", "À la fin")
    }

    assert {"5", "30", "10", "moins de 5"} <= counts
    assert all(value in ("moins de 5", "sans objet", "pas dit") or int(value) % 5 == 0 for value in counts)


@pytest.mark.parametrize(
    ("pairs", "told", "mean", "between"),
    [(9, "5", "trop peu de personnes", "trop peu de personnes"), (10, "10", "-1", "de -1,0 à -1,0")],
)
def test_a_mean_change_is_told_of_ten_people_measured_twice(
    site: Site, pairs: int, told: str, mean: str, between: str
) -> None:
    trainer = crowded(site, 30)
    later_stage(site, "end", range(1, pairs + 1), 1)
    lines = figures(trainer)
    trainer.get(trainer.at("exports/centre"))
    area = next(line for table, line, _column in lines if table == CHANGES)

    assert told == lines[CHANGES, area, "Personnes mesurées deux fois"]
    assert mean == lines[CHANGES, area, "Changement moyen, en niveaux"]
    assert mean == lines[CHANGES, area, "Au moins"] == lines[CHANGES, area, "Au plus"]
    assert between in trainer.page.words


def test_what_was_not_sent_and_who_is_no_learner_is_not_counted(site: Site) -> None:
    trainer = crowded(site, 6)
    said(site, 1, 6, "none")
    whole = need(figures(trainer))
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-1").values(shared_at=None))
    lines = figures(trainer)
    unsent = need(lines)
    assert "5" == lines[SKILLS, "De base", "Au début"]
    with site.engine.begin() as connection:
        connection.execute(update(MembershipRow).where(MembershipRow.id == "m-2").values(is_graded=False))
    test_user = need(figures(trainer))
    with site.engine.begin() as connection:
        connection.execute(update(MembershipRow).values(is_graded=True))
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-2").values(shared_at=None))
    assert "moins de 5" == figures(trainer)[SKILLS, "De base", "Au début"]

    assert ("5", "5", "moins de 5") == (whole, unsent, test_user)


def test_somebody_who_was_helped_counts_when_they_never_opened_it_by_themselves(site: Site) -> None:
    """Side by side, on paper, with a code: no launch of theirs was ever seen."""
    trainer = crowded(site, 12)
    before = figures(trainer)
    with site.engine.begin() as connection:
        connection.execute(
            delete(MembershipRow).where(MembershipRow.person_id != site.visit(trainer).launch.person_id)
        )
    said(site, 1, 12, "none")

    assert "10" == need(figures(trainer))
    assert before.keys() == figures(trainer).keys()


def test_a_period_holds_what_happened_in_it(site: Site) -> None:
    trainer = crowded(site, 12)
    said(site, 1, 12, "none")
    with site.engine.begin() as connection:
        moment = connection.execute(select(AttemptRow.finished_at)).scalars().first()
        assert moment is not None
        connection.execute(
            update(AttemptRow)
            .where(AttemptRow.id.in_([f"a-{number}" for number in range(1, 7)]))
            .values(finished_at=moment - timedelta(days=3 * 366))
        )
    this, before, *_rest = periods_before(local_day(moment))

    assert "10" == need(figures(trainer))
    assert "5" == need(figures(trainer, f"?period={this}"))
    assert "moins de 5" == need(figures(trainer, f"?period={before}"))
    for odd in ("%00x", str(moment.year), "2019-2020"):
        assert "10" == need(figures(trainer, f"?period={odd}"))


def test_another_course_counts_for_the_centre_alone(site: Site) -> None:
    trainer = crowded(site, 10)
    said(site, 1, 10, "none")
    other = site.visitor(TRAINER, claims=lambda claims: {**claims, **ELSEWHERE})

    assert "10" == need(figures(trainer))
    assert "moins de 5" == need(figures(other))
    assert "10" == need(figures(other, "?where=centre"))


def test_the_page_shows_the_same_and_names_nobody(site: Site) -> None:
    trainer = crowded(site, 12)
    said(site, 1, 12, "none")
    trainer.get(trainer.at("exports/centre?where=centre"))
    words = trainer.page.words

    assert "figures" == trainer.page.name
    assert all(re.sub(r"\s+", " ", table) in words for table, _line, _column in figures(trainer))
    assert "Tout le centre" in words
    assert "Nom 00" not in words


def test_the_barometer_is_rounded_and_says_its_definitions(site: Site) -> None:
    crowded(site, 12)
    said(site, 1, 7, "none")
    year = str(site.clock().year)
    rows = site.services.workspace.figures.barometer(site.registration.centre_id, period_of(year))
    found = {row[2:5]: row[5] for row in rows}

    assert len(BAROMETER_COLUMNS) == 6
    assert {(3, year)} == {row[:2] for row in rows}
    assert 10 == found["all", "measured", "people"]
    assert 5 == found["access", "device", "none"]
    assert None is found["access", "device", "shared"]
    assert 10 == found["skills", "skills-at-entry", "basic"]
    assert {None} == {
        row[5]
        for row in site.services.workspace.figures.barometer(site.registration.centre_id, period_of("2001"))
    }


def test_levels_of_somebody_else_are_not_mixed_in(site: Site) -> None:
    """Two measures of one person count once, with the later one."""
    trainer = crowded(site, 6)
    with site.engine.begin() as connection:
        for number in range(1, 7):
            known = connection.execute(select(AttemptRow).where(AttemptRow.id == f"a-{number}")).mappings()
            row = {**known.one(), "id": f"again-{number}", "activity": "diagnostic-express"}
            row |= {"mode": "express", "finished_at": row["finished_at"] + timedelta(seconds=1)}
            connection.execute(insert(AttemptRow), row)
            place = {"centre_id": row["centre_id"], "attempt_id": row["id"], "low": 0, "high": 0, "p": 1.0}
            connection.execute(
                insert(AreaLevelRow), [{**place, "area": area, "level": 0} for area in "12345"]
            )
    lines = figures(trainer)

    assert "5" == lines[SKILLS, "Aucune", "Au début"]
    assert "moins de 5" == lines[SKILLS, "De base", "Au début"]
