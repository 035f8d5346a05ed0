"""Where somebody is in a module, and the same place told in another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lti_tool.domain import module_run as moves
from lti_tool.domain.item import Scene
from lti_tool.domain.module import Exercise, Module, Step
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.module_translation import module_told_by
from lti_tool.services.charters import Charter

Translator = Callable[[Module, str], Module | None]
"""The translation of a module in a language, as its files tell it; ``None`` where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleStanding:
    """Where somebody is in a module. ``run`` is ``None`` before it is begun, ``step`` the step looked at, or
    ``None`` when everything is behind.

    ``charter`` is the text of an AGREE step as it stands now. ``missing`` names what an answer lacks;
    ``is_repeat`` tells that another window, or the same press twice, was faster.
    """

    module: Module
    run: ModuleRun | None = None
    step: Step | None = None
    charter: Charter | None = None
    missing: tuple[str, ...] = ()
    is_repeat: bool = False

    @property
    def exercise(self) -> Exercise | None:
        """The exercise to do, if the step has any that is not done."""
        if self.run is None or self.step is None:
            return None
        return moves.open_exercise(self.run, self.step)

    @property
    def scene(self) -> Scene | None:
        """The open scene of the exercise."""
        exercise = self.exercise
        if self.run is None or self.step is None or exercise is None:
            return None
        return exercise.scene(self.run.progress(self.step.id).scene)


class Telling:
    """Modules in other languages than the one they were written in."""

    def __init__(self, translated: Translator) -> None:
        self._translated = translated

    def told(self, module: Module, language: str) -> Module:
        """The module in a language, all of it; as it was written where it has no translation."""
        words = None if language == module.language else self._translated(module, language)
        return module if words is None else module_told_by(module, words)

    def told_standing(self, standing: ModuleStanding, language: str) -> ModuleStanding:
        """The same place, told in a language."""
        told, step, charter = self.told(standing.module, language), standing.step, standing.charter
        if step is not None and charter is not None:
            charter = self.told_charter(charter, standing.module, step.id, language)
        return replace(standing, module=told, step=step and told.step(step.id), charter=charter)

    def told_charter(self, charter: Charter, module: Module, step_id: str, language: str) -> Charter:
        """The text to agree to, told in a language where it is the module's; a centre's own, and one of an
        earlier day, stay as they were written.
        """
        given, told = module.step(step_id), self.told(module, language)
        words = told.step(step_id)
        if given is None or words is None or charter.html != given.text:
            return charter
        return replace(charter, html=words.text, language=told.language)


UNTOLD = Telling(lambda _module, _language: None)
"""Of modules that are in one language."""
