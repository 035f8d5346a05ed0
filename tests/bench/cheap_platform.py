"""A platform that costs little: keys, tokens, columns, scores and results over kept connections, on one event
loop. Any number of platforms may lie below its address.

It holds Moodle's rule for timestamps, keeps a count of everything, and misbehaves by lot. Run as a program it
prints its port, then serves until it is ended; ``GET /stats`` tells what happened.

python -m tests.bench.cheap_platform ORDER   (JSON: see ``Manners``)
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit
from wsgiref.handlers import format_date_time

from tests.bench.fault_platform import SharedShift

OK, CREATED, MISSING, CONFLICT, LIMITED, BROKEN = 200, 201, 404, 409, 429, 503


@dataclass
class Manners:
    """How it behaves. Shares are of the requests for scores and results, outside the outage.

    ``shift_path`` names the file of the shared time; the outage is counted in that time from the start.
    ``key_set`` is answered to whoever asks for the keys.
    """

    latency_seconds: float = 0.02
    broken_share: float = 0.0
    lost_share: float = 0.0
    limited_share: float = 0.0
    retry_after_seconds: int = 5
    skew_seconds: float = 0.0
    outage_seconds: tuple[float, float] = (0.0, 0.0)
    shift_path: str = ""
    seed: int = 1
    key_set: str = ""


@dataclass
class Stats:
    """What happened. ``in_limit`` counts requests that came before the time that a 429 had named."""

    connections: int = 0
    open_now: int = 0
    open_at_most: int = 0
    tokens: int = 0
    posts: int = 0
    posts_in_outage: int = 0
    reads: int = 0
    in_limit: int = 0
    busiest_second: int = 0
    seconds: float = 0.0
    answers: dict[str, int] = field(default_factory=dict)
    posts_by_minute: dict[str, int] = field(default_factory=dict)


class Platform:
    """Its memory."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.stats = Stats()
        self.results: dict[tuple[str, str], tuple[float, float]] = {}
        self._arrived: dict[tuple[str, str], float] = {}
        self._columns: dict[str, list[dict[str, object]]] = {}
        self._random = Random(manners.seed)
        self._shift = SharedShift(Path(manners.shift_path)) if manners.shift_path else None
        self._begun = self.now()
        self._closed_until = self._begun
        self._per_second: Counter[int] = Counter()
        self._answers: Counter[str] = Counter()
        self._minutes: Counter[str] = Counter()
        self._first = self._last = 0.0

    def now(self) -> datetime:
        """The shared time, or the machine's."""
        return datetime.now(UTC) + timedelta(seconds=self._shift.seconds if self._shift else 0.0)

    @property
    def is_down(self) -> bool:
        """Whether the outage is on."""
        since = (self.now() - self._begun).total_seconds()
        return self.manners.outage_seconds[0] <= since < self.manners.outage_seconds[1]

    def told(self) -> bytes:
        """The statistics, with every result, as JSON."""
        self.stats.busiest_second = max(self._per_second.values(), default=0)
        self.stats.answers = dict(self._answers)
        self.stats.posts_by_minute = dict(self._minutes)
        self.stats.seconds = self._last - self._first
        shown = {f"{item}\n{sub}": value for (item, sub), (_at, value) in self.results.items()}
        arrived = {f"{item}\n{sub}": at for (item, sub), at in self._arrived.items()}
        return json.dumps({**asdict(self.stats), "results": shown, "arrived": arrived}).encode()

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, bytes, str] | None:
        """Status, body and more headers; ``None`` to break the connection off."""
        parts = urlsplit(target)
        if parts.path == "/stats":
            return OK, self.told(), ""
        if parts.path.endswith("/jwks"):
            return OK, self.manners.key_set.encode(), "Cache-Control: max-age=3600\r\n"
        if parts.path.endswith("/lineitems"):
            return self._column(method, parts.path, parts.query, body)
        if parts.path.endswith("/token"):
            self.stats.tokens += 1
            scopes = parse_qs(body.decode())["scope"][0]
            grant = {"access_token": "t", "token_type": "Bearer", "expires_in": 3600, "scope": scopes}
            return OK, json.dumps(grant).encode(), ""
        is_post = parts.path.endswith("/scores")
        if not is_post and not parts.path.endswith("/results"):
            return MISSING, b"", ""  # No list of the course, either.
        now = self.now()
        self._count(is_post, now)
        if self.is_down:
            self.stats.posts_in_outage += is_post
            return None
        if now < self._closed_until:
            self.stats.in_limit += 1
        found = self._by_lot(now)
        if found is not None:
            return found
        if is_post:
            return self._take(parts.path.removesuffix("/scores"), json.loads(body))
        return OK, self._shown(parts.path.removesuffix("/results"), parse_qs(parts.query)["user_id"][0]), ""

    def _column(self, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes, str]:
        """The columns of a course: those of a resource id, or a new one."""
        known = self._columns.setdefault(path, [])
        if method == "POST":
            known.append({**json.loads(body), "id": f"{path}/made-{len(known)}/lineitem"})
            return CREATED, json.dumps(known[-1]).encode(), ""
        wanted = parse_qs(query).get("resource_id", [""])[0]
        found = [one for one in known if wanted in ("", one.get("resourceId"))]
        return OK, json.dumps(found).encode(), ""

    def _count(self, is_post: bool, now: datetime) -> None:
        self._last = time.monotonic()
        self._first = self._first or self._last
        self._per_second[int(now.timestamp())] += 1
        self._minutes[f"{int((now - self._begun).total_seconds() // 60)}"] += 1
        self.stats.posts += is_post
        self.stats.reads += not is_post

    def _by_lot(self, now: datetime) -> tuple[int, bytes, str] | None:
        lot, manners = self._random.random(), self.manners
        if lot < manners.broken_share:
            return self._said(BROKEN, "")
        if lot < manners.broken_share + manners.limited_share:
            wait = manners.retry_after_seconds
            self._closed_until = now + timedelta(seconds=wait - 1)
            return self._said(LIMITED, f"Retry-After: {wait}\r\n")
        return None

    def _take(self, item: str, score: dict[str, object]) -> tuple[int, bytes, str] | None:
        key, sent_at = (item, str(score["userId"])), int(_moment(str(score["timestamp"])))
        if key in self.results and self.results[key][0] >= sent_at:
            return self._said(CONFLICT, "")
        self.results[key] = (sent_at, float(str(score["scoreGiven"])))
        self._arrived.setdefault(key, time.monotonic())
        if self._random.random() < self.manners.lost_share:
            self._answers["lost"] += 1
            return None
        return self._said(OK, "")

    def _shown(self, item: str, sub: str) -> bytes:
        found = self.results.get((item, sub))
        return json.dumps([] if found is None else [
            {"userId": sub, "resultScore": found[1], "resultMaximum": 8}
        ]).encode()  # fmt: skip

    def _said(self, status: int, headers: str) -> tuple[int, bytes, str]:
        self._answers[f"{status}"] += 1
        return status, b"", headers


