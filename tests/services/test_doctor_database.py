"""The way to the database: who is warned, and who is left in peace."""

from __future__ import annotations

import pytest

from lti_tool.domain.checkup import DatabaseSeen, State
from lti_tool.services.doctor_database import HOST_IN_COMPOSE, database_connection
from lti_tool.services.doctor_machine import Subject
from tests.packaging.deploying import composed, text_of


@pytest.mark.parametrize("tls", ["disable", "allow", "prefer"])
@pytest.mark.parametrize("host", ["db.example", "10.0.0.5", "fd00::5", "localhost.example", "base"])
def test_the_operator_is_warned_when_another_machine_may_be_reached_in_the_clear(host: str, tls: str) -> None:
    (line,) = database_connection(_with(("127.0.0.1", host), tls))

    assert (State.WARN, "database-connection") == (line.state, line.name)
    assert f"PostgreSQL on {host} (sslmode {tls})" in line.found
    assert "?sslmode=verify-full&sslrootcert=" in line.remedy
    assert "PASSERELLE_DATABASE_URL" in line.remedy


@pytest.mark.parametrize("tls", ["require", "verify-ca", "verify-full"])
def test_all_is_well_when_the_address_asks_for_encryption(tls: str) -> None:
    (line,) = database_connection(_with(("db.example",), tls))

    assert (State.OK, "") == (line.state, line.remedy)
    assert tls in line.found


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.0.1", "::1", "/run/postgresql", "@base"])
def test_all_is_well_when_the_database_is_on_this_machine(host: str) -> None:
    assert [State.OK] == [line.state for line in database_connection(_with((host,), "prefer"))]


def test_all_is_well_inside_compose_whose_network_leads_nowhere_else() -> None:
    services, networks = composed()["services"], composed()["networks"]

    assert [State.OK] == [line.state for line in database_connection(_with((HOST_IN_COMPOSE,), "prefer"))]
    assert f"@{HOST_IN_COMPOSE}/passerelle" in text_of("prepare.sh")
    assert [{"internal": True}] == [networks[name] for name in services[HOST_IN_COMPOSE]["networks"]]


@pytest.mark.parametrize(
    "seen", [DatabaseSeen(is_embedded=True), DatabaseSeen(is_embedded=False, trouble="unreachable")]
)
def test_nothing_is_said_when_there_is_no_connection_to_speak_of(seen: DatabaseSeen) -> None:
    assert [] == list(database_connection(_subject(seen)))


def _with(hosts: tuple[str, ...], tls: str) -> Subject:
    return _subject(DatabaseSeen(is_embedded=False, hosts=hosts, tls=tls))


def _subject(seen: DatabaseSeen) -> Subject:
    return Subject(base_url="https://tool.example", database=seen, data=None, secret=b"secret")
