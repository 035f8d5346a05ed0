"""What the tests on Open edX share: its environment, one browser, and a school per test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.platforms.edx import EdxPlatform, ensure_environment
from tests.platforms.school import School, StartSchool, register
from tests.tool_process import ROOT, ToolProcess
from tests.walking import running_chromium

EDX_ENVIRONMENT = ROOT / ".venv-edx"


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

        def start(
            *, share_names: bool = False, gives_roster: bool = False, roster_limit: int = 1000
        ) -> School:
            tool = ToolProcess(tmp_path / "tool")
            edx = EdxPlatform(
                edx_environment,
                tmp_path / "edx",
                tool.url,
                share_names=share_names,
                gives_roster=gives_roster,
                roster_limit=roster_limit,
            )
            running.enter_context(edx)
            register(tool, edx)
            running.enter_context(tool)
            return School(edx, tool, browser)

        yield start
