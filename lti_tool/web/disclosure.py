"""``security.txt``: whom to tell about a weak point of this installation."""

from __future__ import annotations

from flask import Flask, Response

from lti_tool.domain.disclosure import PATH, security_text
from lti_tool.domain.errors import NotFound
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import config, services

KEPT = "public, max-age=3600"


def register(app: Flask) -> None:
    """Add the public address."""
    app.add_url_rule(PATH, "disclosure.security_txt", security_txt)


@policy(Policy.PUBLIC)
def security_txt() -> Response:
    """The file of RFC 9116.

    Raises:
        NotFound: the operator named no contact.
    """
    if not config().security_contact:
        raise NotFound(reason="no-security-contact")
    text = security_text(config().security_contact, config().origin, services().clock())
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = KEPT
    return response
