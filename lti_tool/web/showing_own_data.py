"""From what is kept about a learner to what their own pages print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from flask import url_for
from markupsafe import Markup

from lti_tool import paths
from lti_tool.domain.administration import is_named
from lti_tool.domain.data_request import Asked, DataRequest
from lti_tool.services.data_rights import OwnData
from lti_tool.services.launches import Visit
from lti_tool.services.person_copy import PersonCopy
from lti_tool.web import present_own_data as present
from lti_tool.web.i18n import _, day_in_words, language, moment_in_words, spoken_in_words
from lti_tool.web.own_data_kinds import KINDS, kinds
from lti_tool.web.own_data_words import code_words, column_names, table_titles
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

Say = Callable[[str], str]
_PROSE = frozenset({"text", "words", "reply", "answer", "reason", "wait_reason", "comment", "line", "name"})
"""What somebody wrote: never taken for a code of ours."""


def own_data_page(visit: Visit, own: OwnData, *, notice: present.Notice = "") -> present.OwnDataPage:
    """What is kept, what was asked, and what may be."""
    handle = visit.launch.handle
    return present.OwnDataPage(
        kinds=kinds(own.kept_months),
        requests=tuple(_line(one) for one in own.requests),
        asks=tuple((asked.value, *_asking(asked)) for asked in own.may_ask),
        ask_action=url_for("own_data.ask", handle=handle),
        file_action="" if visit.launch.is_kiosk else url_for("own_data.take_along", handle=handle),
        views_href=url_for("views.own", handle=handle),
        centre=own.centre_name if is_named(own.centre_name) else "",
        trainer_name=visit.trainer_name,
        since=day_in_words(own.since) if own.since else "",
        notice=notice,
        back_href="" if own.since else url_for("learner.entrance", handle=handle),
        frame=frame_of(visit),
    )


def asked_in_words(asked: Asked) -> str:
    """What was asked for."""
    return {
        Asked.ERASE: _("Effacer toutes mes données"),
        Asked.RESTRICT: _("Mettre mes données en pause"),
        Asked.RESUME: _("Finir la pause"),
        Asked.CORRECT: _("Corriger quelque chose"),
    }[asked]


def file_page(copied: PersonCopy, centre: str) -> present.OwnDataFile:
    """Everything in the copy, in words where there are any."""
    titles, names = table_titles(), column_names()
    say = _sayers()
    return present.OwnDataFile(
        title=_("Mes données dans Passerelle"),
        made_at=moment_in_words(copied.made_at),
        centre=centre if is_named(centre) else "",
        style=Markup("<style>{}</style>").format(_style()),
        kinds=tuple(
            present.FileKind(
                words=words,
                tables=tuple(
                    present.FileTable(
                        title=titles.get(table, table),
                        rows=tuple(_row(row, names, say) for row in copied.tables[table]),
                    )
                    for table in KINDS[words.name]
                    if copied.tables.get(table)
                ),
            )
            for words in kinds(copied.kept_months)
        ),
    )


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup((paths.STATIC / "css" / "own-data.css").read_text(encoding="utf-8"))  # noqa: S704  # ours


def _line(one: DataRequest) -> present.RequestLine:
    return present.RequestLine(
        what=asked_in_words(one.asked),
        at=day_in_words(one.asked_at),
        answered=day_in_words(one.answered_at) if one.answered_at else "",
        answer=one.answer,
    )


def _asking(asked: Asked) -> tuple[str, str]:
    meanings = {
        Asked.ERASE: _("Tout ce que Passerelle garde sur vous disparaît. Les notes de votre cours restent."),
        Asked.RESTRICT: _("Passerelle garde vos données, sans les utiliser. Vous ne faites plus d'activité."),
        Asked.RESUME: _("Vous retrouvez tout comme avant."),
        Asked.CORRECT: _("Quelque chose est faux. Votre centre vous contacte."),
    }
    return asked_in_words(asked), meanings[asked]


def _row(
    row: Mapping[str, object], names: Mapping[str, str], say: Mapping[str, Say]
) -> tuple[tuple[str, str], ...]:
    told = ((names.get(column, column), _value(column, value, say)) for column, value in row.items())
    return tuple(dict.fromkeys((name, value) for name, value in told if value))


def _value(column: str, value: object, say: Mapping[str, Say]) -> str:
    """A value in words; empty when there is nothing to say."""
    match value:
        case None | "":
            return ""
        case bool():
            return _("oui") if value else _("non")
        case datetime():
            return moment_in_words(value)
        case date():
            return str(format_date(value, "d MMMM y", locale=language()))
        case bytes():
            return _("dans le fichier JSON")
        case dict():
            parts = ((key, _value(column, one, say)) for key, one in value.items())
            return " ; ".join(f"{key} : {told}" for key, told in parts if told)
        case list() | tuple():
            return ", ".join(filter(None, (_value(column, one, say) for one in value)))
        case str() if column in say:
            return say[column](value)
        case str() if column not in _PROSE:
            return code_words().get(value, value)
    return str(value)


def _sayers() -> Mapping[str, Say]:
    found = services()
    modules, activities = found.modules.known, found.activities

    def module(name: str) -> str:
        return _(modules[name].title) if name in modules else name

    def task(name: str) -> str:
        item = found.bank.get(name)
        return item.question if item else name

    return {
        "activity": lambda name: _(activities[name].title) if name in activities else name,
        "module": module,
        "area": lambda name: _(found.area_names.get(name, name)),
        "competence": lambda name: f"{name} {_(found.competence_names.get(name, ''))}".strip(),
        "item_id": task,
        "second_language": spoken_in_words,
    }
