"""What can go wrong in an installation, one fault after the other, and the line that must tell of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from tests.cli.doctor_clinic import POLICY, Clinic
from tests.lti.peer import Reply, json_reply
from tests.services.setting import SECRET

HTML = Reply(body=b"<!doctype html><title>Connexion</title>", headers={"Content-Type": "text/html"})


# The platform.


def no_keys(clinic: Clinic) -> None:
    clinic.lms.fault("jwks", 404)


def keys_broken(clinic: Clinic) -> None:
    clinic.lms.fault("jwks", 500)


def keys_are_a_page(clinic: Clinic) -> None:
    clinic.lms.fault("jwks", "html-200")


def clock_ten_minutes_off(clinic: Clinic) -> None:
    clinic.lms.clock_offset_seconds = 600


def clock_two_days_ahead(clinic: Clinic) -> None:
    clinic.lms.clock_offset_seconds = 2 * 86_400


def clock_two_days_behind(clinic: Clinic) -> None:
    clinic.lms.clock_offset_seconds = -2 * 86_400


def client_refused(clinic: Clinic) -> None:
    clinic.lms.fault("token", 400, times=9)


def line_items_refused(clinic: Clinic) -> None:
    clinic.lms.fault("lineitems", 403)


def roster_broken(clinic: Clinic) -> None:
    clinic.lms.fault("members", 500)


def platform_gone(clinic: Clinic) -> None:
    clinic.lms.stop()


def switched_off(clinic: Clinic) -> None:
    clinic.world.services.registrations.disable(clinic.registration.id, clinic.world.clock.now)


def grade_waits(clinic: Clinic) -> None:
    clinic.world.clock.now -= timedelta(hours=2)
    clinic.world.want_one(clinic.world.visit())
    clinic.world.clock.now += timedelta(hours=2)


# The public address.


def frames_forbidden(clinic: Clinic) -> None:
    headers = {"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN"}
    clinic.door.answer("/", Reply(headers=headers))


def policy_missing(clinic: Clinic) -> None:
    clinic.door.answer("/", Reply())


def cookie_bare(clinic: Clinic) -> None:
    clinic.door.answer("/lti/login", Reply(status=302, headers={"Set-Cookie": "passerelle-psb=x; Path=/"}))


def cookie_missing(clinic: Clinic) -> None:
    clinic.door.answer("/lti/login", Reply(status=302))


def another_server(clinic: Clinic) -> None:
    clinic.door.answer("/readyz", HTML)


def tool_without_database(clinic: Clinic) -> None:
    _not_ready(clinic, "database-unavailable")


def disk_full(clinic: Clinic) -> None:
    _not_ready(clinic, "disk-full")


def file_gone(clinic: Clinic) -> None:
    _not_ready(clinic, "database-file-gone")


def login_refused(clinic: Clinic) -> None:
    clinic.door.answer("/lti/login", Reply(status=503))


def _not_ready(clinic: Clinic, reason: str) -> None:
    said = {"status": "unavailable", "database": "unavailable", "reason": reason}
    clinic.door.answer("/readyz", json_reply(said, status=503))
    login_refused(clinic)


# The machine.


def old_schema(clinic: Clinic) -> None:
    write(clinic, "UPDATE alembic_version SET version_num = '0001'")


def unknown_schema(clinic: Clinic) -> None:
    write(clinic, "UPDATE alembic_version SET version_num = '9999'")


def wal_mode(clinic: Clinic) -> None:
    write(clinic, "PRAGMA journal_mode=WAL")


def file_damaged(clinic: Clinic) -> None:
    clinic.world.close()
    clinic.file.write_bytes(b"no database at all" * 500)


def file_missing(clinic: Clinic) -> None:
    clinic.environment["PASSERELLE_DATABASE_URL"] += "-elsewhere"


def file_open_to_others(clinic: Clinic) -> None:
    clinic.file.chmod(0o644)
    clinic.file.parent.chmod(0o755)


def file_written_by_others(clinic: Clinic) -> None:
    clinic.file.chmod(0o666)


def folder_read_only(clinic: Clinic) -> None:
    # No file can be made here, whoever tries.
    clinic.environment["PASSERELLE_DATA"] = "/proc"


def secret_short(clinic: Clinic) -> None:
    clinic.environment["PASSERELLE_SECRET_KEY"] = "short"


def secret_simple(clinic: Clinic) -> None:
    clinic.environment["PASSERELLE_SECRET_KEY"] = "0123" * 10


def secret_of_another_tool(clinic: Clinic) -> None:
    clinic.environment["PASSERELLE_SECRET_KEY"] = f"{SECRET.decode()} of another"


def secret_read_by_others(clinic: Clinic) -> None:
    (clinic.folder / "secret-key").write_bytes(SECRET)
    (clinic.folder / "secret-key").chmod(0o644)
    del clinic.environment["PASSERELLE_SECRET_KEY"]


def settings_read_by_others(clinic: Clinic) -> None:
    path = clinic.folder / "passerelle.toml"
    path.write_text(f'SECRET_KEY = "{SECRET.decode()}"', encoding="utf-8")
    path.chmod(0o644)
    del clinic.environment["PASSERELLE_SECRET_KEY"]
    clinic.environment["PASSERELLE_CONFIG"] = str(path)


def insecure(clinic: Clinic) -> None:
    clinic.environment["PASSERELLE_BASE_URL"] = f"https://127.0.0.1:{clinic.door.port}"


def write(clinic: Clinic, statement: str) -> None:
    """Change the file behind the tool's back."""
    clinic.world.close()
    connection = sqlite3.connect(clinic.file)
    connection.execute(statement)
    connection.commit()
    connection.close()


