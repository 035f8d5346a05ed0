"""The menu of languages: a form where somebody launched, links everywhere else.

The form keeps the language with the launch and leads back to the page it was sent from. A link asks for a
language in the address (``?lang=nl``) and changes nothing on the server.
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from lti_tool.domain.language import LANGUAGES
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import asked_language, browser_language, language
from lti_tool.web.present import Language, LanguageMenu
from lti_tool.web.state import asker_or_none, services, visit, visit_or_none

NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
NOT_PAGES = frozenset({"public.static", "registration.logo", "lti.jwks"})
_BACK = re.compile(r"/[A-Za-z0-9/_.~-]{0,200}(\?[A-Za-z0-9=&_.~%+-]{0,200})?")


def register(app: Flask) -> None:
    """Add the address of the form, and offer the menu."""
    app.add_url_rule("/l/<handle>/language", "language.choose", choose, methods=["POST"])
    offer(app)


def offer(app: Flask) -> None:
    """Show the menu on every page, and let every address keep the language that was asked for."""
    app.url_defaults(_keep_language)
    app.jinja_env.globals["language_menu"] = language_menu


@policy(Policy.VISITOR)
def choose(handle: str) -> Response:
    """Keep another language with the launch, and show the same page in it. An unknown one changes nothing."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        services().launches.choose_language(visit(), wanted)
    back = request.form.get("back", "")
    if not is_own_page(back, handle):
        back = url_for("learner.entrance", handle=handle)
    return cast(Response, redirect(back, 303))


def language_menu(*, is_refusal: bool) -> LanguageMenu | None:
    """The menu of the present page; ``None`` where the page cannot be shown a second time.

    A refusal repeats nothing that was sent to it.
    """
    here = visit_or_none()
    if here is not None:
        action = url_for("language.choose", handle=here.launch.handle)
        back = request.full_path.rstrip("?")
        return LanguageMenu(languages=_languages({}), action=action, back=back)
    kept = {name: values for name, values in request.args.lists() if name != "lang"}
    if request.method != "GET" or (is_refusal and kept):
        return None
    return LanguageMenu(languages=_languages(kept))


def _languages(kept: dict[str, list[str]]) -> tuple[Language, ...]:
    return tuple(
        Language(
            code=code,
            name=NAMES[code],
            href="?" + urlencode({**kept, "lang": code}, doseq=True),
            is_current=code == language(),
        )
        for code in LANGUAGES
    )


def languages_beside(chosen: str) -> tuple[Language, ...]:
    """The languages that are not the page's own; the ``chosen`` one is the current."""
    return tuple(
        Language(code=code, name=NAMES[code], href="", is_current=code == chosen)
        for code in LANGUAGES
        if code != language()
    )


def is_own_page(back: str, handle: str) -> bool:
    """Whether this is the address of a page of the same launch, and nothing else."""
    path = urlsplit(back).path
    if not _BACK.fullmatch(back) or not path.startswith(f"/l/{handle}/"):
        return False
    try:
        _endpoint, arguments = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return arguments.get("handle") == handle


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:  # Any: an address takes texts and numbers
    """A page without a launch leads on in the language that was asked of it; a launch takes its own along."""
    if endpoint in NOT_PAGES:
        return
    if asker_or_none() is None or "handle" in values:
        wanted = asked_language()
    else:
        wanted = "" if language() == browser_language() else language()
    if wanted:
        values.setdefault("lang", wanted)
