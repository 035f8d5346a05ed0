"""A second opinion: what stock pylti1p3 accepts we accept, and what we accept it accepts.

Apart from what it is known to judge wrongly: clock leeway, audience lists, anonymous launches, roles.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.registration import Registration as LibraryRegistration
from pylti1p3.tool_config.dict import ToolConfDict

from lti_tool.domain.errors import PasserelleError
from lti_tool.lti.pylti import FormRequest, NoCookies, NoSession, offline_session
from tests.lti.desk import Desk
from tests.lti.doubles import AGS, CLAIM, LEARNER, NRPS, TRAINER, launch_claims, rsa_key, signed


class StockLaunch(MessageLaunch[Any, Any, Any, Any]):
    """pylti1p3 as it is, with state and nonce taken as checked: those are rows of a store."""

    def _get_request_param(self, key: str) -> str:
        return str(self._request.get_param(key))

    def validate_state(self) -> StockLaunch:
        return self

    def validate_nonce(self) -> StockLaunch:
        return self

    def save_launch_data(self) -> StockLaunch:
        return self


def stock_accepts(token: str) -> bool:
    conf = ToolConfDict(
        {
            "https://lms.example": [
                {
                    "client_id": "client-1",
                    "auth_login_url": "https://lms.example/auth",
                    "auth_token_url": "https://lms.example/token",
                    "key_set_url": None,
                    "key_set": {"keys": [public_jwk()]},
                    "deployment_ids": ["1"],
                }
            ]
        }
    )
    request = FormRequest({"id_token": token, "state": "state-1"})
    try:
        StockLaunch(
            request,
            conf,
            session_service=NoSession(),
            cookie_service=NoCookies(),
            requests_session=offline_session(),
        ).validate()
    except LtiException:
        return False
    return True


def public_jwk() -> Any:
    public = rsa_key("lms").public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return {**LibraryRegistration.get_jwk(pem), "kid": "lms-1"}


CASES = [
    pytest.param({}, id="moodle-learner"),
    pytest.param({f"{CLAIM}roles": [TRAINER, LEARNER]}, id="moodle-trainer"),
    pytest.param({f"{CLAIM}roles": []}, id="no-role"),
    pytest.param({f"{CLAIM}context": ...}, id="no-context"),
    pytest.param({f"{CLAIM}launch_presentation": ...}, id="no-presentation"),
    pytest.param({AGS: ..., NRPS: ...}, id="no-services"),
    pytest.param({"name": ..., f"{CLAIM}custom": ...}, id="no-name"),
    pytest.param({f"{CLAIM}custom": {"a": 1, "b": True}}, id="canvas-custom"),
    pytest.param({"https://lms.example/ext": {"x": [1, 2]}}, id="extension"),
    pytest.param({"aud": ["client-1"], "azp": "client-1"}, id="audience-list"),
    pytest.param({f"{CLAIM}version": "1.1"}, id="refused-version"),
    pytest.param({f"{CLAIM}resource_link": {}}, id="refused-link"),
    pytest.param({f"{CLAIM}roles": ...}, id="refused-roles"),
    pytest.param({f"{CLAIM}message_type": "Hello"}, id="refused-message"),
    pytest.param({f"{CLAIM}deployment_id": "2"}, id="refused-deployment"),
    pytest.param({"exp": 1_000_000_000, "iat": 999_999_940}, id="refused-expired"),
]


@pytest.mark.parametrize("changes", CASES)
def test_we_agree_with_the_library_when_it_judges_the_same_token(desk: Desk, changes: dict[str, Any]) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    token = signed(launch_claims(now=now, **changes))
    desk.remember(created_at=now, expires_at=now.replace(year=now.year + 1))
    try:
        desk.post(token, now=now)
        accepted = True
    except PasserelleError:
        accepted = False

    assert accepted is stock_accepts(token)
