"""The commands over content, as a trainer who writes items and a programme that runs the engine use them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lti_tool import cli, paths
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.language import LANGUAGES
from lti_tool.settings import read_content_folders
from tests.content.module_folder import TEXTS, module_folder
from tests.content.planted import PLACE, SOUND, line_of
from tests.content.test_levels import SOUND as LEVELLINGS
from tests.content.test_own_items import OWN, OWN_PLACE, REPLACING, own_folder
from tests.content.test_resources import CARD as CARDS
from tests.content.test_resources import folder as cards
from tests.content.test_translations import OWN_DUTCH, OWN_DUTCH_PLACE
from tests.contents import the_modules

ALONE = '{"outcome": "alone"}\n'
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command without any setting but those named."""
    monkeypatch.delenv("PASSERELLE_CONFIG", raising=False)

    def invoke(*words: str, said: str = "", content: str = "") -> Result:
        return CliRunner().invoke(
            cli.passerelle, list(words), input=said, env={"PASSERELLE_CONTENT": content}
        )

    return invoke


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_folder_of_own_items_is_checked_when_it_is_named(run: Run, tmp_path: Path) -> None:
    result = run("content", "check", str(own_folder(tmp_path)))

    assert (0, "1 items, 0 modules, no fault.\n") == (result.exit_code, result.output)


def test_each_fault_says_how_to_mend_it_when_an_own_item_is_wrong(run: Run, tmp_path: Path) -> None:
    own_folder(tmp_path, OWN.replace("version: 1", "version: one"))
    own_folder(tmp_path, SOUND.replace("courriel-essai", "essai-deux"), Path("bank/fr/2.1/autre.yaml"))

    result = run("content", "check", str(tmp_path))

    assert 1 == result.exit_code
    found = result.output.splitlines()
    assert 2 == len(found)
    assert found[0].startswith(f"{tmp_path / 'bank/fr/2.1/autre.yaml'}:1: ")
    assert found[0].endswith("-> name the file essai-deux.yaml")
    assert found[1].startswith(f"{tmp_path / OWN_PLACE}:2: version: ")


def test_a_hard_word_of_a_translation_is_named_when_a_centre_checks_its_folder(
    run: Run, tmp_path: Path
) -> None:
    own_folder(tmp_path)
    own_folder(tmp_path, OWN_DUTCH.replace('help: "', 'help: "Dat is fout. ', 1), OWN_DUTCH_PLACE)
    line = line_of(OWN_DUTCH, "help: ")

    result = run("content", "check", str(tmp_path))

    assert 1 == result.exit_code
    (found,) = result.output.splitlines()
    assert found.startswith(f"{tmp_path / OWN_DUTCH_PLACE}:{line}: “fout” may frighten, in “Dat is fout. ")
    assert found.endswith(" -> plain: zeg wat er te doen is")


def test_one_sentence_is_said_when_a_folder_holds_no_item(run: Run, tmp_path: Path) -> None:
    result = run("content", "check", str(tmp_path))

    assert 2 == result.exit_code
    assert f"{tmp_path} holds no item" in result.stderr


def test_a_folder_of_own_modules_is_checked_when_it_is_named(run: Run, tmp_path: Path) -> None:
    module_folder(tmp_path)

    result = run("content", "check", str(tmp_path))

    assert (0, "0 items, 1 modules, no fault.\n") == (result.exit_code, result.output)


def test_faults_of_items_and_modules_are_told_together_when_a_folder_has_both(
    run: Run, tmp_path: Path
) -> None:
    own_folder(tmp_path, OWN.replace("version: 1", "version: one"))
    path = module_folder(tmp_path, texts={**TEXTS, "bouton.md": "Le bouton.\n\nIl est faux.\n"})

    result = run("content", "check", str(tmp_path))

    assert 1 == result.exit_code
    item, text = result.output.splitlines()
    assert item.startswith(f"{tmp_path / OWN_PLACE}:2: version: ")
    assert text.startswith(f"{path.parent / 'bouton.md'}:3: the word “faux”")


