"""The columns of exported tables in words, and what stands in them in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from lti_tool.domain.cohort import GradeState
from lti_tool.domain.export import Row, Value, What
from lti_tool.domain.export_rows import LENT, LOAN, RETURNED
from lti_tool.domain.figures import Skills
from lti_tool.domain.loan import Helps
from lti_tool.domain.needs import NO_ANSWER
from lti_tool.domain.start import Stage
from lti_tool.web.action_words import kind_in_words, things
from lti_tool.web.export_meanings import meanings
from lti_tool.web.i18n import _
from lti_tool.web.state import services

_STAGED = re.compile(r"(entry|midway|end)_(.+)")
Words = Callable[[str], str]


def what_in_words(what: What) -> str:
    """What a file holds."""
    words = {
        What.PEOPLE: _("Les personnes : une ligne par personne, avant et après"),
        What.AREAS: _("Les niveaux : une ligne par personne, étape et domaine"),
        What.COMPETENCES: _("Les compétences : une ligne par personne et compétence"),
        What.ACTIONS: _("Les besoins, ce qui a été fait et les prêts"),
        What.GRADES: _("Les notes de cette activité et leur envoi"),
        What.STATEMENTS: _("Les résultats en phrases xAPI, pour un LRS"),
    }
    return words[what]


def stage_in_words(stage: str) -> str:
    """When in the training."""
    words = {Stage.ENTRY.value: _("Début"), Stage.MIDWAY.value: _("Étape"), Stage.END.value: _("Fin")}
    return words.get(stage, stage)


def header(code: str) -> str:
    """What a column is called in a table."""
    plain = _headers()
    if code in plain:
        return plain[code]
    if code.startswith("access_"):
        return _question(code.removeprefix("access_"))
    if found := _STAGED.fullmatch(code):
        stage, rest = stage_in_words(found[1]), found[2]
        if rest.startswith("area_"):
            area = _area(rest.removeprefix("area_"))
            return _("%(stage)s : niveau, %(area)s", stage=stage, area=area)
        return _("%(stage)s : %(column)s", stage=stage, column=_staged()[rest])
    return code


def meaning(code: str) -> str:
    """What a column tells, and where it comes from, in a sentence or two."""
    plain = meanings()
    if code in plain:
        return plain[code]
    if code.startswith("access_"):
        return _("La réponse de la personne à cette question, la dernière fois qu'elle l'a envoyée.")
    rest = code.partition("_")[2]
    return plain["level"] if rest.startswith("area_") else plain.get(rest, plain["on"])


def worded(columns: Sequence[str]) -> Callable[[Row], list[Value]]:
    """What says a row in words; numbers and days stay as they are. The words are looked up once."""
    known = _values()
    words = [
        cache(partial(access_in_words, code.removeprefix("access_")))
        if code.startswith("access_")
        else cache(known[code])
        if code in known
        else None
        for code in columns
    ]

    def say(row: Row) -> list[Value]:
        return [
            word(cell) if word and isinstance(cell, str) and cell else cell
            for word, cell in zip(words, row, strict=True)
        ]

    return say


def skills_in_words(skills: str) -> str:
    """A category of the barometer."""
    words = {
        Skills.NONE.value: _("Aucune"),
        Skills.WEAK.value: _("Faibles"),
        Skills.BASIC.value: _("De base"),
        Skills.ABOVE_BASIC.value: _("Plus que de base"),
    }
    return words.get(skills, skills)


def _headers() -> Mapping[str, str]:
    return {
        "number": _("Personne n°"),
        "name": _("Nom"),
        "groups": _("Groupes"),
        "is_enrolled": _("Inscrite au cours"),
        "needs": _("Besoins"),
        "needs_done": _("Besoins réglés"),
        "loans_open": _("Appareils prêtés"),
        "modules": _("Modules finis"),
        "stage": _("Moment"),
        "area": _("Domaine DigComp"),
        "level": _("Niveau mesuré"),
        "low": _("Au moins"),
        "high": _("Au plus"),
        "certainty": _("Certitude"),
        "observed_level": _("Niveau observé"),
        "mode": _("Forme du diagnostic"),
        "finished_on": _("Fini le"),
        "paper_on": _("Fait sur papier le"),
        "tasks": _("Tâches faites"),
        "tasks_helped": _("Tâches faites avec de l'aide"),
        "tasks_accompanied": _("Tâches faites côte à côte"),
        "bank_version": _("Version des tâches"),
        "engine_version": _("Version du calcul"),
        "competence": _("Compétence DigComp"),
        "source": _("Origine"),
        "kind": _("Quoi"),
        "state": _("État"),
        "since": _("Depuis le"),
        "moved_on": _("Dernier changement le"),
        "due_on": _("À rendre le"),
        "helps": _("L'appareil aide"),
        "text": _("Texte libre"),
        "column": _("Colonne du carnet de notes"),
        "points": _("Note"),
        "maximum": _("Sur"),
        "sent_on": _("Envoyée le"),
        "platform_points": _("Valeur lue dans la plateforme"),
        "reason": _("Raison (code)"),
    }


def _staged() -> Mapping[str, str]:
    return {
        "on": _("fini le"),
        "paper_on": _("fait sur papier le"),
        "skills": _("compétences numériques (baromètre)"),
        "level": _("niveau mesuré"),
        "low": _("au moins"),
        "high": _("au plus"),
        "certainty": _("certitude"),
        "tasks": _("tâches faites"),
    }


def _values() -> Mapping[str, Words]:
    return {
        "is_enrolled": {"yes": _("Oui"), "no": _("Non")}.__getitem__,
        "stage": stage_in_words,
        "area": lambda area: f"{area}. {_area(area)}",
        "competence": lambda name: f"{name} {_(services().competence_names.get(name, ''))}".strip(),
        "entry_skills": skills_in_words,
        "end_skills": skills_in_words,
        "needs": _each(kind_in_words),
        "needs_done": _each(kind_in_words),
        "mode": lambda mode: _modes().get(mode, mode),
        "source": lambda one: _sources().get(one, one),
        "kind": lambda kind: dict(things()).get(kind) or kind_in_words(kind),
        "state": lambda state: _states().get(state, state),
        "helps": lambda helps: _help().get(helps, helps),
        "column": _column,
    }


def _each(words: Words) -> Words:
    return lambda value: " ; ".join(words(one) for one in value.split(", "))


def _column(key: str) -> str:
    return _area(key.removeprefix("area-")) if key.startswith("area-") else _("L'activité")


def _modes() -> Mapping[str, str]:
    return {
        "standard": _("complet"),
        "express": _("court"),
        "midway": _("point d'étape"),
        "area": _("un domaine"),
    }


def _sources() -> Mapping[str, str]:
    return {
        "need": _("besoin dit par la personne"),
        "own": _("ajouté par l'équipe"),
        LOAN: _("prêt noté"),
    }


def _states() -> Mapping[str, str]:
    return {
        "to-do": _("à faire"),
        "under-way": _("commencé"),
        "done": _("fait"),
        "not-needed": _("pas nécessaire"),
        LENT: _("prêté"),
        RETURNED: _("rendu"),
        GradeState.TO_SEND.value: _("à envoyer"),
        GradeState.READING.value: _("envoyée, en cours de relecture"),
        GradeState.WAITING.value: _("en attente"),
        GradeState.REFUSED.value: _("refusée"),
        GradeState.CHANGED.value: _("changée dans la plateforme"),
        GradeState.KEPT.value: _("valeur de la plateforme gardée"),
        GradeState.SENT.value: _("envoyée"),
    }


def _help() -> Mapping[str, str]:
    return {
        Helps.YES.value: _("oui"),
        Helps.A_LITTLE.value: _("un peu"),
        Helps.NO.value: _("non"),
        Helps.TO_REPAIR.value: _("à réparer"),
    }


def _area(area: str) -> str:
    return _(services().area_names.get(area, area))


def _question(name: str) -> str:
    found = next((one for one in services().workspace.exports.access if one.id == name), None)
    return _(found.question) if found else name


def access_in_words(question: str, choice: str) -> str:
    """One answer of the access check."""
    if choice == NO_ANSWER:
        return _("Préfère ne pas répondre")
    found = next((one for one in services().workspace.exports.access if one.id == question), None)
    return next((_(one.text) for one in found.choices if one.id == choice), choice) if found else choice
