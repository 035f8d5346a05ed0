"""How old the last good backup is, and from when on that is a fault."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from lti_tool.domain.checkup import State
from lti_tool.services.backups import LAST_BACKUP
from lti_tool.services.doctor_backup import backup_age
from tests.factories import NOW


@pytest.mark.parametrize(
    ("age", "state", "words"),
    [
        (timedelta(minutes=15), State.OK, "0 hours and 15 minutes"),
        (timedelta(hours=24), State.FAULT, "1 days and 0 hours"),
        (timedelta(days=9, hours=3), State.FAULT, "9 days and 3 hours"),
    ],
)
def test_an_old_backup_is_a_fault(tmp_path: Path, age: timedelta, state: State, words: str) -> None:
    made_at = NOW - age - timedelta(seconds=1)
    (tmp_path / LAST_BACKUP).write_text(json.dumps({"made_at": made_at.isoformat()}), encoding="utf-8")
    (finding,) = backup_age(tmp_path, NOW)

    assert state is finding.state
    assert words in finding.found


def test_no_backup_is_a_warning_with_a_way_out(tmp_path: Path) -> None:
    for data in (tmp_path, None):
        (finding,) = backup_age(data, NOW)

        assert State.WARN is finding.state
        assert "passerelle backup make" in finding.remedy
