"""What lies in a centre's own folder and would be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lti_tool.content.calibration import CALIBRATION
from lti_tool.content.drawings import FOLDER as DRAWINGS
from lti_tool.content.glossary import FOLDER as GLOSSARY
from lti_tool.content.levels import FOLDER as LEVELS
from lti_tool.content.module_texts import DRAWING, MODULE
from lti_tool.content.modules import MODULE_FILES
from lti_tool.content.resources import FOLDER as CARDS
from lti_tool.content.word_lists import EXCEPTIONS
from lti_tool.content.word_lists import FOLDER as WORDS
from lti_tool.content.yaml_lines import Fault

ITEM_FILES = "bank/*/*/*.yaml"
MODULES = "modules"
SPOKEN_OF = (f"{GLOSSARY}/*.yaml", f"{WORDS}/{EXCEPTIONS}")
"""Files about words: those that are explained, and those that may stand."""
_IN_ITS_PLACE = f"a module lies in {MODULES}/<language>/<ID>/{MODULE}"


def misplaced(root: Path) -> Iterator[Fault]:
    """Every file and folder that nothing reads, with the place where it belongs. Hidden ones are left alone,
    and so are texts beside the modules, such as a README.md.
    """
    known = {root / CALIBRATION}
    for pattern in (ITEM_FILES, f"{LEVELS}/*.yaml", f"{CARDS}/*.yaml", MODULE_FILES, *SPOKEN_OF):
        known |= {*root.glob(pattern)}
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if path in known or any(part.startswith(".") for part in place.parts):
            continue
        found = _what_it_is(path, place)
        if found is not None:
            yield Fault(file=str(path), line=1, what=found[0], mend=found[1])


def _what_it_is(path: Path, place: Path) -> tuple[str, str] | None:
    """What is wrong and how to mend it; ``None`` where all is well."""
    if path.is_dir():
        return _odd_folder(path, place)
    if path.suffix in (".yaml", ".yml"):
        return _stray(place)
    if place.parts[0] != MODULES or path.name == "README.md":
        return None
    if place.parent.as_posix() == DRAWINGS:
        is_drawing = path.suffix == DRAWING
        return None if is_drawing else ("this is no drawing", f"a drawing is a file <name>{DRAWING}")
    if len(place.parts) >= 4:
        return None  # The module itself names what it does not ask for.
    if path.suffix == DRAWING:
        return "no drawing is looked for here", f"move it to {DRAWINGS}/{path.name}"
    return "no text is looked for here", f"a text lies beside its {MODULE}: {MODULES}/<language>/<ID>/"


def _odd_folder(path: Path, place: Path) -> tuple[str, str] | None:
    is_module = len(place.parts) == 3 and place.parts[0] == MODULES and place.parent.as_posix() != DRAWINGS
    if not is_module or any((path / name).is_file() for name in (MODULE, "module.yml")):
        return None
    return f"this folder has no {MODULE}", "write it, or remove the folder"


def _stray(place: Path) -> tuple[str, str]:
    if place.stem == "module" or place.parts[0] == MODULES:
        return "no module is looked for here", _IN_ITS_PLACE
    if place.parts[0] == CARDS:
        return "no card is looked for here", f"cards lie in {CARDS}/<language>.yaml"
    return "no item is looked for here", "an item lies in bank/<language>/<competence>/<id>.yaml"
