"""What an operator adds to the platforms that are reached: authorities of their own, hosts of an intranet."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from pathlib import Path

from lti_tool.domain.errors import SettingsFault
from lti_tool.settings_secret import PREFIX

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")

_HOST = re.compile(r"(?=.*[a-z])[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def authorities_of(given: Mapping[str, str]) -> str:
    """The certificates of the file of further authorities as PEM, and nothing else of it; empty for no file.

    Raises:
        SettingsFault: the file cannot be read, holds no certificate, or one that is damaged.
    """
    named = given.get("CA_FILE", "")
    if not named:
        return ""
    try:
        found = _CERTIFICATE.findall(Path(named).read_bytes())
    except OSError as error:
        raise SettingsFault(f"{PREFIX}CA_FILE names a file that cannot be read: {named}") from error
    if not found:
        raise SettingsFault(
            f"{PREFIX}CA_FILE names a file without a certificate: {named}. It must hold the authority's"
            " certificate as PEM, with the line -----BEGIN CERTIFICATE-----."
        )
    pem = b"\n".join(found).decode("ascii")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except ssl.SSLError as error:
        raise SettingsFault(f"{PREFIX}CA_FILE names a file with a damaged certificate: {named}") from error
    return pem


def intranet_hosts_of(given: Mapping[str, str]) -> frozenset[str]:
    """The names of the platforms that may lie at a private address, in small letters.

    Raises:
        SettingsFault: one of them is no name of a host, such as an address or one with ``https://``.
    """
    # A list of TOML arrives with colons.
    names = [name for name in re.split(r"[,:\s]+", given.get("INTRANET_HOSTS", "").lower()) if name]
    for name in names:
        if not _HOST.fullmatch(name):
            raise SettingsFault(
                f"{PREFIX}INTRANET_HOSTS must be names of hosts such as moodle.centre.example, separated by"
                f" commas: {name} is none."
            )
    return frozenset(names)
