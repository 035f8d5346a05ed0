"""A sheet typed in again: what was said of the first one follows, in the papers and in the gradebook."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from lti_tool.services.documents import Documents
from tests.people import LEARNER, TRAINER
from tests.web.beside import person_of
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import changed, snapshot, values
from tests.web.test_documents import CODE, code_on
from tests.web.test_paper import filled, key

NOTHING_KNOWN = {f"task-{number}": "?" for number in range(1, 13)}
COLUMN = "passerelle:diagnostic:area-{}"
SEEN = ("area", "level", "ended_at")


@pytest.fixture
def trainer(site: Site) -> Browser:
    """A trainer who typed in a sheet of the learner on which everything was right."""
    person, browser = person_of(site, site.visitor(LEARNER)), site.visitor(TRAINER)
    key(browser, person, filled(site))
    return browser


def person(site: Site) -> str:
    """The learner's number."""
    ((found,),) = values(site.engine, "attempt", "person_id")
    return str(found)


def let(site: Site, rule: str) -> None:
    """The centre chooses which level is sent."""
    with site.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE centre SET grade_rule = '{rule}'")


def paper(site: Site) -> str:
    """The end of the address of the learner's attestation."""
    return f"documents/{person(site)}/attestation"


def issued(site: Site, trainer: Browser) -> str:
    """The attestation is issued; its code."""
    trainer.get(trainer.at(paper(site)))
    trainer.send(trainer.at(paper(site)))
    return code_on(trainer)


def observe(site: Site, trainer: Browser, area: str, level: int) -> None:
    """The trainer writes what was seen today."""
    day = site.services.clock().date().isoformat()
    fields = {"level": str(level), "reason": "Vu en atelier.", "day": day}
    assert trainer.post(trainer.at(f"cohort/{person(site)}/observed/{area}"), fields).status_code == 303


def key_again(site: Site, trainer: Browser, **changes: str) -> None:
    """The sheet once more, with nothing known on it."""
    answer = key(trainer, person(site), filled(site, replace="yes", **NOTHING_KNOWN, **changes))
    assert answer.status_code == 303


def wanted(site: Site, area: str) -> tuple[float, str, int]:
    """What the gradebook is to show in the column of one area: points, comment, and the version of that."""
    query = text(
        "SELECT desired_points, comment, desired_version FROM delivery JOIN line_item"
        " ON line_item.centre_id = delivery.centre_id AND line_item.id = delivery.line_item_id"
        " WHERE line_item.tag = :tag"
    )
    with site.engine.connect() as connection:
        points, comment, version = connection.execute(query, {"tag": COLUMN.format(area)}).one()
    return float(points), str(comment), int(version)


def measured(site: Site, area: str) -> object:
    """The level of one area."""
    return dict(values(site.engine, "area_level", "area", "level"))[area]


def deeds(site: Site, action: str) -> list[tuple[object, ...]]:
    """The entries of the audit trail about one kind of deed."""
    rows = values(site.engine, "audit_entry", "action", "actor", "object_kind", "object_id")
    return [row for row in rows if row[0] == action]


def test_the_attestation_of_the_first_sheet_is_withdrawn(site: Site, trainer: Browser) -> None:
    code = issued(site, trainer)
    ((number,),) = values(site.engine, "attestation", "id")
    by = site.visit(trainer).launch.person_id
    key_again(site, trainer)

    ((at, who),) = values(site.engine, "attestation", "withdrawn_at", "withdrawn_by")
    assert at is not None
    assert by == who
    assert [("attestation-withdrawn", f"trainer/{by}", "attestation", number)] == deeds(
        site, "attestation-withdrawn"
    )
    checked = site.services.workspace.papers.documents.check(code)
    assert checked is not None
    assert checked.withdrawn_at is not None
    trainer.get(trainer.at(paper(site)))
    assert [] == CODE.findall(trainer.page.words)


def test_its_badges_are_on_the_list_of_withdrawn_ones(site: Site, trainer: Browser) -> None:
    issued(site, trainer)
    key_again(site, trainer)

    centre = site.visit(trainer).link.centre_id
    with site.services.store.reading() as unit:
        assert (0,) == tuple(unit.attestations.withdrawn_numbers(centre))


