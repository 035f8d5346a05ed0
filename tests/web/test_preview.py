"""The preview shows an author the pages of learners, the faults of the files, and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lti_tool.content.modules import load_modules
from lti_tool.content.skeleton import write_module
from lti_tool.domain.module import Exercise
from tests.content.module_folder import TEXTS, module_folder
from tests.web.answers import right_answer, wrong_answer
from tests.web.authoring import URL, client_of, opened, page, sent
from tests.web.reading import read

ESSAI = "/fr/M42/steps/essai"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A centre's folder with one module."""
    module_folder(tmp_path)
    return tmp_path


@pytest.fixture
def author(folder: Path) -> FlaskClient:
    """The browser of somebody who writes in that folder."""
    return client_of(folder)


def test_the_modules_of_the_folder_are_listed_and_no_others(author: FlaskClient) -> None:
    found = opened(author, "/")

    assert "preview" == found.name
    assert ["/fr/M42"] == [link for link in found.links if link.startswith("/fr/")]
    assert "M42 · fr · 17 minutes" in found.words


def test_every_page_is_the_learners_page_when_a_module_is_looked_at(author: FlaskClient) -> None:
    first = opened(author, "/fr/M42")
    assert ("module", "Le bouton rond") == (first.name, first.heading)
    steps = [link for link in first.links if "/steps/" in link]
    assert [
        f"/fr/M42/steps/{one}" for one in ("bouton", "essai", "charte", "humeur", "geste", "verifier")
    ] == steps

    names = [(opened(author, step).name, opened(author, step).heading) for step in steps]

    assert {"step"} == {name for name, _heading in names}
    assert "Sur quoi appuyez-vous ?" == names[1][1].replace("\u00a0", " ")
    assert "Appuyez sur le rond." in opened(author, "/fr/M42/sheet").words
    assert "Des mots qui aident" in opened(author, "/fr/M42/guide").words
    assert "together" == opened(author, "/fr/M42/together/2").name
    assert "Vous savez appuyer sur un bouton rond." in opened(author, "/fr/M42/end").words


def test_the_whole_module_is_walked_when_every_answer_is_right(author: FlaskClient) -> None:
    at = sent(author, "/fr/M42")
    assert "/fr/M42/steps/bouton" == at
    at = sent(author, at)
    assert ESSAI == at
    told = sent(author, at, press="marche")
    assert f"{ESSAI}?told=alone" == told
    assert "Vous avez appuyé sur le rond." in opened(author, told).words
    at = sent(author, opened(author, told).form.action, next="1")
    assert "/fr/M42/steps/charte" == at
    at = sent(author, at)
    at = sent(author, at, choice="bof")
    assert "/fr/M42/steps/geste?said=humeur.bof" == at
    assert "On va doucement." in opened(author, at).words
    at = sent(author, at, choice=["un", "deux"])
    told = sent(author, at, choice="fin")

    assert "/fr/M42/end" == sent(author, opened(author, told).form.action, next="1")
    assert "/fr/M42/steps/bouton" == sent(author, "/fr/M42/again")


def test_hints_come_one_by_one_and_then_the_answer_when_every_press_is_wrong(author: FlaskClient) -> None:
    at, seen = ESSAI, []
    for _press in range(3):
        at = sent(author, opened(author, at).form.action, press="non")
        seen.append(at.partition("?")[2])

    assert ["hints=1", "hints=2", "hints=2&told=shown"] == seen
    assert "Cherchez le rond." in opened(author, f"{ESSAI}?hints=1").words
    assert "C'est «\u00a0Marche\u00a0»." not in opened(author, f"{ESSAI}?hints=1").words
    assert "Marche" in opened(author, at).words
    assert ESSAI == sent(author, f"{ESSAI}/again")


@pytest.mark.parametrize(("button", "query"), [("hint", "hints=1"), ("show", "told=shown")])
def test_help_is_given_when_a_button_asks_for_it(author: FlaskClient, button: str, query: str) -> None:
    assert f"{ESSAI}?{query}" == sent(author, ESSAI, **{button: "1"})


@pytest.mark.parametrize("step", ["humeur", "verifier", "essai"])
def test_the_page_asks_again_when_nothing_was_answered(author: FlaskClient, step: str) -> None:
    response = author.post(f"/fr/M42/steps/{step}", data={}, base_url=URL)

    assert "Il manque une réponse." in page(response, 422).words


@pytest.mark.parametrize(
    "query",
    [
        "task=9",
        "task=-1",
        "task=x",
        "hints=99",
        "hints=²",
        "told=luck",
        "scene=ailleurs",
        "task=99&told=alone",
    ],
)
def test_a_page_comes_when_an_address_makes_no_sense(author: FlaskClient, query: str) -> None:
    assert "step" == opened(author, f"{ESSAI}?{query}").name
    assert 303 == author.post(f"{ESSAI}?{query}", data={"press": "marche"}, base_url=URL).status_code


@pytest.mark.parametrize(
    "address",
    [
        "/fr/M99", "/nl/M42", "/fr/M42/steps/autre", "/fr/M42/together/7", "/fr/M42/together/0",
        "/fr/..%2fM42", "/drawings/autre.svg", "/drawings/..%2f..%2fREADME.svg", "/static/autre.css",
        "/admin/", "/fr/M42/copy",
    ],
)  # fmt: skip
def test_a_calm_page_comes_when_there_is_no_such_address(author: FlaskClient, address: str) -> None:
    assert "error" == page(author.get(address, base_url=URL), 404).name


@pytest.mark.parametrize(
    "host", ["http://exemple.be", "http://exemple.be:8790", "http://127.0.0.1.exemple.be:8790"]
)
def test_nothing_is_shown_when_another_sites_name_leads_here(author: FlaskClient, host: str) -> None:
    """A page elsewhere must not read an author's files through the author's own browser."""
    response = author.get("/fr/M42", base_url=host)

    assert 400 == response.status_code
    assert "Le bouton rond" not in response.text


def test_the_policy_is_that_of_the_learners_pages_when_a_page_is_sent(author: FlaskClient) -> None:
    response = author.get("/fr/M42/steps/essai", base_url=URL)

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "Set-Cookie" not in response.headers
    assert [] == read(response.text).inline


def test_tasks_of_a_new_module_are_done_when_they_are_answered_right(tmp_path: Path) -> None:
    write_module(tmp_path, "C01", "Mon titre", ())
    found, module = client_of(tmp_path), load_modules(tmp_path)[0]

    for step in module.steps:
        for exercise in step.exercises:
            assert_judged(found, f"/fr/C01/steps/{step.id}", exercise)


def assert_judged(found: FlaskClient, address: str, exercise: Exercise) -> None:
    scene = exercise.scenes[0]
    wrong = wrong_answer(scene)

    assert wrong is not None
    assert f"{address}?hints=1" == sent(found, address, **wrong)
    assert f"{address}?told=alone" == sent(found, address, **right_answer(exercise, scene))
    assert exercise.done in opened(found, f"{address}?told=alone").words


def test_nothing_is_written_when_a_module_is_walked(author: FlaskClient, folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    sent(author, ESSAI, press="marche")
    sent(author, "/fr/M42/steps/humeur", choice="bien")

    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert set(TEXTS) <= {path.name for path in before}
