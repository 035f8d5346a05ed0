"""Who may export, whom a file holds, and what is written down when it leaves."""

from __future__ import annotations

import pytest

from lti_tool.domain.administration import AssistantView
from lti_tool.services.administrators import Administration
from lti_tool.services.wording import local_day
from tests.people import OTHER_COURSE, TRAINER
from tests.web.site import Site, refused
from tests.web.tables import VIEWS, changed, values
from tests.web.test_exports import asked, crowded, objects_of

ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
ROLES = "https://purl.imsglobal.org/spec/lti/claim/roles"


def test_a_file_is_written_down_and_everybody_in_it_can_read_so(site: Site) -> None:
    trainer = crowded(site, 3)
    asked(trainer, what="areas", form="xlsx", names="1")
    deeds = values(site.engine, "audit_entry", "action", "object_kind", "detail")
    looks = values(site.engine, VIEWS, "person_id", "what")

    assert ("exported", "course", "areas xlsx with-names 3") in deeds
    assert [("p-1", "export"), ("p-2", "export"), ("p-3", "export")] == sorted(looks)


def test_looking_at_the_pages_writes_nothing(site: Site) -> None:
    trainer = crowded(site, 3)
    before = site.snapshot()
    for path in ("exports", "exports/columns", "exports/centre", "exports/centre.csv"):
        assert 200 == trainer.get(trainer.at(path)).status_code

    assert set() == changed(before, site.snapshot()) - {"session"}


def test_a_file_is_named_plainly_and_kept_by_nobody(site: Site) -> None:
    answer = asked(crowded(site, 1), form="xlsx")
    day = local_day(site.clock()).isoformat()

    name = f"passerelle-personnes-premiers-pas-numeriques-{day}.xlsx"
    assert f'attachment; filename="{name}"' == answer.headers["Content-Disposition"]
    assert "no-store" == answer.headers["Cache-Control"]
    assert answer.content_type.endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("view", list(AssistantView))
def test_an_assistant_exports_nothing(site: Site, view: AssistantView) -> None:
    trainer = crowded(site, 2)
    who = Administration(centre_id=site.registration.centre_id, centre_name="", session_id="s")
    site.services.centres.let_assistants_see(who, view)
    assistant = site.visitor(TRAINER, claims=lambda claims: {**claims, "sub": "903", ROLES: [ASSISTANT]})
    page = assistant.get(assistant.at("exports"))
    figures = [
        assistant.get(assistant.at(f"exports/centre{end}")).status_code
        for end in ("", ".csv", ".csv?where=centre")
    ]
    before = site.snapshot()
    answer = assistant.send(assistant.at("exports"), {"csrf": assistant.token, "what": "people"})

    expected = 200 if view is AssistantView.RESULTS else 404
    assert [expected] * 4 == [page.status_code, *figures]
    assert answer.status_code in (403, 404)
    assert set() == changed(before, site.snapshot()) - {"session", "security_event"}
    assert trainer.handle != assistant.handle


def test_another_course_is_not_in_the_file(site: Site) -> None:
    crowded(site, 2)
    elsewhere = {
        "sub": "902",
        "https://purl.imsglobal.org/spec/lti/claim/context": {"id": OTHER_COURSE},
        "https://purl.imsglobal.org/spec/lti/claim/resource_link": {"id": "31"},
    }
    other = site.visitor(TRAINER, claims=lambda claims: {**claims, **elsewhere})

    assert [] == objects_of(asked(other, form="json"))


@pytest.mark.parametrize("fields", [{"what": "x"}, {"form": "pdf"}, {"group": "99"}])
def test_what_no_form_offers_leaves_nothing_behind(site: Site, fields: dict[str, str]) -> None:
    trainer = crowded(site, 2)
    trainer.get(trainer.at("exports"))
    before = site.snapshot()
    answer = asked(trainer, **fields)

    refused(answer, 400, "e-link", "unknown-export")
    assert set() == changed(before, site.snapshot()) - {"session", "security_event"}