def test_the_next_attestation_states_the_levels_of_the_second_sheet(site: Site, trainer: Browser) -> None:
    first = issued(site, trainer)
    key_again(site, trainer)
    second = issued(site, trainer)

    assert first != second
    assert 2 == len(set(values(site.engine, "attestation", "fingerprint")))
    with site.services.store.reading() as unit:
        link = site.visit(trainer).link
        ((attempt,),) = values(site.engine, "attempt", "id")
        standing = unit.attestations.of_attempt(link.centre_id, str(attempt))
    assert standing is not None
    stated = {(one.area, one.level) for one in standing.statement.areas}
    assert stated == set(values(site.engine, "area_level", "area", "level"))


def test_one_that_was_taken_back_before_keeps_its_end(site: Site, trainer: Browser) -> None:
    issued(site, trainer)
    trainer.send(trainer.at(f"{paper(site)}/withdraw"), {"agreed": "yes"})
    before = values(site.engine, "attestation", "withdrawn_at", "withdrawn_by")
    assert before[0][0] is not None
    key_again(site, trainer)

    assert before == values(site.engine, "attestation", "withdrawn_at", "withdrawn_by")
    assert 1 == len(deeds(site, "attestation-withdrawn"))


def test_it_stands_when_the_second_sheet_is_refused(site: Site, trainer: Browser) -> None:
    issued(site, trainer)
    before = snapshot(site.engine)
    answer = key(trainer, person(site), filled(site, replace="yes", **{"task-4": "Z"}))

    assert answer.status_code == 422
    assert not {"attestation", "audit_entry"} & changed(before, snapshot(site.engine))


def test_what_stands_observed_is_still_what_the_gradebook_is_to_show(site: Site, trainer: Browser) -> None:
    """The other areas show what the second sheet measured, also where an observation was withdrawn."""
    let(site, "observed")
    observe(site, trainer, "1", 7)
    observe(site, trainer, "2", 6)
    trainer.post(trainer.at(f"cohort/{person(site)}/observed/2/withdraw"))
    earlier = {area: wanted(site, area) for area in "12345"}
    levels = {area: measured(site, area) for area in "12345"}
    key_again(site, trainer)

    points, comment, version = wanted(site, "1")
    assert (7, 7) == (earlier["1"][0], points)
    assert measured(site, "1") != levels["1"]
    assert f"Niveau mesuré : {measured(site, '1')}." in comment
    assert version > earlier["1"][2]
    for area in "2345":
        assert measured(site, area) == wanted(site, area)[0] != earlier[area][0], area
        assert "observé" not in wanted(site, area)[1]
    assert [("1", 7)] == [row[:2] for row in values(site.engine, "observation", *SEEN) if row[2] is None]


def test_the_measured_level_is_wanted_where_the_centre_sends_that(site: Site, trainer: Browser) -> None:
    observe(site, trainer, "1", 7)
    key_again(site, trainer)

    assert measured(site, "1") == wanted(site, "1")[0] != 7
    assert [("1", 7, None)] == values(site.engine, "observation", *SEEN)


def test_the_attestation_states_the_second_sheet_when_two_trainers_press_at_once(
    site: Site, trainer: Browser
) -> None:
    """One trainer issues; what she read is gone when hers is to be kept, because another one keyed the sheet
    again between the two.
    """
    other = site.visitor(TRAINER)
    papers, done = site.services.workspace.papers.documents, list[str]()
    visit = site.visit(trainer)
    record = site.services.cohorts.record(visit, person(site))

    def clock() -> datetime:
        if not done:
            done.append("keyed")
            key_again(site, other)
        return site.clock()

    racing = Documents(site.services.store, bank=papers._bank, secrets=papers._secrets, clock=clock)
    made = racing.issue(visit, record)

    assert ["keyed"] == done
    assert made is not None
    assert {one.area: one.level for one in made.statement.areas} == dict(
        values(site.engine, "area_level", "area", "level")
    )
    assert {0} == {one.level for one in made.statement.areas}
    assert [(None,)] == values(site.engine, "attestation", "withdrawn_at")
    assert 1 == len(deeds(site, "attestation-issued"))


def test_the_attestation_says_that_it_was_done_on_paper_and_on_which_day(
    site: Site, trainer: Browser
) -> None:
    """The day on the sheet counts, not the day of the typing."""
    trainer.get(trainer.at(paper(site)))
    ((day,),) = values(site.engine, "attempt", "paper_on")
    trainer.send(trainer.at(paper(site)))

    assert "Mode : positionnement court. Fait sur papier." in trainer.page.words
    assert f'"{day}"' in str(values(site.engine, "attestation", "statement")[0][0]).replace("'", '"')
