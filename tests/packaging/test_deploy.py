"""The files for an installation in containers and under systemd say what the code says."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

from lti_tool import settings
from lti_tool.serving import GUNICORN_TIMEOUT_SECONDS, KEEPALIVE_SECONDS
from lti_tool.settings import read_backup_settings, read_settings
from lti_tool.web.guards import FILE_BYTES_AT_MOST
from tests.architecture.sources import ROOT
from tests.packaging.deploying import (
    DEPLOY,
    OUR_UID,
    composed,
    instructions,
    last_stage,
    sections,
    text_of,
    typed,
    understand,
    versioned,
)

SERVICES = composed()["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
UNITS = {
    "passerelle.service": "serve",
    "passerelle-worker.service": "worker",
    "passerelle-backup.service": "make",
}
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
KEPT = {
    "AmbientCapabilities": "",
    "CapabilityBoundingSet": "",
    "DevicePolicy": "closed",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "NoNewPrivileges": "yes",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "PrivateUsers": "yes",
    "ProcSubset": "pid",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectHome": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectProc": "invisible",
    "ProtectSystem": "strict",
    "RemoveIPC": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "StateDirectory": "passerelle",
    "StateDirectoryMode": "0700",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "User": "passerelle",
}


def test_everything_that_is_copied_stands_in_a_clean_checkout() -> None:
    known = versioned()
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    sources = {source for names in copied for source in names}
    let_in = {line[1:] for line in text_of("Containerfile.dockerignore").splitlines() if line.startswith("!")}

    assert {"lti_tool", "templates", "static", "config", "pyproject.toml"} <= sources <= known
    assert {source.partition("/")[0] for source in sources} == let_in
    assert "*" in text_of("Containerfile.dockerignore").splitlines()


def test_the_image_runs_as_a_user_without_rights_and_answers_its_probe() -> None:
    said = dict(last_stage())

    assert f"{OUR_UID}:{OUR_UID}" == said["USER"]
    assert "/data" == said["VOLUME"] == said["WORKDIR"]
    assert "127.0.0.1:8765/healthz" in said["HEALTHCHECK"]
    assert ["passerelle"] == json.loads(said["ENTRYPOINT"])
    assert "serve" == understand(json.loads(said["CMD"])).info_name
    assert not [word for word, _rest in last_stage() if word in ("ADD", "ARG")]


def test_no_package_comes_in_without_its_hash() -> None:
    lines = [part for word, rest in instructions() if word == "RUN" for part in rest.split("&&")]
    installs = [line for line in lines if "pip install" in line]

    assert 3 == len(installs)
    assert [] == [line for line in installs if "--require-hashes" not in line and "--no-index" not in line]
    assert all("--no-build-isolation" in line for line in lines if "pip wheel" in line)


def test_every_image_has_a_version_and_the_client_is_that_of_the_server() -> None:
    images = [service["image"] for service in SERVICES.values()]
    images += [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    server = re.search(r"postgres:(\d+)", SERVICES["database"]["image"])

    assert [] == [image for image in images if not re.search(r":\d", image) or "latest" in image]
    assert {f"passerelle:{VERSION}"} == {SERVICES[name]["image"] for name in OURS}
    assert f"passerelle:{VERSION}" in text_of("Containerfile")
    assert server is not None
    assert f"postgresql-client-{server[1]}" in text_of("Containerfile")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_little_when_somebody_breaks_into_it(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert ("proxy" == name) == ("ports" in service)
    assert ("proxy" == name) == ("cap_add" in service)
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)
    assert not [key for key, value in service.get("environment", {}).items() if "KEY" in key and value]


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_asks_for_what_the_tool_knows(name: str) -> None:
    service, declared = SERVICES[name], composed()["secrets"]
    known = {f"{settings.PREFIX}{one}" for one in settings.KNOWN}

    assert known >= set(service["environment"])
    assert {"web": "serve", "schema": "upgrade"}.get(name, name) == understand(service["command"]).info_name
    assert set(declared) >= set(service["secrets"])
    assert all(one["file"] == f"/etc/passerelle/{secret}" for secret, one in declared.items()), (
        "a secret lies outside the folder of the program"
    )
    assert set(service["depends_on"]) <= set(SERVICES)


def test_the_database_is_reached_by_the_tool_alone() -> None:
    networks = composed()["networks"]

    assert ["inside"] == SERVICES["database"]["networks"]
    assert networks["inside"]["internal"] is True
    assert ["outside"] == SERVICES["proxy"]["networks"]


def test_the_web_servers_wait_longer_than_the_tool_and_let_a_picture_through() -> None:
    caddy, nginx = text_of("Caddyfile"), text_of("nginx.conf")
    waits = [
        int(re.search(pattern, text)[1])
        for pattern, text in (  # type: ignore[index]  # no match: a failure
            (r"response_header_timeout (\d+)s", caddy),
            (r"proxy_read_timeout (\d+)s", nginx),
        )
    ]
    sizes = [
        int(re.search(pattern, text)[1])
        for pattern, text in (  # type: ignore[index]  # as above
            (r"max_size (\d+)MB", caddy),
            (r"client_max_body_size (\d+)m", nginx),
        )
    ]
    idle = int(re.search(r"keepalive (\d+)s", caddy)[1])  # type: ignore[index]  # as above

    assert min(waits) > GUNICORN_TIMEOUT_SECONDS
    assert min(sizes) * 1_000_000 > FILE_BYTES_AT_MOST
    assert idle < KEEPALIVE_SECONDS
    assert "X-Frame-Options" not in caddy + nginx
    assert "web:8765" in caddy
    assert "127.0.0.1:8765" in nginx


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_shut_in_and_types_a_command_that_exists(name: str) -> None:
    said = sections(name)
    known = {f"{settings.PREFIX}{one}" for one in settings.KNOWN}
    (command,) = said["ExecStart"]

    assert {} == {key: said.get(key) for key, value in KEPT.items() if said.get(key) != [value]}
    assert ["@system-service", "~@privileged @resources"] == said["SystemCallFilter"]
    assert known >= {text.partition("=")[0] for text in said["Environment"]}
    assert UNITS[name] == understand(typed(command)).info_name


def test_postgresql_gets_more_processes_and_the_timer_a_service() -> None:
    lines = sections("passerelle-postgresql.conf")["ExecStart"]

    assert "" == lines[0]
    assert 4 == understand(typed(lines[1])).params["workers"]
    assert (DEPLOY / "passerelle-backup.timer").with_suffix(".service").is_file()
    assert ["*:0/15"] == sections("passerelle-backup.timer")["OnCalendar"]


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A machine after ``prepare.sh``; changing owners needs more rights than a test has."""
    programs, root = tmp_path / "bin", tmp_path / "root"
    programs.mkdir()
    root.mkdir()
    owner = programs / "chown"
    owner.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/owners\n', encoding="ascii")
    owner.chmod(0o700)
    _prepare(tmp_path, "passerelle.example.org", check=True)
    return root


