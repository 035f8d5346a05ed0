"""The few sentences that leave Passerelle outside a page: the comments in the gradebook.

The sentences are French in the code and translated by the catalogues in ``locale``.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone

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
    ) -> str:
        """Level, range, certainty, how it was made and when, in plain text, in the learner's language.

        ``subject`` is a French name that the catalogues know; ``language`` is one of ``LANGUAGES``.
        """
        words = _catalogue(self._folder, language)
        _, ngettext = words.gettext, words.ngettext
        made = ngettext(
            "Positionnement en %(num)s tâche, dont %(helped)s avec de l'aide, le %(date)s.",
            "Positionnement en %(num)s tâches, dont %(helped)s avec de l'aide, le %(date)s.",
            tasks,
        )
        parts = [
            _("%(subject)s : niveau %(level)s.") % {"subject": _(subject), "level": estimate.level},
            _range(words, estimate),
            _certainty(words, estimate.p),
            made % {"num": tasks, "helped": helped, "date": _day(now, language)},
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


def _certainty(words: gettext.NullTranslations, p: float) -> str:
    _ = words.gettext
    said = {
        Certainty.SURE: _("Niveau sûr."),
        Certainty.PROBABLE: _("Niveau probable."),
        Certainty.TO_CONFIRM: _("Niveau à confirmer."),
    }
    return said[certainty_of(p)]


def _day(moment: datetime, language: str) -> str:
    """The day where the learner lives, which near midnight is another one than in UTC."""
    return str(format_datetime(moment, _DAYS[language], tzinfo=get_timezone(TIME_ZONE), locale=language))


@cache
def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", localedir=folder, languages=[language], fallback=True)
