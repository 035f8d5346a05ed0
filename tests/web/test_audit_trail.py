"""What a trainer does to what the tool says of a person is in the audit trail, each deed by its own name."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from lti_tool.services.ids import new_id
from lti_tool.store.attempt_rows import AttemptRow
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import Site
from tests.web.tables import TRAIL, values

PERSON = "p-1"
RECORD = f"cohort/{PERSON}"
LOAN_ID = "loan-00000000000000001"
REASON = "Vu pendant l'atelier."


@pytest.fixture
def trainer(site: Site) -> Browser:
    """Of a course in which one person finished and sent that they have no device."""
    found = site.visitor(TRAINER)
    finish_everybody(site, found, 1)
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).values(access={"device": "none"}))
    return found


DEEDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("level-observed", f"{RECORD}/observed/1", {"level": "3", "reason": REASON}),
    ("level-withdrawn", f"{RECORD}/observed/1/withdraw", {}),
    ("record-corrected", f"{RECORD}/access/device", {"choice": "phone", "reason": REASON}),
    ("note-written", f"{RECORD}/notes", {"text": "On en reparle mardi."}),
    ("action-added", f"{RECORD}/actions", {"kind": "other", "text": "Appeler la commune."}),
    ("action-settled", f"{RECORD}/actions/settle", {"named": "device-loan", "version": "0", "to": "done"}),
    ("exported", "exports", {"what": "areas", "form": "csv", "names": "1"}),
    ("code-given", f"sitting/{PERSON}/code", {}),
)


def deeds(site: Site) -> list[str]:
    """The deeds of the trail, but for those that wrote the installation."""
    setting_up = {"centre-added", "registration-added", "check-changed"}
    return sorted(str(row[0]) for row in values(site.engine, TRAIL, "action") if row[0] not in setting_up)


def told(site: Site) -> str:
    """Everything that the trail says."""
    rows = values(site.engine, TRAIL, "actor", "action", "object_kind", "object_id", "detail")
    return " ".join(" ".join(map(str, row)) for row in rows)


def test_every_deed_of_a_trainer_is_in_the_audit_trail(site: Site, trainer: Browser) -> None:
    """Once each, and with nobody's name, number of the platform or words."""
    day = site.clock().date().isoformat()
    done = []
    for action, path, fields in DEEDS:
        answer = trainer.post(trainer.at(path), {"submission": new_id(), "day": day, **fields})
        done.append(action)
        assert answer.status_code in (200, 303), (path, answer.get_data(as_text=True)[-400:])
        assert deeds(site) == sorted(done), path

    for word in ("Nom 0001", "crowd-1", REASON, "reparle", "commune"):
        assert word not in told(site)


def test_a_loan_leaves_a_deed_when_it_is_made_changed_and_returned(site: Site, trainer: Browser) -> None:
    day = site.clock().date().isoformat()
    terms = {"thing": "laptop", "what": "Portable gris", "lent_on": day}
    for path, fields in (
        ("loans", {"submission": LOAN_ID, **terms}),
        (f"loans/{LOAN_ID}", {"version": "1", **terms, "what": "Portable noir"}),
        (f"loans/{LOAN_ID}/return", {"version": "2", "day": day}),
    ):
        assert trainer.post(trainer.at(f"{RECORD}/{path}"), fields).status_code == 303, path

    assert ["loan-changed", "loan-made", "loan-returned"] == [one for one in deeds(site) if "loan" in one]
    assert "Portable" not in told(site)


def test_a_refused_deed_is_in_no_trail(site: Site, trainer: Browser) -> None:
    """Without a reason nothing is kept, and nothing is said to have been."""
    trainer.post(trainer.at(f"{RECORD}/observed/1"), {"level": "3", "reason": "", "day": "2026-01-01"})
    trainer.post(trainer.at(f"{RECORD}/access/device"), {"choice": "phone", "reason": ""})
    trainer.post(trainer.at("exports"), {"what": "unknown", "form": "csv"})

    assert [] == deeds(site)
