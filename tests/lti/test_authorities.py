"""An authority of the centre's own vouches for its platform, beside the public ones."""

from __future__ import annotations

import json
import ssl
from pathlib import Path

import pytest
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from lti_tool.bootstrap_reach import front_door_of, transport_of
from lti_tool.domain.errors import PlatformUnavailable, SettingsFault
from lti_tool.lti.guard import guarded_pool
from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.platform_trials import HttpPlatformTrials
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.settings import Settings, read_settings
from tests.lti.doubles import NOW, jwk, registration
from tests.lti.tls_peer import tls_server, write_authority, write_certificate, write_signed


def settings(folder: Path, ca_file: Path | None = None) -> Settings:
    environment = {
        "PASSERELLE_DATA": str(folder),
        "PASSERELLE_SECRET_KEY": "0" * 32,
        "PASSERELLE_INSECURE_PLATFORMS": "1",
    }
    if ca_file is not None:
        environment["PASSERELLE_CA_FILE"] = str(ca_file)
    return read_settings(environment, default_base_url="http://127.0.0.1:8765")


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    return write_authority(tmp_path)


def test_a_platform_is_reached_when_its_authority_is_named(tmp_path: Path, authority: Path) -> None:
    with tls_server(write_signed(tmp_path, "localhost")) as port:
        transport = transport_of(settings(tmp_path, authority))
        answer = transport.request("GET", f"https://localhost:{port}/", headers={})

    assert b"ok" == answer.body


def test_keys_for_launches_and_for_the_doctor_come_when_the_authority_is_named(
    tmp_path: Path, authority: Path, tool_keys: ToolKeys
) -> None:
    pem, known = write_signed(tmp_path, "localhost"), settings(tmp_path, authority)
    body = json.dumps({"keys": [jwk("lms", "lms-1")]}).encode()
    with tls_server(pem, body=body) as port:
        platform = registration(jwks_url=f"https://localhost:{port}/jwks")
        assert PlatformKeys(transport_of(known)).find(platform, "lms-1", "RS256", NOW) is not None
    with tls_server(pem, body=body) as port:
        platform = registration(jwks_url=f"https://localhost:{port}/jwks")
        trials = HttpPlatformTrials(transport=transport_of(known), tool_keys=tool_keys, clock=lambda: NOW)
        assert 1 == trials.key_set(platform).keys


def test_our_own_address_is_trusted_when_its_authority_is_named(tmp_path: Path, authority: Path) -> None:
    with tls_server(write_signed(tmp_path, "localhost")) as port:
        answer = front_door_of(settings(tmp_path, authority)).ask(f"https://localhost:{port}/")

    assert b"ok" == answer.body


def test_a_platform_is_refused_when_its_authority_is_not_named(tmp_path: Path) -> None:
    pem = write_signed(tmp_path, "localhost")
    known = settings(tmp_path)
    with tls_server(pem) as port, pytest.raises(PlatformUnavailable) as refused:
        transport_of(known).request("GET", f"https://localhost:{port}/", headers={})
    with tls_server(pem) as port, pytest.raises(PlatformUnavailable) as untrusted:
        front_door_of(known).ask(f"https://localhost:{port}/")

    assert ("tls", "certificate-untrusted") == (refused.value.reason, untrusted.value.reason)


def test_another_name_is_still_refused_when_the_authority_is_named(tmp_path: Path, authority: Path) -> None:
    with (
        tls_server(write_signed(tmp_path, "lms.example")) as port,
        pytest.raises(PlatformUnavailable) as caught,
    ):
        transport_of(settings(tmp_path, authority)).request("GET", f"https://localhost:{port}/", headers={})

    assert "tls" == caught.value.reason


def test_the_public_authorities_stay_when_one_is_added(tmp_path: Path, authority: Path) -> None:
    kept = guarded_pool(allow_insecure=False, authorities=settings(tmp_path, authority).authorities)

    assert DEFAULT_CA_BUNDLE_PATH == kept.connection_pool_kw["ca_certs"]
    assert "REQUIRED" in kept.connection_pool_kw["cert_reqs"]


def test_certificates_alone_are_kept_when_the_file_holds_more(tmp_path: Path, authority: Path) -> None:
    """Comments in any script, two authorities, and a key that somebody left in it."""
    other = write_certificate(tmp_path, "localhost").read_bytes()
    file = tmp_path / "all.pem"
    file.write_bytes("# Autorité du centre\r\n".encode() + authority.read_bytes() + other)

    found = settings(tmp_path, file).authorities

    assert 2 == found.count("BEGIN CERTIFICATE")
    assert "PRIVATE" not in found
    assert 2 == _count_loaded(found)


def _count_loaded(pem: str) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem)
    return context.cert_store_stats()["x509"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "names a file that cannot be read"),
        (b"", "names a file without a certificate"),
        (b"\x30\x82\x01\x0a\x02\x82", "names a file without a certificate"),
        (
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "names a file with a damaged certificate",
        ),
    ],
)
def test_start_is_refused_when_the_file_cannot_be_used(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SettingsFault) as caught:
        settings(tmp_path, file)

    assert f"PASSERELLE_CA_FILE {sentence}: {file}" in str(caught.value)
