"""The settings of secrets and proxies."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool.domain.errors import SettingsFault
from lti_tool.settings import Settings, read_settings

ONE, TWO = "1" * 32, "2" * 32
WITH_COMMA = "a secret, with a comma in the middle"


def read(tmp_path: Path, **given: str) -> Settings:
    environment = {"PASSERELLE_DATA": str(tmp_path), "PASSERELLE_SECRET_KEY": "0" * 32}
    environment |= {f"PASSERELLE_{name}": text for name, text in given.items()}
    return read_settings(environment, default_base_url="http://127.0.0.1:8765")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" , ", ()),
        (ONE, (ONE,)),
        (f"{ONE}, {TWO},{ONE}", (ONE, TWO)),
        (WITH_COMMA, (WITH_COMMA,)),
    ],
)
def test_former_secrets_are_read_when_they_are_named(
    tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    found = read(tmp_path, SECRET_KEY_FALLBACKS=text)

    assert expected == tuple(secret.decode() for secret in found.former_secrets)
    assert ONE not in repr(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SECRET_KEY_FALLBACKS", "short"),
        ("PROXIES", "-1"),
        ("PROXIES", "10"),
        ("PROXIES", "one"),
        ("PROXIES", ""),
        ("PROXIES", "²"),
        ("SECURITY_CONTACT", "security@example.org"),
    ],
)
def test_start_is_refused_when_a_setting_makes_no_sense(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        read(tmp_path, **{name: text})
    assert f"PASSERELLE_{name}" in str(caught.value)


def test_proxies_are_counted_when_they_are_named(tmp_path: Path) -> None:
    assert (0, 2) == (read(tmp_path).proxies, read(tmp_path, PROXIES="2").proxies)


def test_contact_is_read_when_it_is_named(tmp_path: Path) -> None:
    contact = "mailto:security@example.org"

    assert ("", contact) == (
        read(tmp_path).security_contact,
        read(tmp_path, SECURITY_CONTACT=contact).security_contact,
    )
