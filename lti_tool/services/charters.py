"""Texts to agree to: the given one or the centre's own, every version kept, and who agreed to which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from lti_tool.content.sanitise import foreign_in, html_of
from lti_tool.content.typography import french
from lti_tool.domain.audit import LEARNER, TRAINER, Deed, actor_of
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.module import Module, Step, StepKind
from lti_tool.domain.roles import REVIEWERS
from lti_tool.services.administrators import Administration
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.store.agreements import Agreement, AgreementText
from lti_tool.store.unit_of_work import Store, UnitOfWork

CHARACTERS_AT_MOST = 6000
UNSHOWN = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """A text as it stands for somebody: ``version`` is 0 while nobody has agreed to the given text yet.

    ``agreed_at`` is when this person agreed to this very version, ``None`` otherwise. ``language`` is that of
    the text.
    """

    name: str
    html: str
    version: int
    is_own: bool = False
    markdown: str = ""
    agreed_at: datetime | None = None
    language: str = BASE_LANGUAGE

    @property
    def edition(self) -> int:
        """What an administrator changes from: the version of a centre's own text, 0 for the given one."""
        return self.version if self.is_own else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreText:
    """A text to agree to as a centre has it, and the step of the module that asks for it."""

    charter: Charter
    module: Module
    step: Step


