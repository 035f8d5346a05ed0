"""A platform that takes tools in by dynamic registration: real HTTP, four dialects, and bad days.

The dialects are as strict as what they stand for. Source: Moodle 5.1 ``registration_helper.php``;
instructure/canvas-lms ``doc/api/registration.md``.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Mapping
from typing import Any

from lti_tool.domain.registration import PlatformConfiguration, RegistrationAnswer, RegistrationRequest
from lti_tool.lti.registration import HttpRegistrar
from lti_tool.lti.transport import Timeouts
from tests.lti.doubles import b64
from tests.lti.peer import Peer, Reply, Seen, json_reply

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CONFIGURATION, REGISTRATION = "/openid-configuration", "/registrations"
CODES = {"moodle": "moodle", "canvas": "canvas", "brightspace": "desire2learn", "generic": "unheard-of"}
REQUIRED = (
    "response_types",
    "initiate_login_uri",
    "redirect_uris",
    "client_name",
    "jwks_uri",
    "token_endpoint_auth_method",
)
Json = dict[str, Any]  # Any: JSON
BASE = "https://tool.example"
QUICK = Timeouts(connect_seconds=0.5, read_seconds=0.3, total_seconds=0.6)


class RegistrationPeer:
    """One platform. ``clients`` holds what was registered, by client id."""

    def __init__(self, peer: Peer, dialect: str = "moodle") -> None:
        self.peer = peer
        self.dialect = dialect
        self.clients: dict[str, Json] = {}
        self.changes: Json = {}
        self.refused_scopes: frozenset[str] = frozenset()
        self._bad: dict[str, Reply] = {}
        self._loses_answer = False
        self.released = threading.Event()
        peer.answer(CONFIGURATION, self._configuration)
        peer.answer(REGISTRATION, self._registration)

    @property
    def url(self) -> str:
        return self.peer.url

    @property
    def configuration_url(self) -> str:
        return f"{self.url}{CONFIGURATION}"

    @property
    def has_token(self) -> bool:
        return self.dialect != "brightspace"

    def token(self, client_id: str = "client-7", scope: str = "reg") -> str:
        """A registration token; its signature is nobody's business but the platform's."""
        if not self.has_token:
            return ""
        return f"{b64(b'{}')}.{b64(json.dumps({'sub': client_id, 'scope': scope}).encode())}.c2ln"

    def misbehave(self, path: str, how: str) -> None:
        """From now on answer so, until ``behave``."""
        self._bad[path] = {
            "500": Reply(status=500, body=b"<p>Something broke</p>"),
            "404": Reply(status=404, body=b"no"),
            "html": Reply(body=b"<!doctype html><p>Please sign in</p>"),
            "list": json_reply([]),
            "huge": Reply(body=b" " * 300_000 + b"{}"),
            "slow": Reply(wait_for=self.released),
            "redirect": Reply(status=302, headers={"Location": f"{self.url}/elsewhere"}),
            "nothing": Reply(raw=b""),
        }[how]

    def lose_answer(self) -> None:
        """Create the client, and then say nothing (Y07)."""
        self._loses_answer = True

    def behave(self) -> None:
        self._bad.clear()
        self._loses_answer = False

    def requests(self) -> list[tuple[str, str]]:
        return [(seen.method, seen.path) for seen in self.peer.seen]

    @property
    def last_body(self) -> Json:
        body: Json = self.peer.requests_to(REGISTRATION)[-1].json
        return body

    def _configuration(self, seen: Seen) -> Reply:
        if CONFIGURATION in self._bad:
            return self._bad[CONFIGURATION]
        if self.dialect == "canvas" and not _bearer(seen):
            return Reply(status=401, body=b"{}")
        value: Json = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/auth",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/certs",
            "registration_endpoint": f"{self.url}{REGISTRATION}",
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "id_token_signing_alg_values_supported": ["RS256"],
            PLATFORM: {
                "product_family_code": CODES[self.dialect],
                "messages_supported": [
                    {"type": "LtiResourceLinkRequest", "placements": ["link_selection", "course_navigation"]},
                    {"type": "LtiDeepLinkingRequest", "placements": ["editor_button"]},
                ],
            },
        }
        if self.dialect == "moodle":
            value[PLATFORM]["messages_supported"][0] = {"type": "LtiResourceLinkRequest"}
        return json_reply({name: one for name, one in {**value, **self.changes}.items() if one is not None})

    def _registration(self, seen: Seen) -> Reply:
        if REGISTRATION in self._bad:
            return self._bad[REGISTRATION]
        claims = _claims(_bearer(seen)) if self.has_token else {"sub": "client-7", "scope": "reg"}
        fault = _fault(seen.json) or (None if claims else "missing_registration_token")
        if fault is not None:
            return Reply(status=401 if claims is None else 400, body=fault.encode())
        assert claims is not None
        client_id = "client-7" if claims["scope"] == "reg-update" else str(claims["sub"])
        if claims["scope"] == "reg" and client_id in self.clients:
            return Reply(status=401, body=b"token_already_used")
        self.clients[client_id] = seen.json
        if self._loses_answer:
            return Reply(raw=b"")
        return json_reply(self._answer(client_id, seen.json))

    def _answer(self, client_id: str, body: Json) -> Json:
        scopes = [scope for scope in body["scope"].split() if scope not in self.refused_scopes]
        tool = {**body[TOOL], "deployment_id": "12"}
        if self.dialect == "canvas":
            del tool["deployment_id"]
        return {
            **body,
            "client_id": client_id,
            "scope": " ".join(scopes),
            TOOL: tool,
        }


def request_for(lms: RegistrationPeer, **changes: Any) -> RegistrationRequest:  # Any: its fields
    """What this platform puts into the address of our page."""
    given: dict[str, Any] = {"configuration_url": lms.configuration_url, "token": lms.token()}
    return RegistrationRequest(**{**given, "description": "Un outil.", **changes})


def connected(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> tuple[PlatformConfiguration, RegistrationAnswer]:
    """The whole conversation with the platform."""
    request = request_for(lms)
    configuration = registrar.read_configuration(request)
    return configuration, registrar.register(configuration, request)


def _bearer(seen: Seen) -> str:
    return seen.headers.get("authorization", "").removeprefix("Bearer ")


def _claims(token: str) -> Mapping[str, Any] | None:  # Any: JSON
    pieces = token.split(".")
    if len(pieces) != 3:
        return None
    padded = pieces[1] + "=" * (-len(pieces[1]) % 4)
    found: Mapping[str, Any] = json.loads(base64.urlsafe_b64decode(padded))  # Any: JSON
    return found


def _fault(body: Json) -> str | None:
    """What Moodle and Canvas would say of this registration."""
    for name in REQUIRED:
        if not body.get(name):
            return f"missing required attribute {name}"
    tool = body.get(TOOL) or {}
    if not tool.get("domain"):
        return "missing_domain"
    if f"//{tool['domain']}/" not in tool.get("target_link_uri", ""):
        return "domain_targetlinkuri_mismatch"
    if body["response_types"] != ["id_token"] or body["token_endpoint_auth_method"] != "private_key_jwt":
        return "invalid_response_types"
    if not isinstance(body["redirect_uris"], list) or body.get("application_type") != "web":
        return "invalid_redirect_uris"
    if not body.get("scope") or not tool.get("claims") or not tool.get("messages"):
        return "missing scope, claims or messages"
    return None
