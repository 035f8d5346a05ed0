"""How an answer is judged, task by task."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.item import Choice, Choose, Expected, Field, FieldKind, Fill, Order, Task, Tick
from lti_tool.domain.judging import (
    Incomplete,
    Missed,
    Opened,
    Submitted,
    Succeeded,
    Verdict,
    is_strong_password,
    judge,
    plain,
)
from tests.factories import a_scene, choose_one, press_one

STEPS = tuple(Choice(id=name, text=name) for name in ("x", "y", "z"))
ORDER = Order(steps=STEPS, right=("y", "x", "z"))
TICK = Tick(choices=STEPS, right=frozenset({"x", "z"}))


def judged(task: Task, **submitted: str) -> Verdict:
    """``order_x`` stands for the field ``order-x``."""
    return judge(a_scene(task), {name.replace("_", "-"): [value] for name, value in submitted.items()})


def field(expected: Expected, kind: FieldKind = FieldKind.TEXT) -> Fill:
    return Fill(fields=(Field(id="f", label="F", kind=kind, expected=expected),))


def test_a_press_succeeds_when_the_button_is_right() -> None:
    assert Succeeded() == judged(press_one(), press="envoyer")


def test_a_press_misses_when_the_button_is_another() -> None:
    assert Missed() == judged(press_one(), press="supprimer")


def test_a_press_opens_a_scene_when_the_button_leads_there() -> None:
    assert Opened(scene_id="lu") == judged(press_one(menu="lu"), press="menu")


def test_a_choice_succeeds_opens_or_misses_when_it_is_made() -> None:
    task = choose_one("a", b="suite")

    assert [Succeeded(), Opened(scene_id="suite"), Missed()] == [
        judged(task, choice=name) for name in ("a", "b", "c")
    ]


@pytest.mark.parametrize("task", [press_one(), choose_one(), TICK, ORDER, field(Expected(anything=True))])
@pytest.mark.parametrize(
    "submitted",
    [
        {},
        {"press": [""], "choice": [""], "order-x": [""], "field-f": ["  "]},
        {"press": ["not-offered"], "choice": ["not-offered"], "order-x": ["first"], "field-g": ["x"]},
        {"press": [], "choice": []},
    ],
    ids=["nothing", "blank", "not-offered", "empty-lists"],
)
def test_it_is_no_try_when_nothing_offered_is_given(task: Task, submitted: Submitted) -> None:
    assert isinstance(judge(a_scene(task), submitted), Incomplete)


@pytest.mark.parametrize(
    ("ticked", "verdict"),
    [
        (["x", "z"], Succeeded()),
        (["z", "x", "x"], Succeeded()),
        (["x"], Missed(right_parts=2, parts=3)),
        (["x", "y", "z"], Missed(right_parts=2, parts=3)),
        (["y"], Missed(right_parts=0, parts=3)),
        (["x", "z", "not-offered"], Succeeded()),
    ],
)
def test_ticks_succeed_when_all_the_right_ones_and_no_other_are_ticked(
    ticked: list[str], verdict: Verdict
) -> None:
    assert verdict == judge(a_scene(TICK), {"choice": ticked})


def test_an_order_succeeds_when_every_step_has_its_number() -> None:
    assert Succeeded() == judged(ORDER, order_x="2", order_y="1", order_z="3")


def test_an_order_counts_its_right_places_when_some_are_wrong() -> None:
    assert Missed(right_parts=1, parts=3) == judged(ORDER, order_x="1", order_y="2", order_z="3")


def test_the_steps_without_a_number_are_named_when_an_order_is_incomplete() -> None:
    assert Incomplete(fields=("order-x", "order-z")) == judged(ORDER, order_x="un", order_y="1")


@pytest.mark.parametrize("digit", ["²", "٣", "-1", "1.0", "9" * 400, "9" * 5000])
def test_an_odd_number_breaks_nothing_when_an_order_is_given(digit: str) -> None:
    verdict = judged(ORDER, order_x=digit, order_y="1", order_z="3")

    assert isinstance(verdict, Missed | Incomplete)


@pytest.mark.parametrize(
    ("expected", "given", "is_right"),
    [
        (Expected(one_of=("Éléonore Diallo",)), "eleonore  diallo.", True),
        (Expected(one_of=("Éléonore Diallo",)), "ELEONORE DIALLO", True),
        (Expected(one_of=("l'école",)), "L’ÉCOLE", True),
        (Expected(one_of=("Diallo", "Martin")), "martin", True),
        (Expected(one_of=("Diallo",)), "Dialo", False),
        (Expected(words=("piscine", "Namur")), "horaires de la PISCINE de namur", True),
        (Expected(words=("piscine", "Namur")), "piscine Liège", False),
        (Expected(number=42.5), "42,5", True),
        (Expected(number=42.5), "42.50 €", True),
        (Expected(number=1250), "1\u202f250", True),
        (Expected(number=1250), "1\u00a0250,00", True),
        (Expected(number=42.5), "quarante-deux", False),
        (Expected(number=42.5), "nan", False),
        (Expected(number=42.5), "inf", False),
        (Expected(one_of=("Eupen",)), "„Eupen“", True),
        (Expected(one_of=("Gent",)), "‘Gent’", True),
        (Expected(number=8), "8 h", True),
        (Expected(number=8), "08:00", True),
        (Expected(number=8), "8h00", True),
        (Expected(number=8), "8 uur", True),
        (Expected(number=8), "8h30", False),
        (Expected(number=8), "8 ou 9", False),
        (Expected(day=date(2026, 12, 3)), "2026-12-03", True),
        (Expected(day=date(2026, 12, 3)), "03/12/2026", True),
        (Expected(day=date(2026, 12, 3)), "3.12.2026", True),
        (Expected(day=date(2026, 12, 3)), "3 12 2026", True),
        (Expected(day=date(2026, 12, 3)), "12/03/2026", False),
        (Expected(day=date(2026, 12, 3)), "31/02/2026", False),
        (Expected(day=date(2026, 12, 3)), "hier", False),
        (Expected(anything=True), "x", True),
        (Expected(choice="x"), "x", True),
        (Expected(choice="x"), "y", False),
        (Expected(strong_password=True), "trois-vélos-bleus", True),
        (Expected(strong_password=True), "123456", False),
    ],
)
def test_spelling_is_not_the_skill_when_a_field_is_judged(
    expected: Expected, given: str, is_right: bool
) -> None:
    verdict = judge(a_scene(field(expected)), {"field-f": [given]})

    assert (Succeeded() if is_right else Missed(right_parts=0, parts=1)) == verdict


@pytest.mark.parametrize(
    "given", ["99999999999999999999/12/2026", "3/12/99999999999999999999", f"{'9' * 5000}/1/1", "²/12/2026"]
)
def test_an_odd_day_breaks_nothing_when_a_date_is_given(given: str) -> None:
    verdict = judge(a_scene(field(Expected(day=date(2026, 12, 3)))), {"field-f": [given]})

    assert Missed(right_parts=0, parts=1) == verdict


@pytest.mark.parametrize("must", [True, False])
@pytest.mark.parametrize("is_ticked", [True, False])
def test_an_empty_box_is_an_answer_when_a_field_is_a_box(must: bool, is_ticked: bool) -> None:
    task = field(Expected(checked=must), FieldKind.CHECK)

    verdict = judge(a_scene(task), {"field-f": ["on"]} if is_ticked else {})

    assert (must is is_ticked) is isinstance(verdict, Succeeded)


def test_each_field_is_a_part_when_a_form_is_half_right() -> None:
    fields = tuple(
        Field(id=name, label=name, kind=FieldKind.TEXT, expected=Expected(one_of=(name,)))
        for name in ("a", "b", "c")
    )

    verdict = judged(Fill(fields=fields), field_a="a", field_b="B", field_c="x")

    assert Missed(right_parts=2, parts=3) == verdict


@pytest.mark.parametrize(
    ("password", "is_strong"),
    [
        ("trois-vélos-bleus", True),
        ("Azerty123456", True),
        ("azerty123", False),
        ("aaaaaaaaaaaaA1", False),
        ("motdepassetreslong", False),
        ("123456789012345", False),
        ("", False),
    ],
)
def test_length_and_variety_count_when_a_password_is_judged(password: str, is_strong: bool) -> None:
    assert is_strong is is_strong_password(password)


def test_a_typed_hyphen_is_the_one_that_keeps_a_word_on_its_line() -> None:
    assert plain("per E-Mail") == plain("per E\u2011Mail")


@given(st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("’‘“”«»…\u202f\u00a0œ")))
def test_plain_text_stays_plain_when_it_is_made_plain_again(text: str) -> None:
    assert plain(text) == plain(plain(text))


@given(
    st.dictionaries(
        st.sampled_from(["press", "choice", "order-x", "order-y", "order-z", "field-f"]),
        st.lists(st.text(max_size=20), max_size=3),
    ),
    st.sampled_from(
        [
            press_one(),
            choose_one(),
            TICK,
            ORDER,
            field(Expected(number=3)),
            field(Expected(day=date(2026, 12, 3))),
            field(Expected(words=("a",))),
        ]
    ),
)
def test_any_form_gets_a_verdict_when_a_browser_sends_nonsense(
    submitted: dict[str, list[str]], task: Choose
) -> None:
    verdict = judge(a_scene(task), submitted)

    assert isinstance(verdict, Succeeded | Missed | Opened | Incomplete)
