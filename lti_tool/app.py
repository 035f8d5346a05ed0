"""The web application."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lti_tool import paths
from lti_tool.bootstrap import Installation
from lti_tool.content.guides import Guides
from lti_tool.web import (
    accessibility,
    actions,
    admin,
    backgrounds,
    badges,
    cards,
    charters,
    checks,
    cohort,
    comfort,
    course,
    data_requests,
    desk,
    disclosure,
    documents,
    exports,
    figures,
    guides,
    helping,
    kiosk,
    languages,
    learner,
    ledger,
    loans,
    logo,
    look,
    lti,
    manual,
    module,
    objection,
    outside,
    own_data,
    paper,
    path,
    path_record,
    picker,
    practice,
    public,
    record,
    record_forms,
    registration,
    resources,
    sheet,
    sittings,
    stuck,
    task_voices,
    together,
    tool_checks,
    trial,
    views,
    welcome_words,
)
from lti_tool.web.config import WebConfig
from lti_tool.web.errors import handle_errors
from lti_tool.web.guards import guard
from lti_tool.web.headers import apply_headers
from lti_tool.web.i18n import set_up_languages
from lti_tool.web.limits import Limits, limit, limits_among
from lti_tool.web.request_counts import count_requests
from lti_tool.web.sending import lead_scripts_on
from lti_tool.web.state import centre_or_none
from lti_tool.web.static_files import StaticFiles
from lti_tool.web.templating import give_to_templates
from lti_tool.web.tool import Tool

BODY_BYTES_AT_MOST = 256 * 1024
_PAGES = (
    accessibility,
    actions,
    loans,
    registration,
    manual,
    languages,
    comfort,
    learner,
    checks,
    backgrounds,
    module,
    objection,
    outside,
    path,
    path_record,
    views,
    own_data,
    cohort,
    course,
    look,
    ledger,
    desk,
    helping,
    record,
    record_forms,
    sheet,
    stuck,
    sittings,
    together,
    tool_checks,
    paper,
    kiosk,
    resources,
    trial,
    picker,
    admin,
    data_requests,
    charters,
    cards,
    logo,
    figures,
    welcome_words,
    task_voices,
    documents,
    practice,
    exports,
    badges,
    disclosure,
)
"""The modules of pages that need nothing but the application."""


def create_app(
    installation: Installation, *, banner: str = "", limits: Limits | None = None, processes: int = 1
) -> Flask:
    """The Flask application of one wired installation. ``banner`` stands on every page when not empty;
    ``limits`` replaces the usual limits of rate, ``processes`` is how many web processes this machine has.
    """
    app = Tool("lti_tool", template_folder=str(paths.TEMPLATES), static_folder=None)
    _count_proxies(app, installation.settings.proxies)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_AT_MOST
    settings = installation.settings
    app.extensions["passerelle"] = installation.services
    of_centres = installation.of_centres
    app.extensions["passerelle_centres"] = {name: one.services for name, one in of_centres.items()}
    app.extensions["passerelle_web"] = WebConfig(
        origin=settings.origin,
        host=urlsplit(settings.base_url).netloc,
        launch_url=settings.launch_url,
        is_secure=settings.is_secure,
        secret=settings.secret_key,
        former_secrets=settings.former_secrets,
        static=paths.STATIC,
        banner=banner,
        demo_url=settings.demo_url,
        security_contact=settings.security_contact,
    )
    drawings_of_centres = {name: one.drawings for name, one in of_centres.items()}
    files = StaticFiles(paths.STATIC, installation.drawings, drawings_of_centres)
    set_up_languages(app)
    give_to_templates(app, lambda name: files.address(name, centre_or_none()), banner)
    count_requests(app)
    limit(app, limits or limits_among(processes, installation.services.turns))
    guard(app)
    apply_headers(app)
    lead_scripts_on(app)
    handle_errors(app)
    lti.register(
        app,
        verifier=installation.verifier,
        seal=installation.hand_over_seal,
        tool_keys=installation.tool_keys,
    )
    for pages in _PAGES:
        pages.register(app)
    guides.register(app, Guides(paths.CONFIG).find, files.address)
    public.register(app, files)
    return app


def _count_proxies(app: Flask, proxies: int) -> None:
    """Believe as many addresses of ``X-Forwarded-For`` as there are proxies, and no more."""
    if proxies:
        fixed = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # the way that Flask documents
