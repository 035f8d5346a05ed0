"""The web application."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from flask import Flask

from lti_tool import paths
from lti_tool.bootstrap import Installation
from lti_tool.web import cohort, learner, lti, public, registration
from lti_tool.web.config import WebConfig
from lti_tool.web.errors import handle_errors
from lti_tool.web.guards import form_token, guard
from lti_tool.web.headers import apply_headers
from lti_tool.web.i18n import language, set_up_languages
from lti_tool.web.icons import icon_svg
from lti_tool.web.state import visit_or_none
from lti_tool.web.static_files import StaticFiles

BODY_BYTES_AT_MOST = 256 * 1024


def create_app(installation: Installation, *, banner: str = "") -> Flask:
    """The Flask application of one wired installation. ``banner`` stands on every page when not empty."""
    app = Flask("lti_tool", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_AT_MOST
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    settings = installation.settings
    app.extensions["passerelle"] = installation.services
    app.extensions["passerelle_web"] = WebConfig(
        origin=settings.origin,
        host=urlsplit(settings.base_url).netloc,
        launch_url=settings.launch_url,
        is_secure=settings.is_secure,
        secret=settings.secret_key,
        static=paths.STATIC,
        banner=banner,
        demo_url=settings.demo_url,
    )
    files = StaticFiles(paths.STATIC)
    set_up_languages(app)
    _give_to_templates(app, files, banner)
    guard(app)
    apply_headers(app)
    handle_errors(app)
    lti.register(app, verifier=installation.verifier, tool_keys=installation.tool_keys)
    registration.register(app)
    learner.register(app)
    cohort.register(app)
    public.register(app, files)
    return app


def _give_to_templates(app: Flask, files: StaticFiles, banner: str) -> None:
    app.jinja_env.globals["asset"] = files.address
    app.jinja_env.globals["icon_svg"] = partial(icon_svg, paths.STATIC / "img" / "icons")
    app.jinja_env.globals["banner"] = banner

    @app.context_processor
    def _per_request() -> dict[str, object]:
        visit = visit_or_none()
        return {"lang": language(), "csrf": form_token(visit) if visit else ""}
