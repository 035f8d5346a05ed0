"""Settings of an installation: from the environment, or from a file named by ``PASSERELLE_CONFIG``."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from lti_tool.domain.disclosure import read_contact
from lti_tool.domain.errors import SettingsFault
from lti_tool.settings_content import centre_content_of, content_folders, folders_of_centres
from lti_tool.settings_reach import authorities_of, intranet_hosts_of
from lti_tool.settings_secret import (
    NOTHING_YET,
    PREFIX,
    SECRET_BYTES_AT_LEAST,
    SecretLost,
    check_not_lost,
    database_url_of,
    former_secrets_of,
    secret_file_of,
    secret_of,
)

KNOWN = frozenset(
    {
        "BACKUP_KEY",
        "BACKUP_KEY_FILE",
        "BASE_URL",
        "CA_FILE",
        "CENTRE_CONTENT",
        "CONFIG",
        "CONTENT",
        "DATA",
        "DATABASE_URL",
        "INSECURE_PLATFORMS",
        "INTRANET_HOSTS",
        "PROXIES",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "SECURITY_CONTACT",
    }
)
PROXIES_AT_MOST = 9
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between installations. ``repr`` shows no secret.

    ``former_secrets`` open what they once sealed. ``data`` is the folder for files of our own, ``None`` for
    none. ``proxies`` is how many proxies that add to ``X-Forwarded-For`` stand before the tool. ``content``
    are content folders of this installation's own, and ``centre_content`` holds those that one centre reads
    alone, each named by the centre's id; ``None`` for none. ``security_contact`` is where faults are told,
    empty for nowhere.
    ``authorities`` are certificates as PEM that are trusted beside the public ones, empty for none.
    ``intranet_hosts`` are the platforms' names that may lead to a private address.
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
    centre_content: Path | None = None
    security_contact: str = ""
    authorities: str = ""
    intranet_hosts: frozenset[str] = frozenset()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsAsFound:
    """Settings for a look that changes nothing.

    ``secret_fault`` is a sentence when the secret cannot be used: that of ``settings`` is then a stand-in and
    opens nothing. ``secret_remedy`` is another one than to make a secret, empty for that one.
    ``secret_file`` is where it was read, ``None`` for the environment.
    """

    settings: Settings
    secret_fault: str = ""
    secret_remedy: str = ""
    secret_file: Path | None = None


def read_settings_as_found(environment: Mapping[str, str], *, default_base_url: str) -> SettingsAsFound:
    """Read the settings without making a secret, and go on when there is none that can be used.

    Raises:
        SettingsFault: as ``read_settings``, but for what is said of secrets.
    """
    stand_in = secrets.token_urlsafe(SECRET_BYTES_AT_LEAST)
    without = {**environment, f"{PREFIX}SECRET_KEY": stand_in, f"{PREFIX}SECRET_KEY_FALLBACKS": ""}
    settings = read_settings(without, default_base_url=default_base_url)
    given = {**_from_file(environment), **_from_environment(environment)}
    kept = secret_file_of(given, settings.data or Path())
    config = environment.get(f"{PREFIX}CONFIG", "")
    file = Path(config) if config and "SECRET_KEY" in _from_file(environment) else kept
    if "SECRET_KEY" in _from_environment(environment):
        file = None
    try:
        if "SECRET_KEY" not in given and kept is not None and not kept.exists():
            check_not_lost(given, settings.data or Path(), kept)
            raise SettingsFault(NOTHING_YET)
        secret = secret_of(given, settings.data or Path())
        former = former_secrets_of(given)
    except SecretLost as error:
        return SettingsAsFound(
            settings=settings, secret_fault=error.found, secret_remedy=error.remedy, secret_file=file
        )
    except SettingsFault as error:
        return SettingsAsFound(settings=settings, secret_fault=str(error), secret_file=file)
    except OSError:
        fault = "The file of the secret cannot be read by this user."
        return SettingsAsFound(settings=settings, secret_fault=fault, secret_file=file)
    return SettingsAsFound(
        settings=replace(settings, secret_key=secret, former_secrets=former), secret_file=file
    )


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
        database_url=database_url_of(given, data),
        secret_key=secret_of(given, data),
        allows_insecure_platforms=insecure == "1",
        former_secrets=former_secrets_of(given),
        data=data,
        proxies=_proxies(given.get("PROXIES", "0")),
        content=content_folders(given.get("CONTENT", "")),
        centre_content=centre_content_of(given.get("CENTRE_CONTENT", "")),
        security_contact=read_contact(given.get("SECURITY_CONTACT", "")),
        authorities=authorities_of(given),
        intranet_hosts=intranet_hosts_of(given),
    )


def read_content_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The content folders of all centres alone, for a command that needs no other setting.

    Raises:
        SettingsFault: one of them is no folder.
    """
    given = {**_from_file(environment), **_from_environment(environment)}
    return content_folders(given.get("CONTENT", ""))


def read_centre_folders(environment: Mapping[str, str]) -> dict[str, Path]:
    """The folder of each centre that has one, by the centre's id, as above.

    Raises:
        SettingsFault: the folder that should hold them is none.
    """
    given = {**_from_file(environment), **_from_environment(environment)}
    return folders_of_centres(centre_content_of(given.get("CENTRE_CONTENT", "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """What opens and closes backups: their key, the secrets that are known here, the folder for our files."""

    key: bytes = field(repr=False)
    secrets: tuple[bytes, ...] = field(repr=False)
    data: Path


def read_backup_settings(environment: Mapping[str, str]) -> BackupSettings:
    """The settings that backups need; no secret is made here.

    Raises:
        SettingsFault: there is no key, it is too short, others can read it, or it is the tool's own secret.
    """
    given = {**_from_file(environment), **_from_environment(environment)}
    data = Path(given.get("DATA", "var"))
    made = data / "secret-key"
    own = given.get("SECRET_KEY", "").encode() or (made.read_bytes().strip() if made.is_file() else b"")
    secrets_known = tuple(filter(None, (own, *former_secrets_of(given))))
    key = _backup_key(given)
    if key in secrets_known:
        raise SettingsFault(
            f"{PREFIX}BACKUP_KEY must not be {PREFIX}SECRET_KEY: whoever has the one must not have the other."
        )
    return BackupSettings(key=key, secrets=secrets_known, data=data)


def _backup_key(given: Mapping[str, str]) -> bytes:
    key, named = given.get("BACKUP_KEY", "").encode(), given.get("BACKUP_KEY_FILE", "")
    if not key and named:
        try:
            if Path(named).stat().st_mode & 0o077:
                raise SettingsFault(f"The file {named} can be read by others: run chmod 600 on it.")
            key = Path(named).read_bytes().strip()
        except OSError as error:
            what = f"{PREFIX}BACKUP_KEY_FILE names a file that cannot be read: {named}"
            raise SettingsFault(what) from error
    if not key:
        raise SettingsFault(
            f"{PREFIX}BACKUP_KEY is missing. Make one with « passerelle backup key FILE », name it in"
            f" {PREFIX}BACKUP_KEY_FILE, and keep a copy elsewhere: without it every backup is lost."
        )
    if len(key) < SECRET_BYTES_AT_LEAST:
        raise SettingsFault(f"{PREFIX}BACKUP_KEY must have at least {SECRET_BYTES_AT_LEAST} characters.")
    return key


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
