"""Many browsers that launch at once, in a process of its own: an order comes in as JSON, figures go out.

Each launch is a browser of its own (no cookie from before) on a connection that is kept: login, redirect to
the platform, signed answer, and the redirect to the first page, which is checked. The platform's part is
played here: a token is signed with the nonce that the tool chose.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
KID = "bench-1"
KNOWN_PEOPLE = 20
"""How many learners of each platform come back, where known people launch."""
FAULTS_KEPT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to do: ``launches`` by ``clients`` at once, of people who are ``new`` or known, at platforms
    ``0`` to ``platforms - 1`` of ``lms``. ``goal`` is what the last redirect's address looks like. ``mark``
    keeps the people of one order apart from those of others.
    """

    tool: str
    login_path: str
    launch_path: str
    target: str
    lms: str
    platforms: int
    clients: int
    launches: int
    is_new: bool
    goal: str
    mark: str
    key: str = field(repr=False, default="")


@dataclass(slots=True)
class Figures:
    """What came of it: moments in seconds of each good launch, and why the others failed."""

    seconds: float = 0.0
    good: int = 0
    bad: int = 0
    faults: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


class Refused(Exception):
    """The tool did something else than it should."""


@dataclass(slots=True)
class Answer:
    """Status, address of the redirect, and the cookies that were set."""

    status: int
    location: str
    cookies: dict[str, str]


class Connection:
    """One kept connection to the tool; opened anew when the tool closed it."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, head: str, body: bytes = b"") -> Answer:
        """Send one request and read its answer to the end."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader is not None
        self._writer.write(head.encode("ascii") + b"\r\n" + body)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        answer = Answer(int(lines[0].split(" ")[1]), "", {})
        length, is_chunked, is_last = 0, False, False
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "location":
                    answer.location = value
                case "set-cookie":
                    cookie, _, kept = value.partition(";")[0].partition("=")
                    answer.cookies[cookie] = kept
                case "content-length":
                    length = int(value)
                case "transfer-encoding":
                    is_chunked = True
                case "connection":
                    is_last = value.lower() == "close"
        await self._skip(length, is_chunked)
        if is_last:
            self.close()
        return answer

    async def _skip(self, length: int, is_chunked: bool) -> None:
        assert self._reader is not None
        while is_chunked:
            size = int((await self._reader.readuntil(b"\r\n")).strip(), 16)
            await self._reader.readexactly(size + 2)
            if size == 0:
                return
        if length:
            await self._reader.readexactly(length)

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


class Signer:
    """Signs as the platform does; ``pem`` is its private key."""

    def __init__(self, pem: str) -> None:
        key = load_pem_private_key(pem.encode(), None)
        assert isinstance(key, RSAPrivateKey)
        self._key = key
        self._header = b64(json.dumps({"typ": "JWT", "alg": "RS256", "kid": KID}).encode())

    def signed(self, claims: Mapping[str, object]) -> str:
        """The id_token with these claims."""
        text = f"{self._header}.{b64(json.dumps(claims).encode())}"
        return f"{text}.{b64(self._key.sign(text.encode(), PKCS1v15(), SHA256()))}"


