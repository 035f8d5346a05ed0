"""The operator's checkup of the machine: secrets, files, disk, database, grades that wait."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lti_tool.domain.checkup import DatabaseSeen, Finding, Standing, State
from lti_tool.domain.errors import PasserelleError
from lti_tool.domain.health import Alert, Health

DISK_FREE_AT_LEAST = 0.10
SECRET_SIGNS_AT_LEAST = 10
"""How many different characters a secret has that was not typed in haste."""
_FRESH_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"  # noqa: S105  # how, not which
READ_BY_OTHERS, WRITTEN_BY_OTHERS, ENTERED_BY_OTHERS = 0o004, 0o022, 0o001
POSTGRESQL_AT_LEAST = 14
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "ceph"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The installation that is looked at.

    ``secret_fault`` is a sentence when the secret cannot be used, and ``secret`` then is none of its own;
    ``secret_remedy`` mends it, empty for making one.
    ``secret_file`` is where the secret was read, ``None`` for the environment. ``centre_id`` narrows the
    platforms to one centre.
    """

    base_url: str
    database: DatabaseSeen
    data: Path | None
    secret: bytes = field(repr=False)
    secret_fault: str = ""
    secret_remedy: str = ""
    secret_file: Path | None = None
    allows_insecure_platforms: bool = False
    centre_id: str = ""
    disk_free_at_least: float = DISK_FREE_AT_LEAST


Check = Callable[[Subject], Iterator[Finding]]


def secret(subject: Subject) -> Iterator[Finding]:
    """Whether the secret can be used, is hard to guess, and lies where others do not read it."""
    if subject.secret_fault:
        make_one = f"Make one: {_FRESH_SECRET}, or correct PASSERELLE_SECRET_KEY."
        yield _fault("secret", subject.secret_fault, subject.secret_remedy or make_one)
    elif len(set(subject.secret)) < SECRET_SIGNS_AT_LEAST:
        yield _fault(
            "secret",
            f"The secret has fewer than {SECRET_SIGNS_AT_LEAST} different characters: it can be guessed.",
            "Set a random PASSERELLE_SECRET_KEY, the former one in PASSERELLE_SECRET_KEY_FALLBACKS, then "
            "run 'passerelle keys reseal'.",
        )
    else:
        yield _ok("secret", f"The secret has {len(subject.secret)} characters.")
    path = subject.secret_file
    if path is None or not path.exists():
        return
    if path.stat().st_mode & 0o077:
        yield _fault("secret-file", f"{path} can be read by others.", f"chmod 600 {path}")
    else:
        yield _ok("secret-file", f"{path} is for its owner alone.")


def insecure_platforms(subject: Subject) -> Iterator[Finding]:
    """Whether a public tool takes platforms without encryption."""
    if subject.allows_insecure_platforms and subject.base_url.startswith("https:"):
        yield _fault(
            "insecure-platforms",
            "PASSERELLE_INSECURE_PLATFORMS is on: tokens may travel in the clear, and to this machine.",
            "Leave PASSERELLE_INSECURE_PLATFORMS out and start the tool again.",
        )
    else:
        yield _ok("insecure-platforms", "Platforms are asked as the settings of this address allow.")


def data_folder(subject: Subject) -> Iterator[Finding]:
    """Whether the data folder can be written: a file is made there and taken away."""
    if subject.data is None:
        return
    try:
        with tempfile.TemporaryFile(dir=subject.data):
            pass
    except OSError as error:
        yield _fault(
            "data-folder",
            f"The data folder {subject.data} cannot be written: {error.strerror}.",
            "Give it to the user that runs the tool (chown), or name another one in PASSERELLE_DATA.",
        )
    else:
        yield _ok("data-folder", f"The data folder {subject.data} can be written.")


def disk(subject: Subject) -> Iterator[Finding]:
    """Whether there is room, where the database lies and where the data folder does."""
    places = [Path(subject.database.path).parent] if subject.database.path else []
    places += [subject.data] if subject.data is not None else []
    shares = {place: _free_share(place) for place in dict.fromkeys(places) if place.is_dir()}
    for place, share in shares.items():
        if share < subject.disk_free_at_least:
            yield _fault(
                "disk",
                f"{share:.0%} of the disk of {place} is free.",
                f"Free or add room: under {subject.disk_free_at_least:.0%} answers may soon be lost.",
            )
        else:
            yield _ok("disk", f"{share:.0%} of the disk of {place} is free.")


def database(subject: Subject) -> Iterator[Finding]:
    """Whether the database answers, is whole and has the schema of this release."""
    seen = subject.database
    if seen.trouble:
        yield _fault("database", *_troubles(seen)[seen.trouble])
        return
    kind = "SQLite" if seen.is_embedded else "PostgreSQL"
    if seen.is_whole is False:
        yield _fault(
            "database",
            f"{kind} {seen.version} finds the file damaged.",
            "Stop the tool, keep a copy of the file, and bring the last good backup back.",
        )
    elif not seen.is_embedded and _major(seen.version) < POSTGRESQL_AT_LEAST:
        yield _warn(
            "database",
            f"{kind} {seen.version} gets no more corrections.",
            f"Move to PostgreSQL {POSTGRESQL_AT_LEAST} or later.",
        )
    elif seen.is_whole is None:
        yield _warn(
            "database", f"{kind} {seen.version} answers; its check took too long.", "Look again at night."
        )
    else:
        yield _ok("database", f"{kind} {seen.version} answers.")


def migrations(subject: Subject) -> Iterator[Finding]:
    """Whether the schema is the one of this release."""
    if subject.database.trouble:
        return
    standing = subject.database.standing
    if standing is Standing.OLDER:
        yield _fault("migrations", "The schema is of an earlier release.", "passerelle db upgrade")
    elif standing is Standing.UNKNOWN:
        yield _fault(
            "migrations",
            "The schema is of a release that this one does not know.",
            "Install that later release again, or bring back the backup from before the upgrade.",
        )
    else:
        yield _ok("migrations", "The schema is the one of this release.")


