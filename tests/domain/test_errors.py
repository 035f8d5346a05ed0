"""Every error names a page and a reason, and neither holds what a person typed."""

from __future__ import annotations

import inspect
import re

import pytest

from lti_tool.domain import errors
from lti_tool.domain.errors import PAGE_CODES, PasserelleError, PlatformUnavailable, SettingsFault

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, PasserelleError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_its_page_exists_when_an_error_is_raised_without_a_code(kind: type[PasserelleError]) -> None:
    assert kind.default_code in PAGE_CODES


@pytest.mark.parametrize("code", sorted(PAGE_CODES))
def test_it_is_kebab_case_when_it_names_a_page(code: str) -> None:
    assert re.fullmatch(r"e-[a-z]+(-[a-z]+)*", code)


def test_the_code_can_be_another_when_the_page_is_another() -> None:
    error = errors.NotAuthenticated("e-expired", reason="session-over")

    assert (error.code, error.reason) == ("e-expired", "session-over")


def test_the_wish_of_the_platform_is_kept_when_it_asks_to_wait() -> None:
    error = PlatformUnavailable(reason="rate-limited", retry_after_seconds=30.0, status=429)

    assert (error.retry_after_seconds, error.status, error.is_ambiguous) == (30.0, 429, False)


def test_the_operator_reads_a_sentence_when_a_setting_is_wrong() -> None:
    assert str(SettingsFault("PASSERELLE_X is unknown.")) == "PASSERELLE_X is unknown."
