"""A platform that answers a registration as it is told, and what a test asks about the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lti_tool.domain.errors import PasserelleError
from lti_tool.domain.registration import PlatformConfiguration, RegistrationAnswer, RegistrationRequest
from lti_tool.services.invitations import Connected, Invitations
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW, SECOND

CONFIGURATION = PlatformConfiguration(
    issuer="https://lms.example",
    auth_login_url="https://lms.example/auth",
    token_url="https://lms.example/token",
    jwks_url="https://lms.example/certs",
    registration_url="https://lms.example/register",
    family="moodle",
)
ANSWER = RegistrationAnswer(
    client_id="client-7", deployment_id="12", scopes=("score",), missing_scopes=("x",)
)
REQUEST = RegistrationRequest(configuration_url="https://lms.example/c", token="t")


class FakeRegistrar:
    """A platform that answers what it is told to; ``meanwhile`` runs while it is being asked."""

    def __init__(self) -> None:
        self.configuration: PlatformConfiguration | PasserelleError = CONFIGURATION
        self.answer: RegistrationAnswer | PasserelleError = ANSWER
        self.meanwhile: Callable[[], object] = lambda: None
        self.asked: list[str] = []

    def read_configuration(self, request: RegistrationRequest) -> PlatformConfiguration:
        self.asked.append("configuration")
        if isinstance(self.configuration, PasserelleError):
            raise self.configuration
        return self.configuration

    def register(
        self, configuration: PlatformConfiguration, request: RegistrationRequest
    ) -> RegistrationAnswer:
        self.asked.append("registration")
        self.meanwhile()
        if isinstance(self.answer, PasserelleError):
            raise self.answer
        return self.answer


def known(store: Store) -> list[tuple[Any, tuple[str, ...]]]:  # Any: a registration
    with store.reading() as unit:
        return list(unit.registrations.all())


def connected(invitations: Invitations, secret: str, **changes: Any) -> Connected:  # Any: its fields
    result = invitations.redeem(secret, replace(REQUEST, **changes), NOW)
    assert isinstance(result, Connected)
    return result


def refusal(invitations: Invitations, secret: str, later: timedelta = 0 * SECOND) -> tuple[str, str]:
    with pytest.raises(PasserelleError) as caught:
        invitations.redeem(secret, REQUEST, NOW + later)
    return type(caught.value).__name__, caught.value.reason