def test_the_folder_to_name_is_told_when_a_module_itself_is_named(run: Run, tmp_path: Path) -> None:
    result = run("content", "check", str(module_folder(tmp_path).parent))

    assert 1 == result.exit_code
    assert "a module lies in modules/<language>/<ID>/module.yaml" in result.output


def test_steps_of_modules_are_counted_when_the_setting_names_their_folder(run: Run, tmp_path: Path) -> None:
    module_folder(tmp_path)

    (counted,) = lines(run("content", "stats", "--json", content=str(tmp_path)))

    modules = counted["modules"]
    assert isinstance(modules, dict)
    assert {"fr": 6} == modules.pop("M42")
    assert {module.id: dict.fromkeys(LANGUAGES, len(module.steps)) for module in the_modules()} == modules


def test_a_folder_of_cards_alone_is_checked(run: Run, tmp_path: Path) -> None:
    cards(tmp_path)
    sound = run("content", "check", str(tmp_path))
    cards(tmp_path, CARDS.replace("kind: place", "kind: shop"))
    odd = run("content", "check", str(tmp_path))

    assert 0 == sound.exit_code, sound.output
    assert 1 == odd.exit_code
    assert "fr.yaml:3: cards.0.kind:" in odd.output


def test_a_clash_with_the_real_bank_is_told_when_an_own_item_takes_its_id(run: Run, tmp_path: Path) -> None:
    taken = next((paths.CONFIG / "bank").glob("fr/2.1/*.yaml"))
    own_folder(tmp_path, taken.read_text(encoding="utf-8"), taken.relative_to(paths.CONFIG))

    result = run("content", "check", str(tmp_path))

    assert 1 == result.exit_code
    assert "take another id, or write replaces: true" in result.output


def test_levellings_of_a_centre_are_checked_when_it_has_some(run: Run, tmp_path: Path) -> None:
    own_folder(own_folder(tmp_path), LEVELLINGS, Path("bank/levels/2.1.yaml"))

    result = run("content", "check", str(tmp_path))

    assert 1 == result.exit_code
    assert ["no such item"] * 3 == [
        line.partition("bank has ")[2][:12] for line in result.output.splitlines()
    ]


def test_items_in_another_language_are_mentioned_when_nobody_meets_them(run: Run, tmp_path: Path) -> None:
    dutch = re.sub(r"[\u00a0\u202f ]+([?!:;])(?=\s|\"|$)", r"\1", OWN, flags=re.MULTILINE)
    own_folder(tmp_path, dutch, Path("bank/nl/2.1/courriel-maison.yaml"))

    assert "1 of them are not in French" in run("content", "check", str(tmp_path)).output


def test_own_items_are_counted_when_the_setting_names_their_folder(run: Run, tmp_path: Path) -> None:
    own = own_folder(own_folder(tmp_path), OWN_DUTCH, OWN_DUTCH_PLACE)

    (before,) = lines(run("content", "stats", "--json"))
    (after,) = lines(run("content", "stats", "--json", content=f"{own}:{own}"))

    assert before["items"]["total"] + 1 == after["items"]["total"]  # type: ignore[index]
    spoken = [Counter(one["items"]["by_language"]) for one in (before, after)]  # type: ignore[index]
    assert {"fr": 1, "nl": 1} == spoken[1] - spoken[0]
    assert {"items", "modules"} == set(after)
    assert {"total", "by_competence", "by_format", "by_language"} == set(after["items"])  # type: ignore[call-overload]


def test_the_agreement_is_told_when_a_person_reads_the_counts(run: Run) -> None:
    """It is no part of what programmes read: there, one line of JSON is all."""
    *_counts, last = run("content", "stats").stdout.splitlines()

    assert last.startswith("Agreement of the two levellings of 159 items: weighted kappa 0.")


