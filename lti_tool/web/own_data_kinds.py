"""The kinds of data that are kept about a learner: tables, and in plain words what, why and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lti_tool.services.data_uses import FREE_TEXT_LIFE, MONTH, Kept, lives_of
from lti_tool.web.i18n import _

KINDS: Mapping[str, tuple[str, ...]] = {
    "who": (
        *("person", "person_name", "course_member", "membership", "background"),
        *("welcome_medium", "task_voice"),
    ),
    "answers": ("attempt", "answer", "area_level", "check_run", "check_answer", "outside_result"),
    "modules": (
        *("module_run", "module_step", "agreement"),
        *("path_plan", "path_choice", "path_skip"),
    ),
    "help": ("stuck_call", "action", "loan"),
    "team": ("note", "observation", "correction", "objection", "attestation"),
    "grades": ("delivery", "delivery_attempt"),
    "visits": (
        *("session", "launch", "deep_link_request", "kiosk_code"),
        *("sitting", "record_view"),
    ),
    "comfort": ("comfort",),
    "requests": ("data_request", "person_restriction", "shelved_row"),
}
"""Every table with rows of people, in the order in which they are read."""
ICONS: Mapping[str, str] = {
    "who": "person",
    "answers": "pencil",
    "modules": "map",
    "help": "lifebuoy",
    "team": "note",
    "grades": "send",
    "visits": "eye",
    "comfort": "text-size",
    "requests": "mail",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """One kind in words: what is kept, what for, how long, and who sees it."""

    name: str
    title: str
    icon: str
    what: str
    why: str
    life: str
    who: str


def kinds(months: int) -> tuple[KindWords, ...]:
    """Every kind, in the language of the page; for so many months after the last visit the centre keeps what
    is known about a person.
    """
    words = _words()
    return tuple(
        KindWords(
            name=name,
            title=words[name][0],
            icon=ICONS[name],
            what=words[name][1],
            why=words[name][2],
            life=_life(tables, months),
            who=words[name][3],
        )
        for name, tables in KINDS.items()
    )


def _life(tables: tuple[str, ...], months: int) -> str:
    """How long the rows of these tables are kept, as the map of data and the centre say."""
    found = lives_of(tables)
    told = [_lives(months)[kept] for kept in found.kept]
    if found.has_free_texts and months * MONTH > FREE_TEXT_LIFE:
        told.append(_("Les textes libres s'effacent 12 mois après votre dernière visite."))
    return " ".join(told)


def _lives(months: int) -> Mapping[Kept, str]:
    return {
        Kept.PERSON: _("Gardé %(num)s mois après votre dernière visite.", num=months),
        Kept.NAME: _("Le nom s'efface 30 jours après son dernier envoi par la plateforme."),
        Kept.SESSION: _("Une page ouverte s'oublie après 8 heures au plus."),
        Kept.LOOKS: _("Qui a regardé votre dossier : 13 mois."),
        Kept.DELIVERY_LOG: _("Le détail des envois : 90 jours."),
    }


def _words() -> Mapping[str, tuple[str, str, str, str]]:
    """Title, what is kept, why, and who sees it."""
    return {**_of_the_learner(), **_of_the_team(), **_of_the_visit()}


def _of_the_learner() -> Mapping[str, tuple[str, str, str, str]]:
    return {
        "who": (
            _("Votre nom et votre cours"),
            _("Votre nom, le numéro que votre plateforme vous donne, vos cours, vos groupes."),
            _("Pour vous reconnaître quand vous revenez."),
            _("L'équipe de votre cours voit votre nom."),
        ),
        "answers": (
            _("Vos réponses et vos niveaux"),
            _("Ce que vous avez répondu, et les niveaux trouvés."),
            _("Pour savoir ce que vous savez faire et proposer la suite."),
            _(
                "L'équipe voit le détail quand vous l'envoyez, ou à la fin si votre centre l'a choisi : "
                "la première page le dit."
            ),
        ),
        "modules": (
            _("Vos modules et votre chemin"),
            _("Les étapes faites, les textes acceptés, l'ordre des modules."),
            _("Pour reprendre là où vous étiez."),
            _("L'équipe voit où vous en êtes."),
        ),
    }


def _of_the_team() -> Mapping[str, tuple[str, str, str, str]]:
    return {
        "help": (
            _("L'aide et le matériel"),
            _("Vos appels à l'aide, le matériel prêté, ce que l'équipe prépare pour vous."),
            _("Pour vous aider et ne rien oublier."),
            _("L'équipe de votre cours."),
        ),
        "team": (
            _("Ce que l'équipe écrit"),
            _("Les notes d'entretien, les niveaux observés, les corrections, vos attestations."),
            _("Pour suivre vos progrès avec vous."),
            _("Vous et l'équipe de votre cours."),
        ),
    }


def _of_the_visit() -> Mapping[str, tuple[str, str, str, str]]:
    return {
        "grades": (
            _("Les notes vers votre cours"),
            _("Les niveaux envoyés à votre plateforme, et quand."),
            _("Pour que la note arrive une seule fois, et juste."),
            _("Votre plateforme et vos formateurs."),
        ),
        "visits": (
            _("Les pages ouvertes"),
            _("Vos pages ouvertes, et qui a regardé votre dossier."),
            _("Pour garder votre place et vous dire qui a regardé."),
            _("Vous."),
        ),
        "comfort": (
            _("Votre confort de lecture"),
            _("La taille du texte, les couleurs et le reste, si vous les changez."),
            _("Pour retrouver vos pages comme vous les aimez."),
            _("Vous. Votre formateur aussi, quand vous travaillez sur son écran."),
        ),
        "requests": (
            _("Vos demandes"),
            _("Ce que vous demandez ici, et les réponses."),
            _("Pour vous répondre et le prouver."),
            _("L'administration de votre centre."),
        ),
    }
