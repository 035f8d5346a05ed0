"""The commands over centres, administrators and the audit trail, as an operator types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from lti_tool import cli
from lti_tool.bootstrap import utc_now
from lti_tool.services.administrators import Administrators
from lti_tool.services.registrations import Registrations
from lti_tool.store.unit_of_work import Store
from tests.web.administering import OTHER_PLATFORM

Run = Callable[..., Result]
PLATFORM = (
    *("platform", "add", "--issuer", "https://a.be", "--client-id", "c", "--deployment-id", "1"),
    *("--auth-login-url", "https://a.be/auth", "--token-url", "https://a.be/token"),
    *("--jwks-url", "https://a.be/keys"),
)


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Run:
    """Run one command on a database of its own."""
    environment = {
        "PASSERELLE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "PASSERELLE_BASE_URL": "https://tool.example",
        "PASSERELLE_SECRET_KEY": "a secret of the tests, long enough to be taken",
        "PASSERELLE_DATA": str(tmp_path),
    }

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(cli.passerelle, list(words), env=environment)

    return invoke


def last_line(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[-1]


def test_the_last_line_is_a_way_in_when_a_link_is_made(run: Run, engine: Engine) -> None:
    result = run("admin", "link")

    start, _equals, secret = last_line(result).partition("=")
    assert ("https://tool.example/admin/enter?link", 1) == (start, len(result.stdout.splitlines()))
    administrators = Administrators(Store(engine))
    token = administrators.sign_in(secret, utc_now())
    assert "Centre" == administrators.visit(token, utc_now()).centre_name


def test_centres_are_told_apart_when_there_are_two(run: Run, engine: Engine) -> None:
    liege = last_line(run("centre", "add", "Liège"))
    namur = last_line(run("centre", "add", "Namur"))
    assert [f"{liege}  Liège", f"{namur}  Namur"] == run("centre", "list").stdout.splitlines()

    run(*PLATFORM, "--centre", namur)
    link = last_line(run("admin", "link", "--centre", namur)).partition("=")[2]
    invitation = last_line(run("platform", "invite", "--name", "Moodle", "--centre", namur))

    store = Store(engine)
    ((registration, _deployments),) = Registrations(store).all()
    assert namur == registration.centre_id
    administrators = Administrators(store)
    token = administrators.sign_in(link, utc_now())
    assert namur == administrators.visit(token, utc_now()).centre_id
    assert invitation.startswith("https://tool.example/lti/register?invite=")


@pytest.mark.parametrize(
    "words",
    [("admin", "link"), PLATFORM, ("platform", "invite", "--name", "Moodle")],
    ids=lambda words: " ".join(words[:2]),
)
def test_nothing_is_made_when_the_centre_is_unknown(run: Run, engine: Engine, words: tuple[str, ...]) -> None:
    run("centre", "add", "Liège")

    result = run(*words, "--centre", "nowhere")

    assert result.exit_code != 0
    assert "https://tool.example" not in result.output
    assert () == tuple(Registrations(Store(engine)).all())


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 256])
def test_no_centre_is_added_when_its_name_is_none(run: Run, name: str) -> None:
    result = run("centre", "add", name)

    assert result.exit_code != 0
    assert "There is no centre yet" in run("centre", "list").output


def test_the_trail_is_exported_when_the_operator_asks(run: Run, engine: Engine) -> None:
    number = Registrations(Store(engine)).add(OTHER_PLATFORM, utc_now()).id
    run("platform", "disable", number)

    result = run("admin", "audit", "--json")

    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert ["registration-added", "registration-disabled"] == [line["action"] for line in found]
    assert {("command-line", number)} == {(line["actor"], line["object_id"]) for line in found}
    assert found[0]["hash"] == found[1]["previous"]
    assert found[1]["hash"] in result.stderr


def test_the_export_fails_when_somebody_altered_the_trail(run: Run, engine: Engine) -> None:
    run("admin", "link")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'nobody'")

    result = run("admin", "audit")

    assert (1, True) == (result.exit_code, "entry 1" in result.stderr)
