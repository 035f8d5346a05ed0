"""The nine levels in words: for the trainer who chooses one, for the learner who reads it.

Source: DigComp 2.1, the eight proficiency levels by autonomy and difficulty of the task.
"""

from __future__ import annotations

from lti_tool.web.i18n import _


def level_for_trainer(level: int) -> str:
    """What somebody of this level does, 0 to 8, with the number."""
    words = (
        _("0. Premiers gestes, avec quelqu'un à côté"),
        _("1. Tâches simples, avec de l'aide"),
        _("2. Tâches simples, sans aide ou presque"),
        _("3. Tâches courantes et petits problèmes, sans aide"),
        _("4. Situations nouvelles, sans aide, selon ses besoins"),
        _("5. Tâches variées, et aide les autres"),
        _("6. Choisit ce qui convient le mieux, même dans une situation compliquée"),
        _("7. Résout des problèmes compliqués et montre aux collègues"),
        _("8. Résout des problèmes très compliqués et propose des idées nouvelles"),
    )
    return words[level]


def level_for_learner(level: int) -> str:
    """The same as the learner would say it."""
    words = (
        _("je commence"),
        _("je sais avec de l'aide"),
        _("je sais avec un peu d'aide"),
        _("je sais sans aide"),
        _("je suis à l'aise"),
        _("j'aide les autres"),
        _("je choisis ce qui va le mieux"),
        _("je résous des problèmes difficiles"),
        _("je trouve des idées nouvelles"),
    )
    return words[level]
