"""A gateway before a peer that plays the platform's token endpoint and grade services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs

from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import Score
from lti_tool.lti.gateway import HttpLms
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Transport
from tests.lti.doubles import NOW, SCOPE, registration
from tests.lti.peer import Peer, Reply, json_reply

ALL_SCOPES = tuple(f"{SCOPE}{name}" for name in ("lineitem", "lineitem.readonly", "score", "result.readonly"))


@dataclass
class Clock:
    """The moment, moved by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **spell: float) -> None:
        self.now += timedelta(**spell)


@dataclass
class Counter:
    """Tokens that differ each time."""

    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    def reply(self, seen: object) -> Reply:
        token = {"access_token": f"token-{next(self.numbers)}", "token_type": "Bearer", "expires_in": 3600}
        return json_reply(token)


@dataclass
class Site:
    """Everything that a test of the gateway touches."""

    lms: HttpLms
    peer: Peer
    clock: Clock
    registration: Registration
    items_url: str
    item_url: str

    def token_requests(self) -> list[dict[str, list[str]]]:
        return [parse_qs(seen.body.decode()) for seen in self.peer.requests_to("/token")]

    def send(self, scopes: tuple[str, ...] = ALL_SCOPES, **changes: object) -> object:
        return self.lms.send_score(self.registration, self.item_url, score(**changes), scopes=scopes)

    def find(self, resource_id: str = "depart", scopes: tuple[str, ...] = ALL_SCOPES) -> object:
        return self.lms.find_line_items(
            self.registration, self.items_url, scopes=scopes, resource_id=resource_id
        )

    def read(self, sub: str = "7", scopes: tuple[str, ...] = ALL_SCOPES) -> object:
        return self.lms.read_result(self.registration, self.item_url, sub, scopes=scopes)


def score(**changes: object) -> Score:
    values: dict[str, object] = {
        "sub": "7",
        "given": 3.0,
        "maximum": 8.0,
        "comment": "Niveau 3",
        "sent_at": NOW + timedelta(microseconds=1500),
        "submitted_at": NOW - timedelta(minutes=2),
    }
    return Score(**(values | changes))  # type: ignore[arg-type]  # Any value is tried on purpose.


def site_at(peer: Peer, transport: Transport, tool_keys: ToolKeys) -> Site:
    clock = Clock()
    peer.answer("/token", Counter().reply)
    known = registration(
        issuer=peer.url,
        auth_login_url=f"{peer.url}/auth",
        token_url=f"{peer.url}/token",
        jwks_url=f"{peer.url}/jwks",
    )
    return Site(
        lms=HttpLms(transport=transport, tool_keys=tool_keys, clock=clock),
        peer=peer,
        clock=clock,
        registration=known,
        items_url=f"{peer.url}/items?type_id=1",
        item_url=f"{peer.url}/items/5/lineitem?type_id=1",
    )


def date_header(moment: datetime) -> dict[str, str]:
    return {"Date": format_datetime(moment, usegmt=True)}