def _prepare(folder: Path, site: str, *, check: bool) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(DEPLOY / "prepare.sh"), site, str(folder / "root")]
    environment = {"PATH": f"{folder / 'bin'}:/usr/bin:/bin"}
    return subprocess.run(command, env=environment, check=check, capture_output=True, text=True)


def test_the_tool_takes_the_settings_that_are_prepared(prepared: Path, tmp_path: Path) -> None:
    folder = prepared / "etc" / "passerelle"
    given = {"PASSERELLE_CONFIG": str(folder / "passerelle.toml")}
    found = read_settings(given, default_base_url="")
    own_key = {**given, "PASSERELLE_BACKUP_KEY_FILE": str(folder / "backup.key")}
    password = (folder / "database-password").read_text(encoding="ascii")
    owners = (tmp_path / "owners").read_text(encoding="utf-8").splitlines()

    assert ("https://passerelle.example.org", 1) == (found.base_url, found.proxies)
    assert f"postgresql+psycopg://passerelle:{password}@database/passerelle" == found.database_url
    assert 64 == len(found.secret_key) == len(password) == len(read_backup_settings(own_key).key)
    assert "SITE=passerelle.example.org\n" == (folder / "compose.env").read_text(encoding="ascii")
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert {0o700} == {
        stat.S_IMODE(path.stat().st_mode) for path in (folder, prepared / "var/lib/passerelle")
    }
    assert (prepared / "var/lib/passerelle/backups").is_dir()
    assert {
        f"{OUR_UID}:{OUR_UID} {folder}/passerelle.toml {folder}/backup.key",
        f"-R {OUR_UID}:{OUR_UID} {prepared}/var/lib/passerelle",
        f"{SERVICES['database']['user']} {folder}/database-password",
    } == set(owners)


def test_no_secret_is_lost_when_it_is_prepared_twice(prepared: Path, tmp_path: Path) -> None:
    file = prepared / "etc" / "passerelle" / "passerelle.toml"
    before = file.read_bytes()
    again = _prepare(tmp_path, "other.example.org", check=False)

    assert 1 == again.returncode
    assert "nothing was changed" in again.stderr
    assert before == file.read_bytes()


def test_an_address_is_refused_when_a_host_is_asked_for(tmp_path: Path) -> None:
    refused = _prepare(tmp_path, "https://passerelle.example.org/", check=False)

    assert 2 == refused.returncode
    assert [] == list(tmp_path.iterdir())
