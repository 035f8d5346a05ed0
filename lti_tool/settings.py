"""Settings of an installation: from the environment, or from a file named by ``PASSERELLE_CONFIG``."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from lti_tool.domain.errors import SettingsFault

PREFIX = "PASSERELLE_"
KNOWN = frozenset(
    {
        "BASE_URL",
        "CONFIG",
        "CONTENT",
        "DATA",
        "DATABASE_URL",
        "INSECURE_PLATFORMS",
        "PROXIES",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
    }
)
SECRET_BYTES_AT_LEAST = 32
PROXIES_AT_MOST = 9
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between installations. ``repr`` shows no secret.

    ``former_secrets`` open what they once sealed. ``data`` is the folder for files of our own, ``None`` for
    none. ``proxies`` is how many proxies stand before the tool, each of which adds the address it was
    called from to ``X-Forwarded-For``. ``content`` are the centre's own content folders.
    """

    base_url: str
    database_url: str
    secret_key: bytes
    allows_insecure_platforms: bool
    demo_url: str = ""
    former_secrets: tuple[bytes, ...] = ()
    data: Path | None = None
    proxies: int = 0
    content: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r})"

    def with_demo(self, lms_url: str) -> Settings:
        """The same with the demo LMS beside the tool."""
        return replace(self, demo_url=lms_url)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the tool over https; decides the kind of cookie."""
        return self.base_url.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme, host and port of the tool, as browsers write it."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def launch_url(self) -> str:
        """Where platforms post launches."""
        return f"{self.base_url}/lti/launch"


def read_settings(environment: Mapping[str, str], *, default_base_url: str) -> Settings:
    """Read and check the settings.

    Raises:
        SettingsFault: a setting is unknown or unusable; the sentence says which and what to do.
    """
    given = {**_from_file(environment), **_from_environment(environment)}
    unknown = sorted(set(given) - KNOWN)
    if unknown:
        raise SettingsFault(f"Unknown setting {PREFIX}{unknown[0]}. Known: {', '.join(sorted(KNOWN))}.")
    data = Path(given.get("DATA", "var"))
    insecure = given.get("INSECURE_PLATFORMS", "0")
    if insecure not in ("0", "1", ""):
        raise SettingsFault(f"{PREFIX}INSECURE_PLATFORMS must be 1 or 0.")
    return Settings(
        base_url=_base_url(given.get("BASE_URL", default_base_url), insecure == "1"),
        database_url=given.get("DATABASE_URL") or f"sqlite:///{data.resolve() / 'passerelle.sqlite3'}",
        secret_key=_secret(given, data),
        allows_insecure_platforms=insecure == "1",
        former_secrets=_former_secrets(given),
        data=data,
        proxies=_proxies(given.get("PROXIES", "0")),
        content=_content_folders(given.get("CONTENT", "")),
    )


def read_content_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The centre's own content folders alone, for a command that needs no other setting.

    Raises:
        SettingsFault: one of them is no folder.
    """
    given = {**_from_file(environment), **_from_environment(environment)}
    return _content_folders(given.get("CONTENT", ""))


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): value for name, value in environment.items() if name.startswith(PREFIX)
    }


def _from_file(environment: Mapping[str, str]) -> dict[str, str]:
    named = environment.get(f"{PREFIX}CONFIG")
    if not named:
        return {}
    try:
        values = tomllib.loads(Path(named).read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsFault(f"{PREFIX}CONFIG names a file that cannot be read: {named}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsFault(f"{PREFIX}CONFIG names a file that is not TOML: {named}") from error
    return {str(name).upper().removeprefix(PREFIX): _as_text(value) for name, value in values.items()}


def _as_text(value: object) -> str:
    """A value of TOML as the environment would say it; a list of folders as one text."""
    return os.pathsep.join(str(one) for one in value) if isinstance(value, list) else str(value)


def _base_url(text: str, allows_insecure: bool) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsFault(f"{PREFIX}BASE_URL must be an address such as https://passerelle.example.org")
    if parts.path not in ("", "/"):
        raise SettingsFault(
            f"{PREFIX}BASE_URL must have no path: browsers tie the session to the whole host."
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS and not allows_insecure:
        raise SettingsFault(f"{PREFIX}BASE_URL must start with https:// (http is for this machine only).")
    return f"{parts.scheme}://{parts.netloc}"


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > PROXIES_AT_MOST:
        raise SettingsFault(
            f"{PREFIX}PROXIES must be the number of proxies before the tool, 0 to {PROXIES_AT_MOST}."
        )
    return int(text)


def _content_folders(text: str) -> tuple[Path, ...]:
    """The folders of a text such as ``/srv/items:/srv/more``, each of them once."""
    named = dict.fromkeys(Path(name.strip()).resolve() for name in text.split(os.pathsep) if name.strip())
    for folder in named:
        if not folder.is_dir():
            raise SettingsFault(f"{PREFIX}CONTENT names a folder that does not exist: {folder}")
    return tuple(named)


def _former_secrets(given: Mapping[str, str]) -> tuple[bytes, ...]:
    """The former secrets. One that has a comma in it is understood too: its pieces would be too short."""
    text = given.get("SECRET_KEY_FALLBACKS", "")
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if any(len(piece.encode()) < SECRET_BYTES_AT_LEAST for piece in pieces):
        pieces = [text]
    if any(len(piece.encode()) < SECRET_BYTES_AT_LEAST for piece in pieces):
        raise SettingsFault(
            f"{PREFIX}SECRET_KEY_FALLBACKS holds a secret of under {SECRET_BYTES_AT_LEAST} characters."
        )
    return tuple(dict.fromkeys(piece.encode() for piece in pieces))


def _secret(given: Mapping[str, str], data: Path) -> bytes:
    """The secret that was given, or for the embedded default one made once and kept in the data folder."""
    text = given.get("SECRET_KEY")
    if text is not None:
        if len(text.encode()) < SECRET_BYTES_AT_LEAST:
            raise SettingsFault(f"{PREFIX}SECRET_KEY must have at least {SECRET_BYTES_AT_LEAST} characters.")
        return text.encode()
    if given.get("DATABASE_URL", "sqlite").startswith("postgres"):
        raise SettingsFault(f"{PREFIX}SECRET_KEY is missing: with PostgreSQL it must be set.")
    path = data / "secret-key"
    if path.exists() and path.stat().st_mode & 0o077:
        raise SettingsFault(f"The file {path} can be read by others: run chmod 600 on it.")
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(48)
        path.touch(mode=0o600)
        path.write_text(made, encoding="ascii")
    return path.read_bytes().strip()
