"""The few sentences that leave Passerelle outside a page: the comments in the gradebook.

The sentences are French in the code and translated by the catalogues in ``locale``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.grade import comment_cut

SURE, PROBABLE = 0.75, 0.55


class Comments:
    """Writes gradebook comments. ``locale_folder`` holds the catalogues."""

    def __init__(self, locale_folder: Path) -> None:
        self._folder = locale_folder

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
        """Level, range, certainty, how it was made and when, in plain text, in the learner's language."""
        _ = _catalogue(self._folder, language)
        parts = [
            _("%(subject)s : niveau %(level)s.") % {"subject": subject, "level": estimate.level},
            _range(_, estimate),
            _certainty(_, estimate.p),
            _("Positionnement en %(tasks)s tâches, dont %(helped)s avec de l'aide, le %(date)s.")
            % {"tasks": tasks, "helped": helped, "date": now.strftime("%d/%m/%Y")},
        ]
        return comment_cut(" ".join(part for part in parts if part))


def _range(_: Callable[[str], str], estimate: LevelEstimate) -> str:
    if estimate.low == estimate.high:
        return ""
    return _("Entre %(low)s et %(high)s.") % {"low": estimate.low, "high": estimate.high}


def _certainty(_: Callable[[str], str], p: float) -> str:
    if p >= SURE:
        return _("Niveau sûr.")
    return _("Niveau probable.") if p >= PROBABLE else _("Niveau à confirmer.")


@cache
def _catalogue(folder: Path, language: str) -> Callable[[str], str]:
    return gettext.translation("messages", localedir=folder, languages=[language], fallback=True).gettext
