"""The whole round on a platform that this project did not write: the LTI consumer of Open edX.

A learner opens the unit of the course in a real browser and answers; edX's own grade service stores what
the tool's worker sends; the instructor opens the same unit and sees the group.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Response, ViewportSize, expect

from tests.platforms.edx import EdxPlatform, ensure_environment
from tests.tool_process import ROOT, ToolProcess
from tests.walking import (
    Solver,
    Surface,
    Walk,
    look,
    never_knows,
    running_chromium,
    send_to_trainer,
    walk_to_result,
)

pytestmark = pytest.mark.platform

EDX_ENVIRONMENT = ROOT / ".venv-edx"
AREAS = tuple(f"area-{number}" for number in range(1, 6))
TAGS = ["passerelle:diagnostic", *(f"passerelle:diagnostic:{area}" for area in AREAS)]
DELIVERY_SECONDS = 30.0
POLL_SECONDS = 0.2
FRENCH_MOMENT = r"\d{1,2} \S+ \d{4} à \d{1,2} h \d{2}"
WHEN_SENT = re.compile(rf"6 notes envoyées le {FRENCH_MOMENT}")
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

    def await_scores(self, user: str, walk: Walk) -> float:
        """Wait for six scores and return the seconds since the last answer, the walk's last pages included.

        Scores that arrive while the learner still walks are only seen when the walk is over.
        """
        while len(self.scores_of(user)) < len(TAGS):
            waited = time.monotonic() - walk.answered_at
            assert waited < DELIVERY_SECONDS, f"{self.scores_of(user)}\n{self.tool.log_tail()}"
            time.sleep(POLL_SECONDS)
        seconds = time.monotonic() - walk.answered_at
        print(f"{user}: six scores stored {seconds:.1f} s after the last answer")
        return seconds

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.url.startswith(self.tool.url):
            self.faults.append(f"{response.status} {response.url}")


@pytest.fixture(scope="module")
def edx_environment() -> Path:
    """The platform's own virtual environment, beside the tool's; built by the first test that needs it."""
    ensure_environment(EDX_ENVIRONMENT)
    return EDX_ENVIRONMENT


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def start_school(edx_environment: Path, browser: Browser, tmp_path: Path) -> Iterator[StartSchool]:
    """Start a course and the tool, registered with each other; both are stopped in the end."""
    with ExitStack() as running:

        def start(*, share_names: bool = False) -> School:
            tool = ToolProcess(tmp_path / "tool")
            edx = EdxPlatform(edx_environment, tmp_path / "edx", tool.url, share_names=share_names)
            running.enter_context(edx)
            _register(tool, edx)
            running.enter_context(tool)
            return School(edx, tool, browser)

        yield start


def test_scores_and_cohort_are_complete_when_two_learners_answer_in_the_frame_of_the_unit(
    start_school: StartSchool,
) -> None:
    """One learner who can, one who never knows; then the instructor. The platform hides names."""
    school = start_school()

    with school.visit("learner") as context:
        frame = _open_unit(school, context, "learner")
        walk = walk_to_result(frame, decide=Solver())
        school.await_scores("learner", walk)
        send_to_trainer(frame)
    with school.visit("learner2") as context:
        other_walk = walk_to_result(_open_unit(school, context, "learner2"), decide=never_knows)
        school.await_scores("learner2", other_walk)

    assert walk.helped == 0
    assert TAGS == [item["tag"] for item in school.edx.line_items()]
    assert [8.0] * 6 == [item["scoreMaximum"] for item in school.edx.line_items()]
    _assert_sound(school.scores_of("learner"), least=2.0, most=4.0)
    _assert_sound(school.scores_of("learner2"), least=0.0, most=0.0)
    _assert_published(school, "learner")
    _assert_published(school, "learner2")
    with school.visit("instructor") as context:
        frame = _open_unit(school, context, "instructor")
        _assert_row(frame, "Participant 1", _levels(school, "learner"), "Terminé et envoyé")
        _assert_row(frame, "Participant 2", None, "Terminé, pas encore envoyé par la personne")
        expect(frame.locator("main")).not_to_contain_text(school.edx.users["learner"].full_name)
    assert [] == school.faults


def test_scores_and_names_arrive_when_scripts_are_off_in_a_window_of_its_own(
    start_school: StartSchool,
) -> None:
    """Everything without JavaScript, at the top of the window, on a platform that tells names."""
    school = start_school(share_names=True)

    with school.visit("learner", has_scripts=False) as context:
        page = _open_window(school, context, "learner")
        walk = walk_to_result(page, decide=Solver(up_to_level=2), step_choice=3)
        school.await_scores("learner", walk)
        send_to_trainer(page)

    assert TAGS == [item["tag"] for item in school.edx.line_items()]
    _assert_sound(school.scores_of("learner"), least=0.0, most=3.0)
    _assert_published(school, "learner")
    with school.visit("instructor", has_scripts=False) as context:
        page = _open_window(school, context, "instructor")
        row = _assert_row(page, "Ines Martin", _levels(school, "learner"), "Terminé et envoyé")
        assert "prêt d'un ordinateur" in row
        expect(page.locator("main")).not_to_contain_text("Participant")
    assert [] == school.faults


def _register(tool: ToolProcess, edx: EdxPlatform) -> None:
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


def _open_unit(school: School, context: BrowserContext, user: str) -> Frame:
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


def _open_window(school: School, context: BrowserContext, user: str) -> Page:
    """Launch at the top of the window. Without scripts nobody submits the form with the platform's token.

    That form is the consumer's own and is never displayed, button included: edX itself needs scripts here.
    The press on its button is therefore sent to it directly.
    """
    page = context.new_page()
    page.goto(school.edx.launch_url(user))
    page.locator("#lti-launch [type=submit]").dispatch_event("click")
    look(page)
    return page


def _assert_sound(scores: list[dict[str, Any]], *, least: float, most: float) -> None:
    """Six final scores out of 8 within bounds, each with the level and the day in its comment."""
    assert len(TAGS) == len({score["lineItem"] for score in scores}) == len(scores)
    for score in scores:
        assert 8.0 == score["scoreMaximum"]
        assert least <= score["scoreGiven"] <= most
        assert ("Completed", "FullyGraded") == (score["activityProgress"], score["gradingProgress"])
        assert f"niveau {score['scoreGiven']:g}." in score["comment"]
        assert re.search(r"Positionnement en \d+ tâches, .* le \d\d/\d\d/\d{4}\.", score["comment"])


def _assert_published(school: School, user: str) -> None:
    """The gradebook got the activity's own level, and no area's level in its place."""
    own = school.scores_of(user)[0]
    assert [own["scoreGiven"] / own["scoreMaximum"]] == school.grades_of(user)


def _assert_row(surface: Surface, name: str, levels: list[str] | None, progress: str) -> str:
    """The cohort has one row of that name with the words of progress and of the grades; return its text.

    The acknowledgement is stored a moment after the platform has the score: the page is read again until
    the words say "sent". `levels` is `None` when they do not matter.
    """
    assert "cohort" == look(surface).page
    row = surface.get_by_role("row").filter(has=surface.get_by_role("rowheader", name=name, exact=True))
    expect(row).to_have_count(1)
    deadline = time.monotonic() + DELIVERY_SECONDS
    while not WHEN_SENT.search(_plain_text(row.inner_text())) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        surface.goto(surface.url)
    expect(row).to_contain_text(progress)
    expect(row).to_contain_text(WHEN_SENT)
    if levels is not None:
        assert levels == row.locator(".level").all_inner_texts()
    return _plain_text(row.inner_text())


def _levels(school: School, user: str) -> list[str]:
    """The five area levels as edX holds them, without the activity's own."""
    return [f"{score['scoreGiven']:g}" for score in school.scores_of(user)[1:]]


def _plain_text(text: str) -> str:
    """Text with one plain space between words."""
    return " ".join(text.split())
