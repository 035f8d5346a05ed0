"""Where to go in each LMS."""

from __future__ import annotations

import pytest

from lti_tool.services.doctor_remedies import TOPICS, remedy
from tests.factories import a_registration


@pytest.mark.parametrize("topic", TOPICS)
def test_moodle_is_named_by_its_menus_when_its_addresses_tell_it(topic: str) -> None:
    known = a_registration(auth_login_url="https://moodle.example/mod/lti/auth.php")

    words = remedy(known, topic)

    assert words.startswith("Moodle: Site administration, Plugins, External tool, Manage tools")
    assert "'" in words


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("/imsoidc/lti13/", "Sakai"),
        ("/api/lti_consumer/", "Open edX"),
        ("/api/lti/authorize", "Canvas"),
        ("/d2l/lti/", "Brightspace"),
        ("/auth", "The LMS"),
    ],
)
def test_every_platform_has_a_way_when_it_is_named_or_not(mark: str, name: str, topic: str) -> None:
    words = remedy(a_registration(auth_login_url=f"https://lms.example{mark}"), topic)

    assert words.startswith(f"{name}:")
    assert words.endswith(".")