def database_mode(subject: Subject) -> Iterator[Finding]:
    """Whether what was acknowledged outlives a power cut."""
    seen = subject.database
    if seen.trouble or not seen.modes:
        return
    said = ", ".join(f"{name} {mode}" for name, mode in sorted(seen.modes.items()))
    found = _embedded_mode(seen) if seen.is_embedded else _server_mode(seen)
    if found is None:
        yield _ok("database-mode", f"{said[0].upper()}{said[1:]}.")
    else:
        state, remedy = found
        yield Finding(name="database-mode", state=state, found=f"{said[0].upper()}{said[1:]}.", remedy=remedy)


def database_place(subject: Subject) -> Iterator[Finding]:
    """Whether the file of SQLite lies on a local disk, and others cannot read it."""
    seen = subject.database
    if seen.trouble or not seen.path:
        return
    path = Path(seen.path)
    if seen.file_system in NETWORK_FILE_SYSTEMS:
        yield _fault(
            "database-place",
            f"The database lies on a network file system ({seen.file_system}), which may lose answers.",
            "Move it to a local disk, or use PostgreSQL.",
        )
    mode = path.stat().st_mode
    is_reached = bool(path.parent.stat().st_mode & ENTERED_BY_OTHERS)
    mend = f"chmod 600 {path}, and chmod 700 {path.parent}"
    if mode & WRITTEN_BY_OTHERS:
        yield _fault("database-file", f"{path} can be written by others.", mend)
    elif mode & READ_BY_OTHERS and is_reached:
        yield _warn("database-file", f"{path} can be read by every user of this machine.", mend)
    else:
        yield _ok("database-file", f"{path} is closed to others.")


def waiting_grades(health: Health) -> Finding:
    """How long the oldest grade waits that could be sent."""
    minutes = round(health.oldest_due_seconds / 60)
    count = health.overdue.get(Alert.LATE, 0)
    if health.alert is Alert.NONE:
        return _ok("grades", "No grade waits for long.")
    make = _warn if health.alert is Alert.LATE else _fault
    return make(
        "grades",
        f"The oldest grade has waited for {minutes} minutes; {count} are late.",
        "Is the worker running (passerelle worker)? Then mend what is said of the platforms.",
    )


def opens_keys(check_secret: Callable[[], None]) -> Finding:
    """Whether the present secret opens the tool's signing keys."""
    try:
        check_secret()
    except PasserelleError:
        return _fault(
            "keys",
            "The secret does not open the tool's signing keys.",
            "Set PASSERELLE_SECRET_KEY to the former secret, or name it in PASSERELLE_SECRET_KEY_FALLBACKS.",
        )
    return _ok("keys", "The secret opens the tool's signing keys.")


def _embedded_mode(seen: DatabaseSeen) -> tuple[State, str] | None:
    if seen.modes["journal_mode"] == "wal" and not seen.is_wal_safe:
        return State.FAULT, (
            f"SQLite {seen.version} may damage a file in this mode (sqlite.org/wal.html#walresetbug). Stop "
            "whatever else opened the file, then start the tool again: it sets the mode back."
        )
    if seen.modes.get("synchronous") != "extra" or seen.modes.get("foreign_keys") != "on":
        return State.FAULT, "Use a SQLite library with its usual build options."
    return None


def _server_mode(seen: DatabaseSeen) -> tuple[State, str] | None:
    for name in ("fsync", "full_page_writes"):
        if seen.modes.get(name) == "off":
            return State.FAULT, f"Set {name} = on in postgresql.conf: a power cut would damage the database."
    if seen.modes.get("synchronous_commit") == "off":
        return State.WARN, (
            "Set synchronous_commit = on in postgresql.conf: a power cut would lose the last answers."
        )
    if seen.is_above_walls:
        return State.WARN, (
            "The tool's role may do everything, so the wall between centres does not hold it. Connect as an "
            "ordinary role that owns the database: ALTER ROLE … NOSUPERUSER NOBYPASSRLS."
        )
    return None


def _troubles(seen: DatabaseSeen) -> dict[str, tuple[str, str]]:
    return {
        "missing": (
            f"There is no database at {seen.path}.",
            "Look at PASSERELLE_DATA and PASSERELLE_DATABASE_URL; 'passerelle serve' makes a first one.",
        ),
        "unreachable": (
            "The database does not answer.",
            "Is it running, and is PASSERELLE_DATABASE_URL right? Does the user of the tool have its rights?",
        ),
        "damaged": (
            f"{seen.path} is no database, or is damaged.",
            "Stop the tool, keep a copy of the file, and bring the last good backup back.",
        ),
    }


def _free_share(place: Path) -> float:
    used = shutil.disk_usage(place)
    return used.free / used.total if used.total else 1.0


def _major(version: str) -> int:
    digits = version.partition(".")[0]
    return int(digits) if digits.isdigit() else POSTGRESQL_AT_LEAST


def _ok(name: str, found: str) -> Finding:
    return Finding(name=name, state=State.OK, found=found)


def _warn(name: str, found: str, remedy: str) -> Finding:
    return Finding(name=name, state=State.WARN, found=found, remedy=remedy)


def _fault(name: str, found: str, remedy: str) -> Finding:
    return Finding(name=name, state=State.FAULT, found=found, remedy=remedy)


MACHINE_CHECKS: tuple[Check, ...] = (
    secret,
    insecure_platforms,
    data_folder,
    disk,
    database,
    migrations,
    database_mode,
    database_place,
)
