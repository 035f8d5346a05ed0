"""The small application behind ``passerelle content preview``."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, url_for

from lti_tool import paths
from lti_tool.services.drafts import Modules, drafts_of
from lti_tool.web import languages, preview
from lti_tool.web.config import WebConfig
from lti_tool.web.headers import allow_frames_of, apply_headers
from lti_tool.web.i18n import later, set_up_languages
from lti_tool.web.sending import lead_scripts_on
from lti_tool.web.static_files import StaticFiles
from lti_tool.web.templating import give_to_templates
from lti_tool.web.tool import Tool

BANNER = later("Aperçu : rien n'est gardé ni envoyé.")
BODY_BYTES_AT_MOST = 64 * 1024
DRAWINGS = "modules/"


def create_preview(folder: Path, url: str, given: Modules | None = None) -> Flask:
    """The application for the modules of one folder, which browsers reach at ``url``. ``given`` are the
    modules of the project where they were read already.

    Raises:
        FaultyContent: a module of the project is wrong, unless the folder is the project's own.
    """
    app = Tool("lti_tool", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_AT_MOST
    app.extensions["passerelle_web"] = WebConfig(
        origin=url,
        host=url.partition("//")[2],
        launch_url="",
        is_secure=False,
        secret=b"",
        static=paths.STATIC,
        banner=BANNER,
    )
    files = StaticFiles(paths.STATIC)
    set_up_languages(app)
    give_to_templates(app, lambda name: _address(files, name), BANNER)
    languages.offer(app)
    apply_headers(app)
    lead_scripts_on(app)
    app.before_request(lambda: allow_frames_of(""))
    preview.register(app, drafts_of(folder, paths.CONFIG, given), files)
    return app


def _address(files: StaticFiles, name: str) -> str:
    """The address of a file; drawings are read anew."""
    if name.startswith(DRAWINGS):
        return url_for("preview.drawing", name=name.removeprefix(DRAWINGS).removesuffix(".svg"))
    return files.address(name)
