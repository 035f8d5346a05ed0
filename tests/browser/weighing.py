"""What a page weighs on the wire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page


@dataclass(slots=True, kw_only=True)
class Weight:
    """Bytes received for each request, headers included, in the order of their ends."""

    received: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    asked_afterwards: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        """All bytes together."""
        return sum(self.received.values())

    @property
    def needed(self) -> int:
        """The page and what it shows and answers with. What a script fetches, and the picture of the tab,
        come when the page stands.
        """
        return sum(size for key, size in self.received.items() if key not in self.asked_afterwards)

    @property
    def later(self) -> list[str]:
        """The names of the files that came afterwards, without their hashes."""
        found = (
            self.addresses[key]
            for key, size in self.received.items()
            if size and key in self.asked_afterwards
        )
        return [one.rpartition("/")[2].partition(".")[0] for one in found]

    @property
    def requests(self) -> int:
        """How many requests went over the wire; what the browser still had is none."""
        return sum(1 for size in self.received.values() if size)

    def told(self) -> str:
        """One line for a report."""
        parts = ", ".join(
            f"{self.addresses.get(key, '?').rpartition('/')[2][:24]} {size}"
            for key, size in self.received.items()
        )
        return f"{self.total} bytes in {self.requests} requests ({parts})"


@contextmanager
def weighing(page: Page) -> Iterator[Weight]:
    """Count what arrives within the block, also when it was compressed."""
    session = page.context.new_cdp_session(page)
    weight = Weight()
    from_cache: set[str] = set()

    def asked(event: Mapping[str, Any]) -> None:  # Any: an event of the DevTools protocol is JSON
        weight.addresses[event["requestId"]] = event["request"]["url"]
        if event["initiator"]["type"] == "script" or event.get("type") == "Other":
            weight.asked_afterwards.add(event["requestId"])

    def loaded(event: Mapping[str, Any]) -> None:  # Any: as above
        key = event["requestId"]
        weight.received[key] = 0 if key in from_cache else int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", lambda event: from_cache.add(event["requestId"]))
    session.on("Network.loadingFinished", loaded)
    session.send("Network.enable")
    yield weight
    page.wait_for_load_state("networkidle")
    session.detach()


def throttle(context: BrowserContext, page: Page, *, kilobits: int, latency_ms: int) -> CDPSession:
    """Make the network of this window as slow as a bad mobile one."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    speed = kilobits * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency_ms, "downloadThroughput": speed, "uploadThroughput": speed},
    )
    return session
