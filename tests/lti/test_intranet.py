"""A platform of the intranet, named by the operator: reached over https, and nothing else beside it."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from lti_tool.bootstrap_reach import transport_of
from lti_tool.domain.errors import PlatformUnavailable, SettingsFault
from lti_tool.lti.networks import is_public_or_intranet_address
from lti_tool.lti.transport import Transport
from lti_tool.settings import read_settings
from lti_tool.settings_reach import intranet_hosts_of
from tests.lti.tls_peer import tls_server, write_authority, write_signed

NAMED = "moodle.lan"


def transport(folder: Path, hosts: str = f"Other.lan, {NAMED.upper()}", **more: str) -> Transport:
    environment = {
        "PASSERELLE_DATA": str(folder),
        "PASSERELLE_SECRET_KEY": "0" * 32,
        "PASSERELLE_INTRANET_HOSTS": hosts,
        **more,
    }
    return transport_of(read_settings(environment, default_base_url="http://127.0.0.1:8765"))


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Any:
    def to(*addresses: str) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)

    return to


def reason(way: Transport, url: str) -> str:
    with pytest.raises(PlatformUnavailable) as caught:
        way.check_address(url)
    with pytest.raises(PlatformUnavailable) as asked:
        way.request("GET", url, headers={})
    assert asked.value.reason == caught.value.reason
    return caught.value.reason


def test_a_named_host_is_reached_when_its_address_is_private(
    monkeypatch: pytest.MonkeyPatch, resolve: Any, tmp_path: Path
) -> None:
    way = transport(tmp_path, PASSERELLE_CA_FILE=str(write_authority(tmp_path)))
    resolve("10.1.2.3")
    connect, asked = socket.socket.connect, []
    with tls_server(write_signed(tmp_path, NAMED)) as port:

        def to_us(self: socket.socket, address: Any) -> None:
            asked.append(address[0])
            connect(self, ("127.0.0.1", port))

        monkeypatch.setattr(socket.socket, "connect", to_us)
        way.check_address(f"https://{NAMED}/")
        answer = way.request("GET", f"https://{NAMED}/", headers={})

    assert (b"ok", ["10.1.2.3"]) == (answer.body, asked)


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        pytest.param("https://lms.lan/", ("10.1.2.3",), id="another-name"),
        pytest.param(f"https://sub.{NAMED}/", ("10.1.2.3",), id="below-the-name"),
        pytest.param("https://10.1.2.3/", ("10.1.2.3",), id="the-bare-address"),
        pytest.param(f"http://{NAMED}/", ("10.1.2.3",), id="without-https"),
        pytest.param(f"https://{NAMED}/", ("127.0.0.1",), id="this-machine"),
        pytest.param(f"https://{NAMED}/", ("10.1.2.3", "169.254.169.254"), id="link-local-beside"),
    ],
)
def test_an_address_is_refused_when_the_operator_did_not_mean_it(
    resolve: Any, tmp_path: Path, url: str, addresses: tuple[str, ...]
) -> None:
    resolve(*addresses)

    assert "address-refused" == reason(transport(tmp_path), url)


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        *((one, True) for one in ("8.8.8.8", "10.0.0.1", "172.31.0.1", "192.168.1.1", "fd00::1")),
        *((one, False) for one in ("127.0.0.1", "::1", "0.0.0.0", "169.254.1.1", "fe80::1%eth0")),
        *((one, False) for one in ("172.32.0.1x", "100.64.0.1", "224.0.0.1", "::ffff:127.0.0.1", "")),
    ],
)
def test_networks_of_an_intranet_are_the_ones_that_were_kept_for_it(address: str, is_inside: bool) -> None:
    assert is_inside is is_public_or_intranet_address(address)


@pytest.mark.parametrize(
    "hosts", ["moodle.lan,other.lan", " moodle.lan , Other.LAN ", "moodle.lan:other.lan"]
)
def test_names_are_read_when_they_come_with_commas_or_as_a_list(hosts: str) -> None:
    assert {"moodle.lan", "other.lan"} == intranet_hosts_of({"INTRANET_HOSTS": hosts})


@pytest.mark.parametrize("hosts", ["https://moodle.lan", "10.1.2.3", "moodle.lan:8443", "moodle.lan/", "*"])
def test_start_is_refused_when_a_name_is_no_host(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(SettingsFault, match="PASSERELLE_INTRANET_HOSTS must be names of hosts"):
        transport(tmp_path, hosts)
