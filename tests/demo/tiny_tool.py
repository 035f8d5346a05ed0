"""Just enough of an LTI tool to try a platform: a published key, a token, and the services' requests."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import requests
from werkzeug.wrappers import Request, Response

from lti_tool.demo.platform import ALL_SCOPES
from lti_tool.demo.server import LoopbackServer
from lti_tool.lti.signing import SigningKey, make_key, sign

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
TIMEOUT_SECONDS = 10
MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class TinyTool:
    """A tool on a port of its own; it publishes ``keys`` at ``/lti/jwks``."""

    def __init__(self) -> None:
        self.keys = [make_key()]
        self._server = LoopbackServer().start(self._publish)
        self.url = self._server.url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def _publish(self, environ: Any, start_response: Any) -> Any:  # Any: WSGI
        is_jwks = Request(environ).path == "/lti/jwks"
        text = json.dumps({"keys": [dict(key.public_jwk) for key in self.keys]})
        answer = Response(
            text if is_jwks else "", status=200 if is_jwks else 404, mimetype="application/json"
        )
        return answer(environ, start_response)

    def assertion(
        self, client_id: str, audience: str, *, key: SigningKey | None = None, **changes: Any
    ) -> str:
        """A client assertion of one minute."""
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "iat": now - 5,
            "exp": now + 55,
            "jti": uuid.uuid4().hex,
        }
        return sign({**claims, **changes}, key or self.keys[0])


def token_form(assertion: str, scope: str = " ".join(ALL_SCOPES)) -> dict[str, str]:
    """The body of a token request."""
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "scope": scope,
    }


def score_body(sub: str, given: float | None = 5, *, at_seconds: float = 0, **changes: Any) -> dict[str, Any]:
    """A score as it should be; a change to ``None`` takes an entry out."""
    body = {
        "userId": sub,
        "scoreGiven": given,
        "scoreMaximum": 8,
        "comment": "Niveau 5",
        "timestamp": (MOMENT + timedelta(seconds=at_seconds)).isoformat(),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


class Client:
    """Requests with a bearer token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get(self, url: str, accept: str) -> requests.Response:
        """GET with one media type."""
        return self._send("GET", url, {"Accept": accept}, None)

    def post(self, url: str, body: Any, content_type: str) -> requests.Response:
        """POST as JSON."""
        return self._send("POST", url, {"Content-Type": content_type}, body)

    def put(self, url: str, body: Any) -> requests.Response:
        """PUT one line item."""
        return self._send("PUT", url, {"Content-Type": LINE_ITEM}, body)

    def delete(self, url: str) -> requests.Response:
        """DELETE."""
        return self._send("DELETE", url, {}, None)

    def post_score(self, line_item_url: str, body: dict[str, Any]) -> requests.Response:
        """Post one score below a column."""
        return self.post(below(line_item_url, "scores"), body, SCORE)

    def _send(self, method: str, url: str, headers: dict[str, str], body: Any) -> requests.Response:
        return requests.request(
            method,
            url,
            headers={**headers, "Authorization": f"Bearer {self._token}"},
            data=None if body is None else json.dumps(body).encode(),
            allow_redirects=False,
            timeout=TIMEOUT_SECONDS,
        )


def below(url: str, ending: str) -> str:
    """The address of a service below a column: before the query."""
    path, mark, query = url.partition("?")
    return f"{path}/{ending}{mark}{query}"