PLANTED: tuple[tuple[Callable[[Clinic], None], str, str, str, str], ...] = (
    (no_keys, "platform-keys", "fault", "status 404", "platform list"),
    (keys_broken, "platform-keys", "fault", "status 500", "platform list"),
    (keys_are_a_page, "platform-keys", "fault", "no key set", "platform list"),
    (platform_gone, "platform-keys", "fault", "nothing answers", "firewall"),
    (clock_ten_minutes_off, "clock", "fault", "seconds ahead of ours", "timedatectl"),
    (clock_two_days_ahead, "token", "fault", "client id or key", "Mend the clock first, then look again"),
    (clock_two_days_behind, "token", "fault", "client id or key", "Mend the clock first, then look again"),
    (client_refused, "token", "fault", "client id or key", "client id"),
    (line_items_refused, "line-items", "fault", "does not allow it (status 403)", "grade services"),
    (roster_broken, "roster", "fault", "error of its own (status 500)", "Is the LMS up"),
    (switched_off, "platform", "warn", "Switched off", "switch it on"),
    (grade_waits, "grades", "fault", "waited for 120 minutes", "worker"),
    (frames_forbidden, "frames", "fault", "X-Frame-Options", "proxy"),
    (policy_missing, "frames", "fault", "frame-ancestors is missing", "proxy"),
    (cookie_bare, "cookie", "fault", "lacks httponly, samesite=lax", "proxy"),
    (cookie_missing, "cookie", "fault", "sets no cookie", "proxy"),
    (another_server, "public-address", "fault", "Something else than Passerelle", "proxy"),
    (tool_without_database, "public-address", "fault", "does not reach its database", "database"),
    (tool_without_database, "cookie", "fault", "does not reach its database", "Mend the database"),
    (disk_full, "public-address", "fault", "its disk is full", "room"),
    (disk_full, "cookie", "fault", "(status 503) sets no cookie passerelle-psb: its disk is full", "room"),
    (file_gone, "public-address", "fault", "file of its database is gone", "backup"),
    (login_refused, "cookie", "fault", "refuses it for now", "the disk"),
    (insecure, "insecure-platforms", "fault", "in the clear", "INSECURE_PLATFORMS"),
    (insecure, "certificate", "fault", "TLS handshake", "TLS"),
    (old_schema, "migrations", "fault", "earlier release", "db upgrade"),
    (unknown_schema, "migrations", "fault", "does not know", "backup"),
    (wal_mode, "database-mode", "fault", "journal_mode wal", "walresetbug"),
    (file_damaged, "database", "fault", "damaged", "backup"),
    (file_missing, "database", "fault", "no database at", "PASSERELLE_DATA"),
    (file_open_to_others, "database-file", "warn", "read by every user", "chmod 600"),
    (file_written_by_others, "database-file", "fault", "written by others", "chmod 600"),
    (folder_read_only, "data-folder", "fault", "cannot be written", "chown"),
    (secret_short, "secret", "fault", "at least 32", "token_urlsafe"),
    (secret_simple, "secret", "fault", "can be guessed", "reseal"),
    (secret_of_another_tool, "keys", "fault", "does not open", "FALLBACKS"),
    (secret_read_by_others, "secret-file", "fault", "read by others", "chmod 600"),
    (settings_read_by_others, "secret-file", "fault", "read by others", "chmod 600"),
)
