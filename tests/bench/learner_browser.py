"""A browser of a learner as cheap as can be: cookies, one kept connection, and the form of the page."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

from tests.bench.launch_load import AGENT

PAGES_AT_MOST = 8
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
_OFFERED = re.compile(r'\bname="(press|choice)" value="([^"]*)"|\bvalue="([^"]*)" name="(press|choice)"')
_ACTION = re.compile(r'\baction="([^"]*)"')
_PAGE = re.compile(r'data-page="([a-z-]+)"')
_AROUND = ("/end", "/language", "/stuck")


class Lost(Exception):
    """The tool answered something else than it should."""


@dataclass(slots=True)
class Page:
    """One answer: its status, where it leads, and its text."""

    status: int
    location: str
    text: str
    path: str

    @property
    def name(self) -> str:
        """What kind of page it is."""
        found = _PAGE.search(self.text)
        return found[1] if found else ""

    def form(self) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
        """The page's own form: where it goes, its hidden fields, and the answers that it offers."""
        for head, inside in _FORM.findall(self.text):
            action = _ACTION.search(head)
            goes_to = unescape(action[1]) if action else self.path
            if not goes_to.partition("?")[0].endswith(_AROUND):
                hidden = {unescape(name): unescape(value) for name, value in _INPUT.findall(inside)}
                offered = [(one[0] or one[3], unescape(one[1] or one[2])) for one in _OFFERED.findall(inside)]
                return goes_to, hidden, offered
        raise Lost(f"{self.name} at {self.path} has no form")


class Browser:
    """One learner's browser."""

    def __init__(self, tool: str) -> None:
        parts = urlsplit(tool)
        self._host, self._port, self._origin = str(parts.hostname), parts.port or 80, tool
        self.cookies: dict[str, str] = {}
        self._address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, sent: Mapping[str, str] | None = None) -> Page:
        """One request, not followed. A connection that the server closed meanwhile is opened anew."""
        body = urlencode(sent).encode() if sent is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nUser-Agent: {AGENT}\r\n"
            f"Accept-Language: fr,fr-FR;q=0.8,en;q=0.5\r\nX-Forwarded-For: {self._address}\r\n"
        )
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if sent is not None:
            # The platform's own page sends the launch, without a word of where it came from.
            origin = "null" if "id_token" in sent else self._origin
            head += f"Origin: {origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        raw = head.encode("ascii") + b"\r\n" + body
        is_kept = self._writer is not None
        try:
            return await self._exchanged(raw, path)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not is_kept:
                raise
            return await self._exchanged(raw, path)

    async def _exchanged(self, raw: bytes, path: str) -> Page:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader is not None
        self._writer.write(raw)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        page, length, is_last = Page(int(lines[0].split(" ")[1]), "", "", path), 0, False
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "location":
                    page.location = value
                case "set-cookie":
                    cookie, _, kept = value.partition(";")[0].partition("=")
                    self.cookies[cookie] = kept
                case "content-length":
                    length = int(value)
                case "connection":
                    is_last = value.lower() == "close"
        page.text = (await self._reader.readexactly(length)).decode() if length else ""
        if is_last:
            self.close()
        return page

    async def follow(self, page: Page) -> Page:
        """Go where our own redirects lead. 422 is the same page again, which says what is missing.

        Raises:
            Lost: to no page of ours.
        """
        for _ in range(PAGES_AT_MOST):
            if page.status != 303:
                break
            page = await self.ask("GET", page.location)
        if page.status not in (200, 422):
            raise Lost(f"{page.status} at {page.path}")
        return page

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