def test_the_setting_is_refused_in_a_sentence_when_a_folder_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match=f"CONTENT names a folder that does not exist: {tmp_path}/none"):
        read_content_folders({"PASSERELLE_CONTENT": f"{tmp_path}:{tmp_path}/none"})


@pytest.mark.parametrize("text", ['content = ["{0}", "{0}/b"]', 'content = "{0}:{0}/b"'])
def test_the_folders_are_read_when_a_file_names_them(tmp_path: Path, text: str) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "settings.toml").write_text(text.format(tmp_path), encoding="utf-8")

    found = read_content_folders({"PASSERELLE_CONFIG": str(tmp_path / "settings.toml")})

    assert (tmp_path, tmp_path / "b") == found


def test_the_dialogue_is_the_same_when_the_seed_is(run: Run) -> None:
    def dialogue(seed: int) -> Result:
        return run("diagnose", "--jsonl", "--seed", str(seed), said=ALONE * 60)

    first = dialogue(4)
    told = lines(first)

    assert first.stdout == dialogue(4).stdout != dialogue(5).stdout
    assert [False] * (len(told) - 1) == [line["done"] for line in told[:-1]]
    assert {"item", "competence", "level", "format", "done"} == set(told[0])
    assert {"done", "areas", "competences"} == set(told[-1])
    assert set("12345") == set(told[-1]["areas"])  # type: ignore[call-overload]


def test_every_diagnostic_ends_when_it_is_run_without_a_browser(run: Run) -> None:
    slugs = sorted(path.stem for path in (paths.CONFIG / "activities").glob("diagnostic*.yaml"))

    ends = {
        slug: lines(run("diagnose", "--jsonl", "--activity", slug, said=ALONE * 60))[-1] for slug in slugs
    }

    assert len(ends) >= 2
    assert {True} == {end["done"] for end in ends.values()}


def test_own_items_are_given_when_the_setting_names_their_folder(run: Run, tmp_path: Path) -> None:
    """All tasks of level 1 of one competence replaced by one's own: then one of them comes."""
    for number in range(12):
        own_folder(
            tmp_path, OWN.replace("maison", f"maison-{number}"), PLACE.with_stem(f"courriel-maison-{number}")
        )

    told = lines(run("diagnose", "--jsonl", said='{"outcome": "helped"}\n' * 60, content=str(tmp_path)))

    assert any(str(line.get("item")).startswith("courriel-maison-") for line in told)


@pytest.mark.parametrize(
    "said",
    [
        "alone\n",
        '{"outcome": "done"}\n',
        '["alone"]\n',
        "[" * 3000 + "\n",
        '{"outcome": ["alone"]}\n',
    ],
)
def test_one_sentence_is_said_when_an_outcome_is_no_outcome(run: Run, said: str) -> None:
    result = run("diagnose", "--jsonl", said=said)

    assert 2 == result.exit_code
    assert 1 == len(result.stderr.splitlines())
    assert "alone, helped, failed, skipped" in result.stderr
    assert 1 == len(result.stdout.splitlines())


def test_one_sentence_is_said_when_the_activity_is_unknown(run: Run) -> None:
    result = run("diagnose", "--jsonl", "--activity", "diagnostik")

    assert (2, "") == (result.exit_code, result.stdout)
    assert 1 == len(result.stderr.splitlines())
    assert "Known: diagnostic, " in result.stderr


@pytest.mark.parametrize("told", [0, 3])
def test_the_dialogue_ends_in_silence_when_nobody_answers_any_more(run: Run, told: int) -> None:
    result = run("diagnose", "--jsonl", said=ALONE * told)

    assert (0, "") == (result.exit_code, result.stderr)
    assert told + 1 == len(lines(result))
    assert not any(line["done"] for line in lines(result))


def test_a_replacing_item_passes_when_it_is_checked_with_the_bank_that_it_replaces(
    run: Run, tmp_path: Path
) -> None:
    result = run("content", "check", str(own_folder(tmp_path, REPLACING, PLACE)))

    assert 1 == result.exit_code
    assert "there is no item “courriel-essai” to replace" in result.output
