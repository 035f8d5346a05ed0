"""The operator's checkup of the way to the database: whether somebody in between could read it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from lti_tool.domain.checkup import Finding, State
from lti_tool.services.doctor_machine import Subject

SURELY_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
HOST_IN_COMPOSE = "database"
"""The service of ``config/deploy/compose.yaml``: its network lies inside one machine."""
_REMEDY = (
    "Switch ssl on in that PostgreSQL, and let PASSERELLE_DATABASE_URL end with "
    "?sslmode=verify-full&sslrootcert=FILE, where FILE holds its authority's certificate; with "
    "?sslmode=require when there is none."
)


def database_connection(subject: Subject) -> Iterator[Finding]:
    """Whether answers travel to PostgreSQL inside this machine or surely encrypted."""
    seen = subject.database
    if seen.trouble or seen.is_embedded:
        return
    others = [host for host in seen.hosts if not _is_here(host)]
    if others and seen.tls not in SURELY_ENCRYPTED:
        found = f"Answers may travel in the clear to PostgreSQL on {', '.join(others)} (sslmode {seen.tls})."
        yield Finding(name="database-connection", state=State.WARN, found=found, remedy=_REMEDY)
    elif others:
        found = f"The connection to PostgreSQL is encrypted (sslmode {seen.tls})."
        yield Finding(name="database-connection", state=State.OK, found=found)
    else:
        found = "PostgreSQL is reached without leaving this machine."
        yield Finding(name="database-connection", state=State.OK, found=found)


def _is_here(host: str) -> bool:
    """Whether a host of libpq is this machine: a socket, its own name, or a loopback address."""
    if host.startswith(("/", "@")) or host in ("localhost", HOST_IN_COMPOSE):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
