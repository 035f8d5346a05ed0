"""Style sheets and scripts travel without what only their readers need, and lose nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.domain.comfort import Comfort, Contrast, Size, Spacing
from lti_tool.web.assets import BUNDLES, bundle

SCRIPTS = sorted(name for name in BUNDLES if name.endswith(".js"))
STYLES = sorted(name for name in BUNDLES if name.endswith(".css"))


def bare(text: str) -> str:
    """Without any space at all."""
    return re.sub(r"\s", "", text)


def source(name: str) -> str:
    return "\n".join((paths.STATIC / part).read_text(encoding="utf-8") for part in BUNDLES[name])


def slim(folder: Path, name: str, text: str) -> str:
    """This text as a file of that name would travel."""
    (folder / name).write_text(text, encoding="utf-8")
    return bundle(folder, [name]).decode("utf-8")


def test_style_loses_space_and_remarks_alone(tmp_path: Path) -> None:
    text = """/* a remark */
.a > .b , .c:not(.d)  { margin: 0 auto ; content: " ; {  } " ; }
@media (min-width: 40em) { .e + .f { width: calc(1rem + 2px); } }
"""

    assert (
        '.a>.b,.c:not(.d){margin:0 auto;content:" ; {  } "}'
        "@media (min-width:40em){.e + .f{width:calc(1rem + 2px)}}"
    ) == slim(tmp_path, "one.css", text)


def test_script_keeps_what_is_quoted_and_every_pattern(tmp_path: Path) -> None:
    text = """// A remark.
const said = "a = b", given = { one: 1 };
  const plain = text.replace(/ (?=[.,])/g, "");
say(`a = ${ b }`);
"""

    assert (
        'const said="a = b",given={one:1};\nconst plain = text.replace(/ (?=[.,])/g, "");\nsay(`a = ${ b }`);'
    ) == slim(tmp_path, "one.js", text)


@pytest.mark.parametrize("name", STYLES)
def test_no_word_of_a_style_sheet_is_lost(name: str) -> None:
    spoken = re.sub(r"/\*.*?\*/", "", source(name), flags=re.DOTALL)

    assert bare(spoken).replace(";}", "}") == bare(bundle(paths.STATIC, BUNDLES[name]).decode("utf-8"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_word_of_a_script_is_lost(name: str) -> None:
    lines = [line for line in source(name).splitlines() if not line.strip().startswith("//")]

    assert bare("".join(lines)) == bare(bundle(paths.STATIC, BUNDLES[name]).decode("utf-8"))


def test_only_those_who_chose_a_look_load_its_sheet() -> None:
    """Sound and languages change no look."""
    looks = [
        Comfort(size=Size.LARGE),
        Comfort(spacing=Spacing.WIDE),
        Comfort(contrast=Contrast.LIGHT),
        Comfort(is_one_handed=True),
    ]

    assert [False, False, True, True, True, True] == [
        one.has_own_look for one in (Comfort(), Comfort(has_sound=False), *looks)
    ]
