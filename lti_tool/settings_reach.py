"""What an operator adds to the platforms that are reached: authorities of certificates of their own."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from pathlib import Path

from lti_tool.domain.errors import SettingsFault
from lti_tool.settings_secret import PREFIX

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")


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
