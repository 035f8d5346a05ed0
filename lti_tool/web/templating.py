"""What every template finds by itself: addresses of files, icons, the language, the form token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Flask

from lti_tool import paths
from lti_tool.web.guards import form_token
from lti_tool.web.i18n import language
from lti_tool.web.icons import icon_svg
from lti_tool.web.pictograms import pictogram
from lti_tool.web.state import asker_or_none


def give_to_templates(app: Flask, asset: Callable[[str], str], banner: str) -> None:
    """``asset`` gives the address of a file; ``banner`` stands on every page when not empty."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    icons = paths.STATIC / "img" / "icons"
    app.jinja_env.globals["icon_svg"] = partial(icon_svg, icons)
    app.jinja_env.globals["pictogram"] = partial(pictogram, icons)
    app.jinja_env.globals["banner"] = banner

    @app.context_processor
    def _per_request() -> dict[str, object]:
        asker = asker_or_none()
        return {"lang": language(), "csrf": form_token(asker) if asker else ""}
