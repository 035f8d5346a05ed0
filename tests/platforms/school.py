"""A course on Open edX whose only unit opens the tool, and people who visit it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Frame, Page, Response, ViewportSize

from tests.platforms.edx import EdxPlatform
from tests.tool_process import ToolProcess
from tests.walking import Walk, look

DELIVERY_SECONDS = 30.0
POLL_SECONDS = 0.2
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=720)
StartSchool = Callable[..., "School"]


@dataclass
class School:
    """A course on Open edX whose only unit opens the tool, and a browser to visit it with."""

    edx: EdxPlatform
    tool: ToolProcess
    browser: Browser
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def visit(self, user: str, *, has_scripts: bool = True) -> Iterator[BrowserContext]:
        """Give a person a browser of their own, and note every refusal by the tool.

        Learners come with a phone's window, others with a desk's.
        """
        window = PHONE if self.edx.users[user].role == "student" else DESK
        context = self.browser.new_context(java_script_enabled=has_scripts, locale="fr-BE", viewport=window)
        context.on("response", self._note)
        try:
            yield context
        finally:
            context.close()

    def scores_of(self, user: str) -> list[dict[str, Any]]:
        """What edX's grade service holds for a person, in the order of the columns."""
        sub = self.edx.users[user].sub
        return sorted(
            (score for score in self.edx.scores() if score["userId"] == sub), key=lambda one: one["lineItem"]
        )

    def grades_of(self, user: str) -> list[float]:
        """What edX published to its gradebook for a person, in the order it came."""
        return [grade["value"] for grade in self.edx.grades() if grade["user_id"] == self.edx.users[user].id]

    def await_scores(self, user: str, walk: Walk, *, count: int = 6) -> float:
        """Wait for the scores and return the seconds since the last answer, the walk's last pages included.

        Scores that arrive while the learner still walks are only seen when the walk is over.
        """
        while len(self.scores_of(user)) < count:
            waited = time.monotonic() - walk.answered_at
            assert waited < DELIVERY_SECONDS, f"{self.scores_of(user)}\n{self.tool.log_tail()}"
            time.sleep(POLL_SECONDS)
        seconds = time.monotonic() - walk.answered_at
        print(f"{user}: {count} scores stored {seconds:.1f} s after the last answer")
        return seconds

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.url.startswith(self.tool.url):
            self.faults.append(f"{response.status} {response.url}")


def register(tool: ToolProcess, edx: EdxPlatform) -> None:
    """Connect the platform as an administrator does, with the values that it shows."""
    said = tool.command(
        "platform",
        "add",
        *("--issuer", edx.issuer),
        *("--client-id", edx.client_id),
        *("--auth-login-url", edx.auth_login_url),
        *("--token-url", edx.token_url),
        *("--jwks-url", edx.jwks_url),
        *("--deployment-id", edx.deployment_id),
    )
    assert said.startswith("Connected ")


def open_unit(school: School, context: BrowserContext, user: str) -> Frame:
    """Open the course unit and return the frame in it, where edX puts the tool by default.

    Cookies of the tool travel in that frame: for a browser both sides are the site 127.0.0.1, whatever
    their ports, so that even SameSite=Lax lets them pass.
    """
    page = context.new_page()
    page.goto(school.edx.unit_url(user))
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    look(frame)
    return frame


def open_window(school: School, context: BrowserContext, user: str) -> Page:
    """Launch at the top of the window. Without scripts nobody submits the form with the platform's token.

    That form is the consumer's own and is never displayed, button included: edX itself needs scripts here.
    The press on its button is therefore sent to it directly.
    """
    page = context.new_page()
    page.goto(school.edx.launch_url(user))
    page.locator("#lti-launch [type=submit]").dispatch_event("click")
    look(page)
    return page