class Connection(asyncio.Protocol):
    """One kept connection: one request after the other, each answered after the latency."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there; counted with the first request, unless it only asks for the statistics."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._is_counted = False

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody went."""
        self._platform.stats.open_now -= self._is_counted

    def _count(self) -> None:
        stats = self._platform.stats
        if not self._is_counted:
            self._is_counted = True
            stats.connections += 1
            stats.open_now += 1
            stats.open_at_most = max(stats.open_at_most, stats.open_now)

    def data_received(self, data: bytes) -> None:
        """A piece of a request; answered when it is whole."""
        self._read += data
        head, mark, rest = self._read.partition(b"\r\n\r\n")
        if not mark:
            return
        lines = head.decode("latin-1").split("\r\n")
        length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
        if len(rest) < length:
            return
        self._read = rest[length:]
        method, target, _version = lines[0].split(" ")
        if target != "/stats":
            self._count()
        answer = self._platform.answer(method, target, rest[:length])
        wait = 0.0 if target == "/stats" else self._platform.manners.latency_seconds
        asyncio.get_running_loop().call_later(wait, self._answer, answer)

    def _answer(self, answer: tuple[int, bytes, str] | None) -> None:
        if answer is None:
            self._transport.abort()
            return
        status, body, more = answer
        date = format_date_time(self._platform.now().timestamp() + self._platform.manners.skew_seconds)
        head = f"HTTP/1.1 {status} -\r\nDate: {date}\r\nContent-Type: application/json\r\n{more}"
        self._transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


async def serve(manners: Manners) -> None:
    """Serve for ever; the port is the first line said."""
    platform = Platform(manners)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(platform), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Manners(**json.loads(sys.argv[1]))))
