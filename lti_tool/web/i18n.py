"""Language and moments on the pages. The sentences are French in the templates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import lru_cache

from babel.dates import format_time as format_clock
from babel.dates import get_day_names
from flask import Flask, g, has_app_context, request
from flask_babel import Babel, force_locale, format_datetime, get_locale, gettext, ngettext, to_user_timezone
from markupsafe import Markup

from lti_tool import paths
from lti_tool.domain.language import BASE_LANGUAGE, LANGUAGES, language_of
from lti_tool.services.wording import TIME_ZONE
from lti_tool.web.state import asker_or_none, services, visit_or_none

CONTENT_LANGUAGE = BASE_LANGUAGE
"""The language in which tasks and modules are written."""
SENTENCES_KEPT = 16384
"""More than all sentences of all pages in four languages."""
_MOMENTS = {
    "fr": "d MMM y 'à' H\u00a0'h'\u00a0mm",
    "nl": "d MMM y 'om' H.mm\u00a0'uur'",
    "de": "d.\u00a0MMM y 'um' H:mm\u00a0'Uhr'",
    "en": "d MMM y 'at' H:mm",
}
_HOURS = {"fr": "H\u00a0'h'\u00a0mm", "nl": "H.mm\u00a0'uur'", "de": "H:mm\u00a0'Uhr'", "en": "H:mm"}
_DAYS = {"fr": "d MMMM y", "nl": "d MMMM y", "de": "d. MMMM y", "en": "d MMMM y"}
_FIRST = ("d ", "d'er' ")
"""French says "le 1er", and "le 2" after it."""


def _(sentence: str, **variables: object) -> str:
    """A French sentence in the language of the present page, with its named values filled in.

    With a marked value, such as ``in_content`` gives, the whole is markup and the other values are escaped.
    """
    if not sentence:
        return ""  # A catalogue answers the empty sentence with its own header.
    if any(isinstance(value, Markup) for value in variables.values()):
        return Markup(gettext(sentence)) % variables  # noqa: S704  # the sentence is ours
    return str(gettext(sentence, **variables))


def counted(singular: str, plural: str, count: int, **variables: object) -> str:
    """As ``_``, in the form that the number asks for; the sentences say it as ``%(num)s``."""
    return str(ngettext(singular, plural, count, **variables))


def later(sentence: str) -> str:
    """A sentence for the catalogues that is translated where it is shown."""
    return sentence


def set_up_languages(app: Flask) -> None:
    """Choose the language per request: the launch's, then the browser's, then French.

    Where nobody launched, the address may ask for another one: ``?lang=nl``.
    """
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(paths.LOCALE)
    app.config["BABEL_DEFAULT_LOCALE"] = "fr"
    app.config["BABEL_DEFAULT_TIMEZONE"] = TIME_ZONE
    Babel(app, locale_selector=_chosen)
    app.jinja_env.globals.update(lang_of=lang_of, in_content=in_content, in_page=in_page)
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template)


def language() -> str:
    """The language of the present page, as an HTML ``lang``; worked out once for each."""
    if not has_app_context():
        return BASE_LANGUAGE
    known = g.get("passerelle_language")
    if known is None:
        known = g.passerelle_language = str(get_locale() or BASE_LANGUAGE)
    return str(known)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Words in this language, whatever the page's is, for the length of a block."""
    before = language()
    g.passerelle_language = code
    try:
        with force_locale(code):
            yield
    finally:
        g.passerelle_language = before


def _in_template(sentence: str, **variables: object) -> Markup:
    """As ``_``, for a template: markup, into which values are filled escaped. Jinja's own way finds catalogue
    and language anew for each sentence of a page, which took a third of its time.
    """
    said = _said(language(), sentence)
    return said % variables if variables else _without_values(said)


@lru_cache(maxsize=SENTENCES_KEPT)
def _said(_language: str, sentence: str) -> Markup:
    return Markup(gettext(sentence))  # noqa: S704  # the sentence is ours


@lru_cache(maxsize=SENTENCES_KEPT)
def _without_values(said: Markup) -> Markup:
    return said % {}  # a sign of per cent is written twice in every sentence


def asked_language() -> str:
    """The language that the address asks for on a page without a launch; else empty."""
    if visit_or_none() is not None:
        return ""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else ""


def browser_language() -> str:
    """The first of our languages that the browser asks for; French when it asks for none."""
    wanted = (language_of(locale) for locale, quality in request.accept_languages if quality > 0)
    return next(filter(None, wanted), "fr")


def _chosen() -> str:
    asker = asker_or_none()
    return asked_language() or (asker and language_of(asker.locale)) or browser_language()


def lang_of(content: str) -> Markup:
    """The attribute ``lang`` of an element whose text is in this language; empty on a page in the same."""
    return Markup("") if content == language() else Markup(' lang="{}"').format(content)


def in_content(text: str, spoken: str = CONTENT_LANGUAGE) -> str:
    """Words of the content inside a sentence of the page, marked for screen readers where they differ."""
    return _marked(text, spoken, language())


def can_do_in_words(text: str) -> str:
    """What completes "Vous savez …", in the language of the page if the bank has it there, else marked in the
    same way.
    """
    words, spoken = services().bank.can_do(text, language())
    return _marked(words, spoken, language())


def in_page(text: str, around: str = CONTENT_LANGUAGE) -> str:
    """A word of the page inside an element in the language ``around``, marked in the same way."""
    return _marked(text, language(), around)


def _marked(text: str, spoken: str, around: str) -> str:
    return text if spoken == around else Markup('<span lang="{}">{}</span>').format(spoken, text)


def moment_in_words(moment: datetime) -> str:
    """A moment as the reader says it: « 20 nov. 2026 à 10 h 12 »."""
    return _in_words(moment, _MOMENTS)


def hour_in_words(moment: datetime) -> str:
    """The hour of a moment alone: « 10 h 12 »."""
    return str(format_datetime(moment, _HOURS[language()]))


def time_of_day_in_words(minutes: int) -> str:
    """Minutes since midnight as an hour: « 17 h 30 ». The end of the day is its beginning."""
    hour, minute = divmod(minutes % (24 * 60), 60)
    return str(format_clock(time(hour, minute), _HOURS[language()], locale=language()))


def weekday_in_words(number: int) -> str:
    """The name of a day of the week, Monday being 0."""
    return str(get_day_names("wide", locale=language())[number])


def spoken_in_words(code: str) -> str:
    """The name of a language in the language of the page; the code when it has none there."""
    locale = get_locale()
    return str(locale.languages.get(code, code)) if locale else code


def day_in_words(moment: datetime) -> str:
    """A day as the reader says it: « 20 novembre 2026 »."""
    return _in_words(moment, _DAYS)


def _in_words(moment: datetime, patterns: dict[str, str]) -> str:
    pattern = patterns[language()]
    if language() == "fr" and to_user_timezone(moment).day == 1:
        pattern = pattern.replace(*_FIRST, 1)
    return str(format_datetime(moment, pattern))
