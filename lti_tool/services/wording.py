"""The few sentences that leave Passerelle outside a page: the comments in the gradebook.

The sentences are French in the code and translated by the catalogues in ``locale``.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.grade import comment_cut
from lti_tool.domain.readings import Certainty, certainty_of

TIME_ZONE = "Europe/Brussels"
_DAYS = {"fr": "dd/MM/y", "nl": "dd/MM/y", "de": "dd.MM.y", "en": "dd/MM/y"}


def local_day(moment: datetime) -> date:
    """The day on which a moment falls where the people are."""
    return moment.astimezone(ZoneInfo(TIME_ZONE)).date()


class Comments:
    """Writes gradebook comments. ``locale_folder`` holds the catalogues."""

    def __init__(self, locale_folder: Path) -> None:
        self._folder = locale_folder

    def column_title(self, title: str, area: str, *, language: str) -> str:
        """The name of an area's column in the gradebook; ``title`` and ``area`` are French names that the
        catalogues know. Without an area it is the activity's own.
        """
        _ = _catalogue(self._folder, language).gettext
        if not area:
            return _(title)
        return _("%(title)s : %(area)s") % {"title": _(title), "area": _(area)}

    def level(
        self,
        subject: str,
        estimate: LevelEstimate,
        *,
        tasks: int,
        helped: int,
        language: str,
        now: datetime,
        accompanied: int = 0,
        paper_on: date | None = None,
    ) -> str:
        """Level, range, certainty, how it was made and when, in plain text, in the learner's language.

        ``subject`` is a French name that the catalogues know; ``language`` is one of ``LANGUAGES``.
        ``paper_on`` is the day of what was done on paper, and stands in the place of ``now``.
        """
        words = _catalogue(self._folder, language)
        _, ngettext = words.gettext, words.ngettext
        made = ngettext(
            "Positionnement en %(num)s tâche, dont %(helped)s avec de l'aide, le %(date)s.",
            "Positionnement en %(num)s tâches, dont %(helped)s avec de l'aide, le %(date)s.",
            tasks,
        )
        day = _day_in_words(paper_on, language) if paper_on else _day(now, language)
        parts = [
            _("%(subject)s : niveau %(level)s.") % {"subject": _(subject), "level": estimate.level},
            _range(words, estimate),
            _certainty(words, estimate.p),
            made % {"num": tasks, "helped": helped, "date": day},
            _("Fait sur papier.") if paper_on else "",
            _side_by_side(words, accompanied),
        ]
        return comment_cut(" ".join(part for part in parts if part))

    def observed(
        self, subject: str, level: int, measured: LevelEstimate, *, observed_on: date, language: str
    ) -> str:
        """The level that a trainer observed and its day, then the measured one; ``subject`` as above."""
        words = _catalogue(self._folder, language)
        _ = words.gettext
        day = _day_in_words(observed_on, language)
        parts = [
            _("%(subject)s : niveau %(level)s, observé par le formateur le %(date)s.")
            % {"subject": _(subject), "level": level, "date": day},
            _("Niveau mesuré : %(level)s.") % {"level": measured.level},
            _range(words, measured),
        ]
        return comment_cut(" ".join(part for part in parts if part))

    def module(
        self,
        title: str,
        *,
        done: int,
        steps: int,
        alone: int,
        total: int,
        is_accompanied: bool,
        language: str,
        now: datetime,
    ) -> str:
        """What was done in a module: steps, tasks of the check done alone, with whom, and when."""
        _ = _catalogue(self._folder, language).gettext
        parts = [
            _("Module « %(title)s » : %(done)s étapes sur %(steps)s faites.")
            % {"title": _(title), "done": done, "steps": steps},
            _("Vérification : %(alone)s sur %(total)s sans aide.") % {"alone": alone, "total": total}
            if total
            else "",
            _("Fait avec un formateur.") if is_accompanied else "",
            _("Le %(date)s.") % {"date": _day(now, language)},
        ]
        return comment_cut(" ".join(part for part in parts if part))


def _range(words: gettext.NullTranslations, estimate: LevelEstimate) -> str:
    _ = words.gettext
    if estimate.low == estimate.high:
        return ""
    return _("Entre %(low)s et %(high)s.") % {"low": estimate.low, "high": estimate.high}


def _side_by_side(words: gettext.NullTranslations, accompanied: int) -> str:
    if not accompanied:
        return ""
    ngettext = words.ngettext
    said = ngettext(
        "%(num)s tâche faite à côté d'un formateur.",
        "%(num)s tâches faites à côté d'un formateur.",
        accompanied,
    )
    return said % {"num": accompanied}


def _certainty(words: gettext.NullTranslations, p: float) -> str:
    _ = words.gettext
    said = {
        Certainty.SURE: _("Niveau sûr."),
        Certainty.PROBABLE: _("Niveau probable."),
        Certainty.TO_CONFIRM: _("Niveau à confirmer."),
    }
    return said[certainty_of(p)]


def _day_in_words(day: date, language: str) -> str:
    return str(format_date(day, _DAYS[language], locale=language))


def _day(moment: datetime, language: str) -> str:
    """The day where the learner lives, which near midnight is another one than in UTC."""
    return str(format_datetime(moment, _DAYS[language], tzinfo=get_timezone(TIME_ZONE), locale=language))


@cache
def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", localedir=folder, languages=[language], fallback=True)
