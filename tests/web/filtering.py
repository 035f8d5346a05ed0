"""A course of people who each differ in one thing, so that every filter of the group finds its own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any  # the values of rows

from sqlalchemy import delete, insert, update

from lti_tool.store.attempt_rows import AnswerRow, AreaLevelRow, AttemptRow
from lti_tool.store.delivery_rows import DeliveryRow
from lti_tool.store.module_rows import ModuleRunRow
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.stuck_calls import StuckCallRow
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import Site

PHONE = {"device": "phone", "connection": "home", "place": "calm", "hands-on": "alone"}
QUIET = {"device": "computer", "connection": "home", "place": "none", "hands-on": "alone"}
READY = {"device": "computer", "connection": "home", "place": "calm", "hands-on": "alone"}
PEOPLE = 12
LATE_DAYS = 31


def mixed_course(site: Site, trainer: Browser) -> None:
    """Twelve people who finished and sent, and what is special about each; the last one left.

    1 and 12 told that they have a phone only, 2 told it too and did not send it; 3 has no calm place and 4
    has everything, and did the module of the video room. 5 has level 1 in area 3, 6 level 0 in area 5. 7
    waits for help, 8 does no more and came a month ago. So did 9, who began nothing, and 10, who looked at
    one area alone. 11 began the end.
    """
    finish_everybody(site, trainer, PEOPLE, leavers=1)
    with site.engine.begin() as connection:
        for number, access in ((1, PHONE), (2, PHONE), (3, QUIET), (4, READY), (12, PHONE)):
            connection.execute(update(AttemptRow).where(AttemptRow.id == f"a-{number}").values(access=access))
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-2").values(shared_at=None))
        for number, area, level in ((5, "3", 1), (6, "5", 0)):
            connection.execute(
                update(AreaLevelRow)
                .where(AreaLevelRow.attempt_id == f"a-{number}", AreaLevelRow.area == area)
                .values(level=level, low=0)
            )
        runs = [("M06", 4), ("M01", 1), ("M01", 3), ("M12", 3)]
        connection.execute(insert(ModuleRunRow), [_run(site, trainer, *one) for one in runs])
        calls = [(7, None), (8, site.clock())]
        connection.execute(insert(StuckCallRow), [_call(site, trainer, *one) for one in calls])
        connection.execute(update(AttemptRow).where(AttemptRow.id == "a-10").values(mode="area"))
        connection.execute(
            update(AttemptRow).where(AttemptRow.id == "a-11").values(stage="end", state="open")
        )
        for row in (AnswerRow, AreaLevelRow):
            connection.execute(delete(row).where(row.attempt_id == "a-9"))
        connection.execute(delete(DeliveryRow).where(DeliveryRow.person_id == "p-9"))
        connection.execute(delete(AttemptRow).where(AttemptRow.id == "a-9"))
        arrived = site.clock() - timedelta(days=LATE_DAYS)
        connection.execute(
            update(CourseMemberRow)
            .where(CourseMemberRow.person_id.in_(["p-8", "p-9", "p-10"]))
            .values(first_seen_at=arrived)
        )


def found(browser: Browser, query: str) -> list[int]:
    """The numbers of the people whom the page of the group names, in their order."""
    browser.get(browser.at("cohort") + query)
    rows = re.sub(r"les notes de Nom \d{4}", "", browser.page.words)
    listed = rows.partition("Une ligne par personne")[2]
    return [int(number) for number in re.findall(r"Nom (\d{4})", listed)]


def _place(site: Site, trainer: Browser) -> dict[str, Any]:
    link = site.visit(trainer).link
    return {"centre_id": link.centre_id, "resource_link_id": link.id, "context_id": link.context_id}


def _run(site: Site, trainer: Browser, module: str, number: int) -> dict[str, Any]:
    now = site.clock()
    is_done = module == "M06"
    return {
        **_place(site, trainer),
        "id": f"{module}-{number}",
        "person_id": f"p-{number}",
        "module": module,
        "module_version": 1,
        "round": 1,
        "version": 1,
        "at": "",
        "is_accompanied": False,
        "points": 100 if is_done else None,
        "started_at": now,
        "updated_at": now,
        "finished_at": now if is_done else None,
        "ended_at": now if is_done else None,
    }


def _call(site: Site, trainer: Browser, number: int, solved_at: object) -> dict[str, Any]:
    return {
        **_place(site, trainer),
        "id": f"call-{number}",
        "person_id": f"p-{number}",
        "place": "",
        "cause": "",
        "called_at": site.clock(),
        "coming_at": None,
        "solved_at": solved_at,
        "solved_by": "trainer" if solved_at else None,
    }
