"""``passerelle doctor``: each planted fault is found by its own line, and says how to mend it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from sqlalchemy import Engine, text

from lti_tool.services.registrations import NewPlatform
from tests.cli.doctor_clinic import Clinic, behave
from tests.cli.doctor_plants import PLANTED, file_missing, secret_short, write
from tests.keys import key_maker
from tests.lti.doubles import jwk
from tests.lti.peer import Peer, Reply, Seen, json_reply
from tests.people import EVERYBODY
from tests.services.setting import SECRET, SettableClock, StillLms, give_key, settings_for
from tests.services.world import World

MEMORY = Path("/dev/shm")
SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)


@pytest.fixture(scope="module")
def running_door() -> Iterator[Peer]:
    door = Peer()
    yield door
    door.close()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where there is such a place: each commit would wait for the disk several times."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def clinic(engine: Engine, tmp_path: Path, running_door: Peer) -> Iterator[Clinic]:
    """A healthy installation with one platform, whose course was opened once."""
    settings = settings_for(engine)
    give_key(settings, key_maker(SECRET).make("", "", datetime.now(UTC)))
    world = World(settings=settings, clock=SettableClock())
    lms = StillLms("moodle-5", world.clock, tool_keys=lambda: world.installation.tool_keys.jwks())
    world.connect(lms)
    behave(running_door)
    tmp_path.chmod(0o700)
    made = Clinic(
        world=world,
        lms=lms,
        door=running_door,
        folder=tmp_path,
        environment={
            "PASSERELLE_BASE_URL": running_door.url,
            "PASSERELLE_DATA": str(tmp_path),
            "PASSERELLE_DATABASE_URL": settings.database_url,
            "PASSERELLE_SECRET_KEY": SECRET.decode(),
            "PASSERELLE_INSECURE_PLATFORMS": "1",
        },
    )
    if engine.dialect.name == "sqlite":
        made.file.chmod(0o600)
    made.open_activity()
    yield made
    lms.stop()
    world.close()


@SQLITE
def test_all_is_well_when_nothing_was_planted(clinic: Clinic) -> None:
    before = clinic.file.read_bytes()

    lines = clinic.report()

    expected = dict.fromkeys(lines, "ok") | {"public-address": "warn", "backup": "warn"}
    assert expected == {name: line["state"] for name, line in lines.items()}
    assert {
        *("secret", "data-folder", "disk", "database", "migrations", "database-mode", "database-file"),
        *("grades", "keys", "public-address", "frames", "cookie", "platform", "platform-keys", "clock"),
        *("token-score", "token-lineitem", "token-result", "token-contextmembership"),
        *("line-items", "roster", "insecure-platforms", "backup"),
    } == set(lines)
    assert before == clinic.file.read_bytes()


@SQLITE
def test_nobody_and_no_secret_is_named_when_the_report_is_printed(clinic: Clinic) -> None:
    said = clinic.run()

    assert 0 == said.exit_code
    assert "0 at fault." in said.stdout
    assert "To mend it: For learners: a TLS proxy" in said.stdout
    for person in EVERYBODY:
        assert person.name not in said.output
    assert "Bearer" not in said.output
    assert "eyJ" not in said.output


@SQLITE
@pytest.mark.parametrize(
    ("plant", "name", "state", "found", "remedy"),
    PLANTED,
    ids=[f"{row[0].__name__}-{row[1]}" for row in PLANTED],
)
def test_a_fault_has_its_own_line_when_it_was_planted(
    clinic: Clinic, plant: Callable[[Clinic], None], name: str, state: str, found: str, remedy: str
) -> None:
    plant(clinic)

    lines = clinic.report()

    assert (name, state) == (name, lines[name]["state"]), lines[name]
    assert found in lines[name]["found"]
    assert remedy in lines[name]["remedy"]


@SQLITE
def test_the_disk_is_at_fault_when_less_is_free_than_asked_for(clinic: Clinic) -> None:
    assert "fault" == clinic.report("--disk-free", "100")["disk"]["state"]
    assert "ok" == clinic.report("--disk-free", "0")["disk"]["state"]


@SQLITE
def test_the_other_lines_are_there_when_the_database_is_gone(clinic: Clinic) -> None:
    file_missing(clinic)

    lines = clinic.report()

    assert {"public-address", "frames", "secret", "data-folder"} < set(lines)
    assert "migrations" not in lines
    assert not Path(f"{clinic.file}").exists()


@SQLITE
def test_no_key_is_made_when_the_secret_cannot_be_used(clinic: Clinic) -> None:
    secret_short(clinic)
    write(clinic, "DELETE FROM tool_key")
    write(clinic, "DELETE FROM registration_key")

    lines = clinic.report()

    with clinic.world.services.store.reading() as unit:
        assert [] == list(unit.keys.all())
    assert "ok" == lines["platform-keys"]["state"]
    assert not any(name.startswith("token") for name in lines)
    assert [] == clinic.lms.requests_to("token")


@SQLITE
def test_no_platform_is_a_warning_when_none_is_connected_in_the_centre(clinic: Clinic) -> None:
    said = clinic.run("--json", "--centre", "another")

    lines = [line for line in json.loads(said.stdout)["findings"] if line["name"] == "platform"]
    assert ([0, "warn"], 1) == ([said.exit_code, lines[0]["state"]], len(lines))
    assert "passerelle platform invite" in lines[0]["remedy"]
    assert [] == clinic.lms.requests_to("jwks")


@SQLITE
def test_missing_scopes_are_named_one_by_one_when_the_platform_grants_few(clinic: Clinic, door: Peer) -> None:
    def few(seen: Seen) -> Reply:
        scope = parse_qs(seen.body.decode())["scope"][0]
        if scope.endswith("contextmembership.readonly"):
            return json_reply({"access_token": "t", "token_type": "Bearer", "expires_in": 60})
        return json_reply({"error": "invalid_scope"}, status=400)

    door.answer("/mod/lti/token.php", few)
    door.answer("/jwks", json_reply({"keys": [jwk("lms", "lms-1")]}))
    _connect(clinic, door)
    clinic.lms.stop()

    said = clinic.run("--json")

    ours = [line for line in json.loads(said.stdout)["findings"] if line["about"].startswith("Lent")]
    states = {line["name"]: line["state"] for line in ours}
    assert ("fault", "warn", "warn", "ok") == tuple(
        states[f"token-{name}"] for name in ("score", "lineitem", "result", "contextmembership")
    )
    mend = next(line["remedy"] for line in ours if line["name"] == "token-score")
    assert "Moodle: Site administration, Plugins" in mend
    assert {"platform": "warn", "line-items": "warn", "roster": "warn"}.items() <= states.items()


@SQLITE
def test_the_clock_is_not_blamed_when_no_signature_is_refused(clinic: Clinic) -> None:
    clinic.lms.clock_offset_seconds = 600
    clinic.lms.fault("members", 500)

    lines = clinic.report()

    assert ("fault", "fault") == (lines["clock"]["state"], lines["roster"]["state"])
    assert lines["roster"]["remedy"].startswith("Is the LMS up")


@SQLITE
def test_short_keys_are_a_fault_when_the_platform_publishes_no_others(clinic: Clinic, door: Peer) -> None:
    door.answer("/jwks", json_reply({"keys": [jwk("weak", "weak-1", bits=1024)]}))
    _connect(clinic, door)

    assert "shorter than 2048" in clinic.report()["platform-keys"]["found"]


@SQLITE
def test_the_new_address_and_the_way_are_told_when_the_key_set_has_moved(clinic: Clinic, door: Peer) -> None:
    door.answer("/jwks", Reply(status=301, headers={"Location": "https://new.example/mod/lti/certs.php"}))
    _connect(clinic, door)

    line = clinic.report()["platform-keys"]

    assert "moved to https://new.example/mod/lti/certs.php (status 301)." in line["found"]
    assert "Manage tools" in line["remedy"]
    assert "platform invite" in line["remedy"]


@POSTGRESQL
def test_postgresql_is_looked_at_when_the_installation_uses_it(clinic: Clinic, engine: Engine) -> None:
    with engine.connect() as connection:
        is_safe = connection.execute(text("SHOW fsync")).scalar_one() == "on"

    lines = clinic.report()

    assert "PostgreSQL" in lines["database"]["found"]
    assert ("ok", "ok") == (lines["migrations"]["state"], lines["line-items"]["state"])
    assert ("ok" if is_safe else "fault") == lines["database-mode"]["state"]
    assert "database-file" not in lines
    assert "ok" == lines["database-connection"]["state"]


@POSTGRESQL
@pytest.mark.parametrize(("asked", "state"), [("", "warn"), ("&sslmode=require", "ok")])
def test_another_machine_is_named_when_the_address_asks_for_no_encryption(
    clinic: Clinic, engine: Engine, asked: str, state: str
) -> None:
    """libpq takes the first machine that answers, which is this one."""
    socket = parse_qs(engine.url.render_as_string().partition("?")[2])["host"][0]
    address = clinic.environment["PASSERELLE_DATABASE_URL"].partition("?")[0]

    line = clinic.report(DATABASE_URL=f"{address}?host={socket},db.example{asked}")["database-connection"]

    assert state == line["state"]
    assert ("db.example" in line["found"]) == (state == "warn")


@POSTGRESQL
def test_nothing_is_upgraded_when_the_schema_of_postgresql_is_older(clinic: Clinic, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    lines = clinic.report()

    assert "db upgrade" in lines["migrations"]["remedy"]
    with engine.connect() as connection:
        assert "0001" == connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


@pytest.fixture
def door(running_door: Peer) -> Peer:
    return running_door


def _connect(clinic: Clinic, peer: Peer) -> None:
    wanted = NewPlatform(
        issuer=peer.url,
        client_id="2",
        auth_login_url=f"{peer.url}/mod/lti/auth.php",
        token_url=f"{peer.url}/mod/lti/token.php",
        jwks_url=f"{peer.url}/jwks",
        name="Lent",
    )
    clinic.world.services.registrations.add(wanted, clinic.world.clock.now)


@SQLITE
def test_no_secret_is_made_when_there_is_none_yet(clinic: Clinic) -> None:
    write(clinic, "DELETE FROM tool_key")
    write(clinic, "DELETE FROM registration_key")

    lines = clinic.report(SECRET_KEY=None)

    assert "no secret yet" in lines["secret"]["found"]
    assert not (clinic.folder / "secret-key").exists()


@SQLITE
def test_the_secret_is_called_lost_when_the_database_holds_keys(clinic: Clinic) -> None:
    lines = clinic.report(SECRET_KEY=None)

    assert "The secret is lost" in lines["secret"]["found"]
    assert "backup restore" in lines["secret"]["remedy"]
    assert "Make one" not in lines["secret"]["remedy"]
    assert not (clinic.folder / "secret-key").exists()