class Charters:
    """Use cases over the texts of one centre."""

    def __init__(self, store: Store, *, modules: Mapping[str, Module], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._given = {
            name_of(module, step): (module, step)
            for module in modules.values()
            for step in module.steps
            if step.kind is StepKind.AGREE
        }

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of the module that asks for each text, by the text's name."""
        return {name: module.title for name, (module, _step) in self._given.items()}

    def texts(self, who: Administration) -> tuple[CentreText, ...]:
        """Every text to agree to, as it stands in this centre."""
        with self._store.reading() as unit:
            return tuple(self._text(unit, who, name) for name in self._given)

    def text(self, who: Administration, name: str) -> CentreText:
        """One of them.

        Raises:
            NotFound: there is no such text.
        """
        self._found(name)
        with self._store.reading() as unit:
            return self._text(unit, who, name)

    def write(self, who: Administration, name: str, markdown: str, edition: int) -> CentreText:
        """Put the centre's own words in the place of a text; the next learner reads them. ``edition`` is what
        the words were changed from. The words that stand already change nothing.

        Raises:
            NotFound: there is no such text.
            MalformedRequest: ``charter-empty`` or ``charter-too-long``.
            Conflict: another window has changed the text since.
        """
        words = tidied(markdown)
        if not html_of(words):
            raise MalformedRequest(reason="charter-empty")
        if len(words) > CHARACTERS_AT_MOST:
            raise MalformedRequest(reason="charter-too-long")
        _module, step = self._found(name)
        is_given = words == tidied(step.markdown)
        return self._written(who, name, None if is_given else words, edition)

    def give_back(self, who: Administration, name: str, edition: int) -> CentreText:
        """The given text again.

        Raises:
            NotFound: there is no such text.
            Conflict: another window has changed the text since.
        """
        return self._written(who, name, None, edition)

    def copy(self, visit: Visit, name: str) -> Charter:
        """What this person agreed to last, to keep: in the words of that day.

        Raises:
            NotFound: they agreed to no such text in this course.
        """
        link = visit.link
        with self._store.reading() as unit:
            found = [
                one
                for one in unit.agreements.of_person(
                    link.centre_id, visit.launch.person_id, link.context_id, link.id
                )
                if one.name == name
            ]
            text = unit.agreements.text(link.centre_id, name, found[-1].version) if found else None
        if text is None:
            raise NotFound(reason="nothing-agreed")
        return Charter(
            name=name,
            html=text.html,
            version=text.version,
            is_own=text.markdown is not None,
            agreed_at=found[-1].agreed_at,
        )

    def _written(self, who: Administration, name: str, markdown: str | None, edition: int) -> CentreText:
        _module, step = self._found(name)
        now = self._clock()
        with self._store.writing() as unit:
            latest = unit.agreements.latest_text(who.centre_id, name)
            if (latest.markdown if latest else None) != markdown:
                if _standing(unit, who.centre_id, name, step.text).edition != edition:
                    raise Conflict(reason="charter-changed")
                html = html_of(markdown) if markdown is not None else step.text
                _add(unit, who.centre_id, name, latest, markdown, html, now)
                detail = "own" if markdown is not None else "given"
                unit.audit.append(who.deed("charter-written", "charter", name, now, detail))
            return self._text(unit, who, name)

    def _found(self, name: str) -> tuple[Module, Step]:
        found = self._given.get(name)
        if found is None:
            raise NotFound(reason="no-such-charter")
        return found

    def _text(self, unit: UnitOfWork, who: Administration, name: str) -> CentreText:
        module, step = self._given[name]
        charter = _standing(unit, who.centre_id, name, step.text)
        return CentreText(charter=charter, module=module, step=step)


def tidied(markdown: str) -> str:
    """The words as they are kept: lines without spaces at their end, no sign that no page can show, and
    nothing that breaks before « : ; ! ? ».
    """
    lines = markdown.replace("\r\n", "\n").replace("\t", " ").split("\n")
    shown = ("".join(letter for letter in line if category(letter) not in UNSHOWN) for line in lines)
    return str(french("\n".join(line.rstrip() for line in shown).strip()))


def shown_as(words: str) -> str:
    """The clean HTML of words that an administrator typed."""
    return html_of(tidied(words))


def odd_lines_of(words: str) -> tuple[int, ...]:
    """The lines, from 1, of what is no plain Markdown and would be shown as typed."""
    return tuple(dict.fromkeys(line for line, _what, _mend in foreign_in(words, may_link=True)))


def name_of(module: Module, step: Step) -> str:
    """The name of the text of a step."""
    return f"{module.id}/{step.id}"


def charter_of(unit: UnitOfWork, visit: Visit, module: Module, step: Step) -> Charter:
    """The text of a step as it stands, and whether this person agreed to it in this course."""
    link, name = visit.link, name_of(module, step)
    standing = _standing(unit, link.centre_id, name, step.text)
    given = unit.agreements.of_person(link.centre_id, visit.launch.person_id, link.context_id, link.id)
    mine = [one for one in given if (one.name, one.version) == (name, standing.version)]
    return Charter(
        name=name,
        html=standing.html,
        version=standing.version,
        is_own=standing.is_own,
        markdown=standing.markdown,
        agreed_at=mine[-1].agreed_at if mine else None,
    )


def agreed(unit: UnitOfWork, visit: Visit, charter: Charter, now: datetime) -> None:
    """Keep somebody's yes to a text, with the version and the day. A second yes to it adds nothing."""
    if charter.agreed_at is not None:
        return
    link, version = visit.link, charter.version
    if version == 0:
        latest = unit.agreements.latest_text(link.centre_id, charter.name)
        version = _add(unit, link.centre_id, charter.name, latest, None, charter.html, now)
    agreement_id, role = new_id(), TRAINER if visit.rights in REVIEWERS else LEARNER
    unit.agreements.add(
        Agreement(
            id=agreement_id,
            centre_id=link.centre_id,
            person_id=visit.launch.person_id,
            resource_link_id=link.id,
            context_id=link.context_id,
            name=charter.name,
            version=version,
            agreed_at=now,
        )
    )
    unit.audit.append(
        Deed(
            at=now,
            actor=actor_of(role, visit.launch.person_id),
            action="charter-agreed",
            object_kind="agreement",
            object_id=agreement_id,
            centre_id=link.centre_id,
            detail=f"{charter.name} {version}",
        )
    )


def _standing(unit: UnitOfWork, centre_id: str, name: str, given: str) -> Charter:
    """The version that stands. The given text is no version yet where it was never agreed to, also after an
    update of the software has changed it.
    """
    latest = unit.agreements.latest_text(centre_id, name)
    if latest is None or (latest.markdown is None and latest.html != given):
        return Charter(name=name, html=given, version=0)
    return Charter(
        name=name,
        html=latest.html,
        version=latest.version,
        is_own=latest.markdown is not None,
        markdown=latest.markdown or "",
    )


def _add(
    unit: UnitOfWork,
    centre_id: str,
    name: str,
    latest: AgreementText | None,
    markdown: str | None,
    html: str,
    now: datetime,
) -> int:
    version = latest.version + 1 if latest else 1
    unit.agreements.add_text(
        AgreementText(
            centre_id=centre_id, name=name, version=version, markdown=markdown, html=html, written_at=now
        )
    )
    return version
