"""What an operator does when a centre leaves; and when a learner wants a pause."""

from __future__ import annotations

import stat
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import Engine, delete, update

from lti_tool.lti.published_keys import FILE_NAME
from lti_tool.store.schema import Base
from tests.cli.test_export import Run, run
from tests.cli.test_person import planted, refused
from tests.store.planting import Planted

__all__ = ["planted", "run"]


def test_a_centre_is_taken_along_and_erased_by_its_name(run: Run, planted: Planted, tmp_path: Path) -> None:
    file, spare = tmp_path / "centre.zip", tmp_path / FILE_NAME
    spare.write_text("{}")
    exported = run("centre", "export", planted.centre_id, str(file))
    again = run("centre", "export", planted.centre_id, str(file))
    wrong = run("centre", "erase", planted.centre_id, input="Another name\n")
    there = run("centre", "list").stdout
    erased = run("centre", "erase", planted.centre_id, input="Centre\n")

    assert [0, 0] == [exported.exit_code, erased.exit_code], (exported.output, erased.output)
    assert "note.jsonl" in ZipFile(file).namelist()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    refused(again, "there already")
    refused(wrong, "Nothing was erased")
    assert planted.centre_id in there
    assert planted.centre_id not in run("centre", "list").stdout
    assert "rows erased" in erased.stdout
    assert not spare.exists()


def test_waiting_grades_and_unknown_centres_are_refused(
    run: Run, engine: Engine, planted: Planted, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        connection.execute(update(Base.metadata.tables["delivery"]).values(state="due"))

    refused(run("centre", "erase", planted.centre_id), "1 grades of this centre")
    refused(run("centre", "erase", "no-centre"), "no such centre")
    refused(run("centre", "export", "no-centre", str(tmp_path / "x.zip")), "no such centre")
    assert not (tmp_path / "x.zip").exists()
    assert 0 == run("centre", "erase", planted.centre_id, "--force", input="Centre\n").exit_code


def test_a_person_is_paused_and_goes_on(run: Run, engine: Engine, planted: Planted) -> None:
    with engine.begin() as connection:
        for name in ("shelved_row", "person_restriction"):
            connection.execute(delete(Base.metadata.tables[name]))
    who = planted.centre_id, planted.person_id
    said = [
        run("person", command, *who).stdout
        for command in ("restrict", "restrict", "unrestrict", "unrestrict")
    ]

    assert "only stored from now on" in said[0]
    assert "already" in said[1]
    assert "in use again" in said[2]
    assert "already" in said[3]
    refused(run("person", "restrict", planted.centre_id, "nobody"), "no such person")
    with engine.begin() as connection:
        connection.execute(update(Base.metadata.tables["course_member"]).values(rights="trainer"))
    refused(run("person", "restrict", *who), "trains or assists")
