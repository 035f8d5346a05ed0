"""Pages and answers for whoever asks: the front page, health, metrics."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, render_template, request

from lti_tool.domain.errors import NotFound, StoreUnavailable
from lti_tool.web.guards import Policy, policy
from lti_tool.web.numbers import EXPOSITION, exposition
from lti_tool.web.present import HomePage
from lti_tool.web.request_counts import request_counts
from lti_tool.web.state import config, services
from lti_tool.web.static_files import StaticFiles

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def register(app: Flask, files: StaticFiles) -> None:
    """Add the public addresses."""
    app.add_url_rule("/", "public.home", home)
    app.add_url_rule("/healthz", "public.healthz", healthz)
    app.add_url_rule("/readyz", "public.readyz", readyz)
    app.add_url_rule("/metrics", "public.metrics", metrics)

    @policy(Policy.PUBLIC)
    def static(name: str) -> Response:
        return files.serve(name)

    app.add_url_rule("/static/<path:name>", "public.static", static)


@policy(Policy.PUBLIC)
def home() -> Response:
    """Where to go instead: this address is opened from a course."""
    return make_response(render_template("home.html", page=HomePage(demo_href=config().demo_url)))


@policy(Policy.PUBLIC)
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@policy(Policy.PUBLIC)
def readyz() -> Response:
    """The process can do its work: the database answers, and what is written can be kept. ``reason`` says why
    not. A platform that takes no grades is no reason to turn learners away: ``alert`` and the age of the
    oldest grade that waits tell of it, and the answer stays 200.
    """
    try:
        services().store.check()
        found = services().health.report()
    except StoreUnavailable as error:
        response = jsonify(status="unavailable", database="unavailable", reason=error.reason)
        response.status_code = 503
        return response
    return jsonify(
        status="ok",
        database="ok",
        oldest_due_grade_seconds=round(found.oldest_due_seconds),
        alert=found.alert.value,
    )


@policy(Policy.PUBLIC)
def metrics() -> Response:
    """The state of the outbox, and the requests of this process, as Prometheus reads them; for this machine
    alone.

    Raises:
        NotFound: the question comes from elsewhere.
    """
    if request.remote_addr not in LOOPBACK or "X-Forwarded-For" in request.headers:
        raise NotFound(reason="metrics-are-local")
    told = exposition(services().health.report()) + request_counts().exposition()
    return Response(told, content_type=EXPOSITION)
