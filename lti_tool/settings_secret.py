"""The secret of an installation: given, made once for the embedded default, or lost.

A secret that was lost is never replaced in silence: a fresh one opens no key of the database, and would hide
what is the matter.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from lti_tool.domain.errors import SettingsFault
from lti_tool.store.private_file import make_own_folder
from lti_tool.store.sealed import holds_sealed_keys

PREFIX = "PASSERELLE_"
SECRET_BYTES_AT_LEAST = 32
FILE_NAME = "passerelle.sqlite3"
NOTHING_YET = "There is no secret yet: « passerelle serve » makes the first one."


class SecretLost(SettingsFault):
    """The secret was in use with this database, and is not there; ``found`` and ``remedy`` are its halves."""

    def __init__(self, path: Path) -> None:
        self.found = f"The secret is lost: the database holds keys sealed under it, and {path} is not there."
        self.remedy = (
            f"Put that file back from a backup (passerelle backup restore), or set {PREFIX}SECRET_KEY as it"
            " was; only when no copy is left, write a fresh secret there and take each key back (passerelle"
            " keys revoke)."
        )
        super().__init__(f"{self.found} {self.remedy}")


def database_url_of(given: Mapping[str, str], data: Path) -> str:
    """The address of the database: the one that was given, or a file in the data folder."""
    return given.get("DATABASE_URL") or f"sqlite:///{data.resolve() / FILE_NAME}"


def secret_of(given: Mapping[str, str], data: Path) -> bytes:
    """The secret that was given, or for the embedded default one made once and kept in the data folder.

    Raises:
        SettingsFault: it is too short, is missing, is lost, or can be read by others.
    """
    text = given.get("SECRET_KEY")
    if text is not None:
        if len(text.encode()) < SECRET_BYTES_AT_LEAST:
            raise SettingsFault(f"{PREFIX}SECRET_KEY must have at least {SECRET_BYTES_AT_LEAST} characters.")
        return text.encode()
    path = secret_file_of(given, data)
    if path is None:
        raise SettingsFault(f"{PREFIX}SECRET_KEY is missing: with PostgreSQL it must be set.")
    if path.exists() and path.stat().st_mode & 0o077:
        raise SettingsFault(f"The file {path} can be read by others: run chmod 600 on it.")
    if not path.exists():
        check_not_lost(given, data, path)
        make_own_folder(data)
        made = secrets.token_urlsafe(48)
        path.touch(mode=0o600)
        path.write_text(made, encoding="ascii")
    return path.read_bytes().strip()


def check_not_lost(given: Mapping[str, str], data: Path, path: Path) -> None:
    """Refuse to go on without the secret under which the keys of the database were sealed.

    Raises:
        SecretLost: the database holds sealed keys, and the file of the secret is not there.
    """
    if holds_sealed_keys(database_url_of(given, data)):
        raise SecretLost(path)


def former_secrets_of(given: Mapping[str, str]) -> tuple[bytes, ...]:
    """The former secrets. One that has a comma in it is understood too: its pieces would be too short.

    Raises:
        SettingsFault: one of them is too short.
    """
    text = given.get("SECRET_KEY_FALLBACKS", "")
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if any(len(piece.encode()) < SECRET_BYTES_AT_LEAST for piece in pieces):
        pieces = [text]
    if any(len(piece.encode()) < SECRET_BYTES_AT_LEAST for piece in pieces):
        raise SettingsFault(
            f"{PREFIX}SECRET_KEY_FALLBACKS holds a secret of under {SECRET_BYTES_AT_LEAST} characters."
        )
    return tuple(dict.fromkeys(piece.encode() for piece in pieces))


def secret_file_of(given: Mapping[str, str], data: Path) -> Path | None:
    """Where the secret of the embedded default is kept; ``None`` with PostgreSQL, where it must be given."""
    is_server = given.get("DATABASE_URL", "sqlite").startswith("postgres")
    return None if is_server else data / "secret-key"
