"""What a number of kept connections carries, with nothing behind it: the bound of every sender."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

BODY = b'{"timestamp": "2026-01-01T00:00:00Z", "userId": "%d", "scoreGiven": 1, "scoreMaximum": 8}'


def carried(url: str, posts: int, connections: int) -> float:
    """Posts a second to this platform over so many connections, one after the other on each."""
    return asyncio.run(_carried(url, posts, connections))


async def _carried(url: str, posts: int, connections: int) -> float:
    numbers = iter(range(posts))
    begun = time.perf_counter()
    await asyncio.gather(*(_post_all(url, numbers) for _ in range(connections)))
    return posts / (time.perf_counter() - begun)


async def _post_all(url: str, numbers: object) -> None:
    assert hasattr(numbers, "__next__")
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    for number in numbers:  # type: ignore[attr-defined]  # one iterator that all share
        body = BODY % number
        writer.write(
            b"POST /items/1/scores HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await reader.readuntil(b"\r\n\r\n")
    writer.close()