class Crowd:
    """All browsers of one order."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._signer = Signer(order.key)
        self._numbers = count()
        self._goal = re.compile(order.goal)
        self.figures = Figures()

    async def run(self) -> Figures:
        """Everybody launches; each client takes the next launch when its last one is over."""
        began = time.perf_counter()
        await asyncio.gather(*(self._client() for _ in range(self._order.clients)))
        self.figures.seconds = time.perf_counter() - began
        return self.figures

    async def _client(self) -> None:
        parts = urlsplit(self._order.tool)
        connection = Connection(str(parts.hostname), parts.port or 80)
        while (number := next(self._numbers)) < self._order.launches:
            began = time.perf_counter()
            try:
                await self._launch(connection, number)
            except (Refused, OSError, asyncio.IncompleteReadError, KeyError) as error:
                self.figures.bad += 1
                self.figures.faults = [*self.figures.faults, repr(error)][:FAULTS_KEPT]
                connection.close()
            else:
                self.figures.good += 1
                self.figures.times.append(time.perf_counter() - began)
        connection.close()

    async def _launch(self, connection: Connection, number: int) -> None:
        order, platform = self._order, number % self._order.platforms
        who = f"{order.mark}-{number}" if order.is_new else f"known-{random.randrange(KNOWN_PEOPLE)}"
        asked = {
            "iss": f"{order.lms}/{platform}",
            "client_id": f"client-{platform}",
            "login_hint": who,
            "lti_message_hint": "7",
            "lti_deployment_id": "1",
            "target_link_uri": order.target,
        }
        head = self._head("GET", f"{order.login_path}?{urlencode(asked, quote_via=quote)}")
        begun = await connection.ask(head)
        question = dict(parse_qsl(urlsplit(begun.location).query))
        if begun.status != 302 or "nonce" not in question:
            raise Refused(f"login: {begun.status} {begun.location[:80]}")
        token = self._token(platform, who, question["nonce"])
        body = f"state={quote(question['state'], safe='')}&id_token={token}".encode()
        cookies = "; ".join(f"{name}={value}" for name, value in begun.cookies.items())
        head = self._head("POST", order.launch_path) + (
            f"Cookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n"
        )
        opened = await connection.ask(head, body)
        if opened.status not in (302, 303) or not self._goal.search(opened.location):
            raise Refused(f"launch: {opened.status} {opened.location[:80]}")

    def _head(self, method: str, path: str) -> str:
        # Learners come from many addresses: the proxy before the tool says which.
        address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {urlsplit(self._order.tool).netloc}\r\n"
            f"User-Agent: {AGENT}\r\nAccept-Language: fr,fr-FR;q=0.8,en;q=0.5\r\nAccept: */*\r\n"
            f"Origin: null\r\nX-Forwarded-For: {address}\r\nX-Forwarded-Proto: https\r\n"
        )

    def _token(self, platform: int, who: str, nonce: str) -> str:
        claims = claims_of(self._order.lms, platform, who, nonce, self._order.target)
        return self._signer.signed(claims)


def claims_of(lms: str, platform: int, who: str, nonce: str, target: str) -> dict[str, object]:
    """The claims of a usual Moodle launch by a learner, at one link of one course."""
    at, now = f"{lms}/{platform}", int(time.time())
    return {
        "iss": at,
        "aud": f"client-{platform}",
        "sub": who,
        "name": f"Participant {who}",
        "given_name": "Participant",
        "family_name": who,
        "email": f"{who}@example.org",  # One of the peers takes no launch without it.
        "nonce": nonce,
        "iat": now,
        "exp": now + 60,
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": "1",
        f"{CLAIM}target_link_uri": target,
        f"{CLAIM}roles": [ROLE],
        f"{CLAIM}resource_link": {"id": "33", "title": "Diagnostic", "description": ""},
        f"{CLAIM}context": {"id": "2", "label": "PP", "title": "Premiers pas", "type": ["CourseSection"]},
        f"{CLAIM}tool_platform": {"guid": at, "product_family_code": "moodle", "version": "2025041400"},
        f"{CLAIM}launch_presentation": {
            "locale": "fr",
            "document_target": "iframe",
            "return_url": f"{at}/course/2",
        },
        f"{CLAIM}custom": {"activity": "diagnostic"},
        AGS: {
            "scope": [f"{SCOPE}lineitem", f"{SCOPE}score", f"{SCOPE}result.readonly"],
            "lineitems": f"{at}/services/2/lineitems?type_id=1",
            "lineitem": f"{at}/services/2/lineitems/5/lineitem?type_id=1",
        },
        NRPS: {
            "context_memberships_url": f"{at}/services/2/memberships",
            "service_versions": ["1.0", "2.0"],
        },
    }


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def main() -> None:
    """Carry out the orders of the input, one per line; one line of figures for each."""
    for line in sys.stdin:
        figures = asyncio.run(Crowd(Order(**json.loads(line))).run())
        print(json.dumps(asdict(figures)), flush=True)


if __name__ == "__main__":
    main()
