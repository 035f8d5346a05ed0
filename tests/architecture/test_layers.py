"""Rules between modules that the import contracts cannot say."""

from __future__ import annotations

import ast
import re
import tomllib

from lti_tool.domain.errors import PAGE_CODES
from tests.architecture.sources import PACKAGE, ROOT, imports_of, name_of, python_files, tree_of

WORDS = ROOT / "templates" / "macros" / "error_words.html"
ERRORS = PACKAGE / "web" / "errors.py"
CLOCKS = {"now", "utcnow", "today"}


def test_every_error_has_its_words_when_a_person_meets_it() -> None:
    worded = set(re.findall(r'^"(e-[a-z-]+)":', WORDS.read_text(encoding="utf-8"), re.MULTILINE))

    assert PAGE_CODES == worded


def test_every_code_is_known_when_a_page_or_a_layer_names_it() -> None:
    named = {
        (name_of(path), code)
        for path in python_files("lti_tool")
        for code in re.findall(r'"(e-[a-z]+(?:-[a-z]+)*)"', path.read_text(encoding="utf-8"))
    }

    assert set() == {(name, code) for name, code in named if code not in PAGE_CODES}


def test_every_kind_of_error_has_a_status_when_it_can_reach_a_page() -> None:
    declared = PACKAGE / "domain" / "errors.py"
    kinds = {
        node.name
        for node in tree_of(declared).body
        if isinstance(node, ast.ClassDef) and node.name != "PasserelleError"
    }
    operator_only = {"ContentFault", "SettingsFault"}

    mapped = set(re.findall(r"errors\.(\w+): \d{3}", ERRORS.read_text(encoding="utf-8")))

    assert kinds - operator_only == mapped


def test_the_moment_is_an_argument_when_the_domain_or_the_store_needs_it() -> None:
    calls = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("lti_tool/domain", "lti_tool/store")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time"}
    ]

    assert [] == calls


def test_chance_is_an_argument_when_the_domain_needs_it() -> None:
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in python_files("lti_tool/domain")}

    assert [] == [name for name, text in texts.items() if "import random" in text or "SystemRandom" in text]


def test_only_its_own_modules_know_the_demo_when_the_tool_runs() -> None:
    knowing = {
        name_of(path)
        for path in python_files("lti_tool")
        if any(name.startswith("lti_tool.demo") for name in imports_of(path)) and "demo" not in path.parts
    }

    assert knowing <= {"lti_tool/cli.py", "lti_tool/cli_serve.py"}


def test_every_layer_has_a_contract_when_imports_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = " ".join(next(contract["layers"] for contract in contracts if contract["type"] == "layers"))

    missing = [
        folder.name
        for folder in PACKAGE.iterdir()
        if (folder / "__init__.py").exists() and f"lti_tool.{folder.name}" not in layers
    ]

    assert [] == missing


def test_a_decision_is_numbered_and_short_when_it_is_written_down() -> None:
    records = sorted((PACKAGE / "adr").glob("*.md"))

    assert list(range(1, len(records) + 1)) == [int(path.name[:4]) for path in records]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 60, path.name
        for title in ("Status", "Context", "Decision", "Consequences"):
            assert f"## {title}" in text.splitlines(), (path.name, title)
