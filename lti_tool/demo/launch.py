"""The platform's side of a launch: it starts the login, checks what comes back, says who launches.

Source: 1EdTech Security Framework 1.0, section 5.1.1; Moodle ``mod/lti/auth.php``.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.demo.cast import Activity, Member
from lti_tool.demo.claims import id_token_claims
from lti_tool.demo.platform import DemoPlatform
from lti_tool.demo.selections import Selection, SelectionDesk

OPEN_LOGINS_MAXIMUM = 1000

_FIXED_PARAMETERS = (
    ("scope", "openid", "invalid_scope"),
    ("response_type", "id_token", "unsupported_response_type"),
    ("response_mode", "form_post", "invalid_request"),
    ("prompt", "none", "invalid_request"),
)


class UntrustedRequest(Exception):
    """The answer has nowhere to go: the redirect address is not the registered one."""


class LoginRefused(Exception):
    """An error that is posted back to the tool, in the words of OpenID Connect Core, 3.1.2.6."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLogin:
    """A launch that began and waits for the tool to come back; without an activity it asks for some."""

    member: Member
    activity: Activity | None
    selection: Selection | None
    document_target: str


class LaunchDesk:
    """Begins launches and finishes each of them once."""

    def __init__(self, platform: DemoPlatform, selections: SelectionDesk) -> None:
        self._platform = platform
        self._selections = selections
        self._lock = threading.Lock()
        self._open: dict[str, OpenLogin] = {}

    def login_parameters(self, member: Member, activity: Activity, document_target: str) -> dict[str, str]:
        """What is sent to the tool's login address; the hint works for one authorization."""
        login = OpenLogin(member=member, activity=activity, selection=None, document_target=document_target)
        return self._begun(login, activity.link_id)

    def selection_parameters(self, selection: Selection, document_target: str) -> dict[str, str]:
        """The same for a deep linking request."""
        login = OpenLogin(
            member=selection.member, activity=None, selection=selection, document_target=document_target
        )
        return self._begun(login, "")

    def _begun(self, login: OpenLogin, link_id: str) -> dict[str, str]:
        launch_id = secrets.token_hex(12)
        with self._lock:
            self._open[launch_id] = login
            if len(self._open) > OPEN_LOGINS_MAXIMUM:
                del self._open[next(iter(self._open))]
        addresses = self._platform.addresses
        return {
            "iss": addresses.lms_url,
            "target_link_uri": addresses.tool_launch_url,
            "login_hint": login.member.sub,
            "lti_message_hint": json.dumps({"cmid": link_id, "launchid": launch_id}),
            "client_id": self._platform.book.client_id,
            "lti_deployment_id": self._platform.book.deployment_id,
        }

    def check_redirect(self, parameters: Mapping[str, str]) -> str:
        """The address to answer to, compared byte by byte with the registered one.

        Raises:
            UntrustedRequest: it is another one; nothing may be posted anywhere.
        """
        redirect_uri = parameters.get("redirect_uri", "")
        if redirect_uri != self._platform.addresses.tool_launch_url:
            raise UntrustedRequest(redirect_uri)
        return redirect_uri

    def authorize(self, parameters: Mapping[str, str]) -> dict[str, Any]:  # Any: claims are JSON
        """Check an authorization request whose redirect address is known, and return the claims.

        Raises:
            LoginRefused: for the first thing that is not as it should be.
        """
        for name, wanted, error in _FIXED_PARAMETERS:
            if parameters.get(name) != wanted:
                raise LoginRefused(error, f"Missing or invalid {name}")
        if parameters.get("client_id") != self._platform.book.client_id:
            raise LoginRefused("unauthorized_client", "Unknown client")
        if not parameters.get("nonce"):
            raise LoginRefused("invalid_request", "Missing nonce")
        login = self._take(parameters.get("lti_message_hint", ""))
        if parameters.get("login_hint") != login.member.sub:
            raise LoginRefused("access_denied", "The login hint names somebody else")
        said = {"nonce": parameters["nonce"], "document_target": login.document_target}
        if login.selection is not None:
            return self._selections.claims(login.selection, **said)
        if login.activity is None:
            raise LoginRefused("invalid_request", "Nothing to open")
        return id_token_claims(self._platform, login.member, login.activity, **said)

    def _take(self, message_hint: str) -> OpenLogin:
        try:
            hint = json.loads(message_hint)
        except ValueError:
            hint = None
        launch_id = hint.get("launchid") if isinstance(hint, dict) else None
        with self._lock:
            login = self._open.pop(launch_id, None) if isinstance(launch_id, str) else None
        if login is None:
            raise LoginRefused("invalid_request", "No launch id in LTI hint")
        return login
