"""What anybody may read to check a badge: the issuer, its public keys, what a badge stands for, what was
withdrawn. Nothing here tells about a person.
"""

from __future__ import annotations

from flask import Flask, Response, jsonify

from lti_tool.domain.errors import NotFound
from lti_tool.domain.framework import AREAS
from lti_tool.domain.language import LANGUAGES
from lti_tool.web.badge_words import LEVELS, words_of
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import in_language
from lti_tool.web.state import services

KEPT = "public, max-age=300"
"""Short, so that a key or a badge that was withdrawn is known soon."""


def register(app: Flask) -> None:
    """Add the public addresses of badges."""
    app.add_url_rule("/badges/<centre>/issuer.json", "badges.issuer", issuer)
    app.add_url_rule("/badges/<centre>/jwks.json", "badges.key_set", key_set)
    app.add_url_rule("/badges/<centre>/keys/<kid>.json", "badges.key", key)
    app.add_url_rule("/badges/<centre>/status.jwt", "badges.status", status)
    app.add_url_rule(
        "/badges/<centre>/<language>/area-<area>-level-<level>.json", "badges.achievement", achievement
    )


@policy(Policy.PUBLIC)
def issuer(centre: str) -> Response:
    """The profile of the centre that issues."""
    return _json(services().workspace.papers.badges.issuer(centre), "application/ld+json")


@policy(Policy.PUBLIC)
def key_set(centre: str) -> Response:
    """Every public key of a centre."""
    return _json(services().workspace.papers.badges.key_set(centre), "application/jwk-set+json")


@policy(Policy.PUBLIC)
def key(centre: str, kid: str) -> Response:
    """One public key: where the ``kid`` of a badge leads."""
    return _json(services().workspace.papers.badges.public_key(centre, kid), "application/jwk+json")


@policy(Policy.PUBLIC)
def status(centre: str) -> Response:
    """Which badges were withdrawn, signed."""
    response = Response(services().workspace.papers.badges.status(centre), mimetype="application/vc+jwt")
    response.headers["Cache-Control"] = KEPT
    return response


@policy(Policy.PUBLIC)
def achievement(centre: str, language: str, area: str, level: str) -> Response:
    """What one level of one area is."""
    if language not in LANGUAGES or area not in AREAS or level not in {str(one) for one in LEVELS}:
        raise NotFound(reason="no-such-achievement")
    with in_language(language):
        words = words_of(area, int(level))
    return _json(
        services().workspace.papers.badges.achievement(centre, area, int(level), words), "application/ld+json"
    )


def _json(document: dict[str, object], kind: str) -> Response:
    response = jsonify(document)
    response.mimetype = kind
    response.headers["Cache-Control"] = KEPT
    return response
