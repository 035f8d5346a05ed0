"""Which answers of a selection go back to their platform."""

from __future__ import annotations

import pytest

from lti_tool.domain.deep_link import is_open_edx


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://lms.example/api/lti_consumer/v1/lti/7/lti-dl/response", True),
        ("https://lms.example/campus/api/lti_consumer/v1/lti/7/lti-dl/response", True),
        ("https://lms.example/mod/lti/contentitem_return.php?course=2&id=3&sesskey=x", False),
        ("https://lms.example/back?from=/api/lti_consumer/", False),
    ],
)
def test_open_edx_is_known_when_an_answer_goes_to_its_consumer(url: str, expected: bool) -> None:
    assert is_open_edx(url) is expected
