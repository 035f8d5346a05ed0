"""Made-up modules for tests."""

from __future__ import annotations

from types import MappingProxyType

from lti_tool.domain.item import Choice, Choose, Press, Scene
from lti_tool.domain.module import Exercise, Module, Part, Saying, Step, StepKind

SCREEN = MappingProxyType({"kind": "window", "title": "Un appareil", "body": [], "buttons": [
    {"id": "marche", "label": "Marche"}, {"id": "arret", "label": "Arrêt"}]})  # fmt: skip


def pressed(exercise_id: str = "allumer") -> Exercise:
    """An exercise with one button to press, "marche"."""
    task = Press(right=frozenset({"marche"}), buttons=frozenset({"marche", "arret"}))
    return Exercise(
        id=exercise_id,
        question="Sur quoi appuyez-vous ?",
        hints=("Cherchez le bouton.", "C'est « Marche »."),
        scenes=(Scene(id="debut", task=task, screen=SCREEN),),
        done="Vous avez allumé l'appareil.",
    )


def chosen(exercise_id: str = "choisir") -> Exercise:
    """An exercise with one choice, "a"."""
    choices = (Choice(id="a", text="Oui"), Choice(id="b", text="Non"))
    task = Choose(choices=choices, right=frozenset({"a"}))
    scene = Scene(id="debut", task=task, screen=MappingProxyType({"kind": "none"}))
    return Exercise(id=exercise_id, question="Est-il allumé ?", hints=("Regardez.", "Oui."), scenes=(scene,))


def a_module(module_id: str = "M01", **values: object) -> Module:
    """Five steps: see, try, do for real, say, check."""
    steps = (
        Step(id="voir", kind=StepKind.SEE, title="Le bouton", minutes=2, text="<p>Un bouton.</p>"),
        Step(id="essai", kind=StepKind.TRY, title="Essayez", minutes=3, exercises=(pressed(), chosen())),
        Step(
            id="faire",
            kind=StepKind.DO,
            title="Pour de vrai",
            minutes=5,
            gestures=(Choice(id="un", text="J'ai allumé."), Choice(id="deux", text="J'ai éteint.")),
        ),
        Step(
            id="dire",
            kind=StepKind.SAY,
            title="Et vous ?",
            minutes=2,
            question="Ça va ?",
            sayings=(
                Saying(id="oui", text="Oui", reply="Tant mieux."),
                Saying(id="non", text="Non", reply="On parle."),
            ),
            is_told=True,
        ),
        Step(
            id="verifier",
            kind=StepKind.CHECK,
            title="À vous",
            minutes=3,
            exercises=(pressed("un"), chosen("deux")),
        ),
    )
    known: dict[str, object] = {
        "id": module_id,
        "version": 1,
        "language": "fr",
        "title": "Allumer",
        "goal": "Vous allumez.",
        "can_do": "allumer un appareil",
        "competences": ("5.1",),
        "part": Part.START,
        "aims_at": 1,
        "steps": steps,
        "sheet": "<p>Le bouton.</p>",
        "guide": "<h2>But</h2>",
    }
    return Module(**{**known, **values})  # type: ignore[arg-type]  # named by the tests
