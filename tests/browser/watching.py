"""A browser window that is watched: requests, cookies, the console, and what learners read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

LOOPBACK = "127.0.0.1"
OUR_COOKIES = frozenset({"passerelle-psl", "passerelle-psb"})
DEMO_COOKIES = frozenset({"demo_lms_person"})
PHONE = ViewportSize(width=360, height=640)
LEARNER_PAGES = frozenset({"welcome", "question", "pause", "step", "result"})
FORBIDDEN = (
    "erreurs?",
    "échecs?",
    "fauss?e?s?",
    "faux",
    "incorrecte?s?",
    "mauvaise?s?",
    "ratée?s?",
    "scores?",
    "notes?",
    "tests?",
    "examens?",
    "évaluations?",
    "obligatoires?",
    "temps restant",
)
_FORBIDDEN = re.compile(rf"(?<!pas de )\b(?:{'|'.join(FORBIDDEN)})\b", re.IGNORECASE)
# Reads each page of the tool as it stands when it is complete; scripts of ours only, never the page's.
_READER = """
document.addEventListener("DOMContentLoaded", () => {
  const main = document.querySelector("main[data-page]");
  if (main) window.passerelleRead(main.dataset.page, document.title + "\\n" + document.body.innerText);
});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One page that was shown: its kind and its words."""

    page: str
    words: str


class Watch:
    """One person's browser, with a context and cookies of its own."""

    def __init__(self, browser: Browser, **options: object) -> None:
        """Open a window; `options` are those of a Playwright context."""
        known = {"locale": "fr-BE", "viewport": PHONE}
        # Any context option may be given; Playwright checks them itself.
        self.context = browser.new_context(**{**known, **options})  # type: ignore[arg-type]
        self.requests: list[str] = []
        self.reads: list[Read] = []
        self._console: list[str] = []
        self._cookies: set[str] = set()
        self.expected: tuple[str, ...] = ()
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self._console.append(str(error.error)))
        self.context.expose_binding("passerelleRead", self._note_page)
        self.context.add_init_script(_READER)
        self.page = self.context.new_page()

    def expect(self, *parts: str) -> None:
        """Console lines with these words are no complaint: a 409 page is written there by Chromium itself."""
        self.expected += parts

    def complaints(self) -> list[str]:
        """What must never be: strangers, their cookies, console errors, words that frighten."""
        return [
            *(
                f"console: {line}"
                for line in self._console
                if not any(part in line for part in self.expected)
            ),
            *(f"request to {url}" for url in self.requests if not _is_ours(url)),
            *(f"cookie {name}" for name in sorted(self._cookies - OUR_COOKIES - DEMO_COOKIES)),
            *(f"{read.page}: {word}" for read in self.reads for word in forbidden_words(read)),
        ]

    def close(self) -> None:
        """Close the window; its cookies are remembered for the complaints."""
        self.note_cookies()
        self.context.close()

    def note_cookies(self) -> None:
        """Remember the names of the cookies that this browser holds now."""
        self._cookies |= {str(cookie.get("name")) for cookie in self.context.cookies()}

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._console.append(message.text)

    def _note_page(self, source: object, page: str, words: str) -> None:
        self.reads.append(Read(page=page, words=words))


def read_now(page: Page, kind: str) -> Read:
    """The page as it stands, for browsers whose pages run no script."""
    return Read(page=kind, words=f"{page.title()}\n{page.locator('body').inner_text()}")


def forbidden_words(read: Read) -> list[str]:
    """The words of `ux.md` 6.4 on a learner's page; "pas de note" is allowed."""
    return _FORBIDDEN.findall(read.words) if read.page in LEARNER_PAGES else []


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.hostname == LOOPBACK
