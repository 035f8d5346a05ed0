"""Language and moments on the pages. The sentences are French in the templates."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, request
from flask_babel import Babel, format_datetime, get_locale, gettext

from lti_tool import paths
from lti_tool.web.state import visit_or_none

SUPPORTED = ("fr",)
TIME_ZONE = "Europe/Brussels"


def _(sentence: str, **variables: object) -> str:
    """A French sentence in the language of the present page, with its named values filled in."""
    return str(gettext(sentence, **variables))


def set_up_languages(app: Flask) -> None:
    """Choose the language per request: the launch's, then the browser's, then French."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(paths.LOCALE)
    app.config["BABEL_DEFAULT_LOCALE"] = "fr"
    app.config["BABEL_DEFAULT_TIMEZONE"] = TIME_ZONE
    Babel(app, locale_selector=_chosen)


def language() -> str:
    """The language of the present page, as an HTML ``lang``."""
    return str(get_locale() or "fr")


def _chosen() -> str:
    visit = visit_or_none()
    if visit is not None:
        wanted = visit.launch.locale.replace("_", "-").split("-")[0].lower()
        if wanted in SUPPORTED:
            return wanted
    return request.accept_languages.best_match(SUPPORTED) or "fr"


def moment_in_words(moment: datetime) -> str:
    """A moment as the reader says it: « 20 nov. 2026 à 10 h 12 »."""
    return str(format_datetime(moment, "d MMM y 'à' H 'h' mm"))


def day_in_words(moment: datetime) -> str:
    """A day as the reader says it: « 20 novembre 2026 »."""
    return str(format_datetime(moment, "d MMMM y"))
