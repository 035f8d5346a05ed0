"""« Écouter »: the device's own voice reads a page, after a tap and never before.

The voices are planted: this machine has none. What a voice would say is kept, and the test ends each
sentence itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lti_tool.web.present import QuestionPage
from tests.accessibility.catalogue import Catalogue
from tests.accessibility.looking import Gallery, layout_faults, violations
from tests.recognising import single_spaced

CHOICE = "scene-message/boite-atelier-salle:lu"
PICTURE_BUTTONS = "scene-video_room/video-micro-et-main:debut"
SENTENCES_AT_MOST = 60
LOCAL = {"lang": "fr-BE", "localService": True, "default": True}
UNDERSCORED = LOCAL | {"lang": "fr_BE"}
REMOTE, OTHER, DUTCH = LOCAL | {"localService": False}, LOCAL | {"lang": "de-DE"}, LOCAL | {"lang": "nl-BE"}
BUTTON = "[data-listen]"
_ENGINE = """
const engine = {
  voices: [], said: [], ended: 0, onvoiceschanged: null,
  getVoices() { return this.voices; },
  speak(one) { this.said.push(one); },
  cancel() {
    this.ended += 1;
    sessionStorage.setItem("cancelled", 1 + Number(sessionStorage.getItem("cancelled")));
    const one = this.said[this.said.length - 1];
    if (one) setTimeout(() => one.onerror({ error: "canceled" }));
  },
};
Object.defineProperty(window, "speechSynthesis", { value: engine });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
_PRESENT = """() => {
  const one = speechSynthesis.said[speechSynthesis.said.length - 1];
  const lit = [...document.querySelectorAll(".is-read")];
  return { text: one.text, rate: one.rate, lang: one.lang, voice: one.voice.lang,
           lit: lit.map(block => block.textContent.replace(/\\s+/g, " ").trim()),
           outline: lit.map(block => getComputedStyle(block).outlineStyle),
           inside: lit.every(block => block.getBoundingClientRect().bottom <= innerHeight) };
}"""
Said = dict[str, Any]  # Any: what a browser returns has no type; the script above is its only author


@pytest.fixture
def speaking(gallery: Gallery) -> Gallery:
    """The catalogue in front of a browser whose voices the test gives."""
    gallery.page.add_init_script(_ENGINE)
    gallery.page.set_viewport_size({"width": 360, "height": 640})
    return gallery


def give(page: Page, *voices: dict[str, object]) -> None:
    """The browser finds its voices, as it does at some moment after the page came."""
    page.evaluate(
        "voices => { speechSynthesis.voices = voices; speechSynthesis.onvoiceschanged(); }", list(voices)
    )


def end_sentence(page: Page) -> None:
    page.evaluate("() => speechSynthesis.said[speechSynthesis.said.length - 1].onend()")


def heard(page: Page) -> Iterator[Said]:
    """Press « Écouter », and hear it through."""
    page.locator(BUTTON).click()
    for _ in range(SENTENCES_AT_MOST):
        yield page.evaluate(_PRESENT)
        end_sentence(page)
        if "is-on" not in str(page.locator(BUTTON).get_attribute("class")):
            return
    raise AssertionError(f"more than {SENTENCES_AT_MOST} sentences")


def count(page: Page, what: str) -> int:
    return int(page.evaluate(f"() => speechSynthesis.{what}"))


def test_button_is_shown_only_when_the_device_itself_can_speak_the_language(speaking: Gallery) -> None:
    """A remote voice would send the text away; the choice « sans le son » counts more than a voice."""
    speaking.open(CHOICE)
    button = speaking.page.locator(BUTTON)
    seen = [button.is_visible()]

    for voices in ((REMOTE,), (OTHER,), (REMOTE, UNDERSCORED), (LOCAL,), ()):
        give(speaking.page, *voices)
        seen.append(button.is_visible())
    speaking.page.evaluate("document.documentElement.dataset.sound = 'off'")
    give(speaking.page, LOCAL)
    seen.append(button.is_visible())

    assert [False, False, False, True, True, False, False] == seen
    assert 0 == count(speaking.page, "said.length")


def test_the_second_language_is_not_read_and_asks_for_no_voice(speaking: Gallery) -> None:
    """A French voice is enough; no word of the other language is given to it."""
    speaking.open("second/tick")
    give(speaking.page, LOCAL)
    second = [single_spaced(text) for text in speaking.page.locator("main .second").all_text_contents()]
    said = [one["text"] for one in heard(speaking.page)]

    assert len(second) > 5 < len(said)
    assert not [text for text in said if any(words in text for words in second)]


def test_the_voice_is_slower_from_the_press_on_and_on_the_next_page(speaking: Gallery) -> None:
    speaking.open(CHOICE)
    give(speaking.page, LOCAL)
    slower = speaking.page.locator(f"{BUTTON} + button")
    assert not slower.is_visible()  # Whoever does not listen has one button less in front of the task.
    usual = next(heard(speaking.page))["rate"]

    slower.click()
    end_sentence(speaking.page)

    assert [0.9, 0.7] == [usual, speaking.page.evaluate(_PRESENT)["rate"]]
    assert "true" == slower.get_attribute("aria-pressed")
    speaking.open(CHOICE)
    give(speaking.page, LOCAL)
    assert ["true", 0.7] == [slower.get_attribute("aria-pressed"), next(heard(speaking.page))["rate"]]


def test_question_then_each_answer_is_read_when_the_button_is_pressed(
    speaking: Gallery, pages: Catalogue
) -> None:
    """Sentence by sentence, slowly, with the block marked and on the screen; the focus stays where it was."""
    shown = pages[CHOICE].page
    assert isinstance(shown, QuestionPage)
    speaking.open(CHOICE)
    give(speaking.page, REMOTE, LOCAL)
    speaking.page.locator(BUTTON).focus()

    said = list(heard(speaking.page))

    texts = [one["text"] for one in said]
    assert single_spaced(shown.question) == texts[0]
    answers = [single_spaced(choice.text) for choice in shown.task.choices]  # type: ignore[union-attr]  # it is a choice
    assert [*answers, "Je ne sais pas"] == texts[-len(answers) - 1 :]
    assert len(texts) > len(answers) + 2  # The drawn message stands between them.
    assert {(0.9, "fr-BE", "fr-BE")} == {(one["rate"], one["lang"], one["voice"]) for one in said}
    assert [] == [one for one in said if len(one["lit"]) != 1 or one["text"] not in one["lit"][0]]
    assert [["dashed"]] * len(said) == [one["outline"] for one in said]
    assert all(one["inside"] for one in said)
    expect(speaking.page.locator(BUTTON)).to_be_focused()
    expect(speaking.page.locator(BUTTON)).to_have_text("Écouter", use_inner_text=True)
    assert 0 == speaking.page.locator(".is-read").count()


def test_reading_stops_when_pressed_again_answered_or_left(speaking: Gallery) -> None:
    """The next press begins anew; a page that was left says nothing more."""
    page = speaking.page
    speaking.open(CHOICE)
    give(page, LOCAL)
    button = page.locator(BUTTON)
    button.click()
    end_sentence(page)
    expect(button).to_have_text("Arrêter", use_inner_text=True)

    button.click()
    end_sentence(page)  # A late word of the old reading moves nothing.

    expect(button).to_have_text("Écouter", use_inner_text=True)
    assert (2, 1) == (count(page, "said.length"), count(page, "ended"))
    assert 0 == page.locator(".is-read").count()
    button.click()
    first, again = page.evaluate("() => [speechSynthesis.said[0].text, speechSynthesis.said[2].text]")
    assert first == again
    page.evaluate("document.body.dispatchEvent(new Event('submit', { bubbles: true }))")
    assert 2 == count(page, "ended")  # The answer is on its way.
    button.click()
    assert ([], []) == (violations(page), layout_faults(page))
    cancelled = page.evaluate("Number(sessionStorage.cancelled)")
    speaking.open("welcome/new")
    assert cancelled + 1 == page.evaluate("Number(sessionStorage.cancelled)")
    assert 0 == count(page, "said.length")


def test_page_stays_where_it_is_when_the_reader_moved_it(speaking: Gallery) -> None:
    page = speaking.page
    page.set_viewport_size({"width": 360, "height": 260})
    speaking.open(CHOICE)
    give(page, LOCAL)
    reading = heard(page)
    next(reading)
    page.keyboard.press("Shift")

    before = page.evaluate("scrollY")
    inside = [one["inside"] for one in reading]

    assert before == page.evaluate("scrollY")
    assert not all(inside)


def test_name_of_a_picture_button_is_not_said_when_knowing_it_is_the_task(
    speaking: Gallery, pages: Catalogue
) -> None:
    """Such names stand in the page for screen readers."""
    shown = pages[PICTURE_BUTTONS].page
    assert isinstance(shown, QuestionPage)
    speaking.open(PICTURE_BUTTONS)
    give(speaking.page, LOCAL)
    names = speaking.page.locator(".screen .tool .unseen").all_text_contents()

    texts = [one["text"] for one in heard(speaking.page)]

    before = single_spaced(f"{shown.context} {shown.question} Appuyez sur la réponse, dans le cadre.")
    assert " ".join(texts).startswith(before)
    assert len(names) >= 3
    assert [] == [name for name in names if any(name in text for text in texts)]


def test_each_language_has_its_own_voice_when_a_page_mixes_two(speaking: Gallery) -> None:
    """A Dutch page with a French task: without both voices there is no button."""
    page = speaking.page
    speaking.open(f"{CHOICE}?lang=nl")
    give(page, DUTCH)
    expect(page.locator(BUTTON)).to_be_hidden()
    give(page, DUTCH, LOCAL)

    said = list(heard(page))

    assert "fr-BE" == said[0]["lang"]
    assert ("nl-BE", "nl") == (said[-1]["lang"], page.locator("html").get_attribute("lang"))


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("welcome/new", "Vous et votre formateur pouvez les lire là."),
        ("step/see", "une prise"),
        ("result/rich", ""),
        ("access/device", "Je préfère ne pas répondre"),
    ],
)
def test_page_is_read_from_its_heading_on_when_it_has_text(speaking: Gallery, name: str, last: str) -> None:
    speaking.open(name)
    give(speaking.page, LOCAL)
    heading = single_spaced(speaking.page.locator("h1").text_content() or "")

    texts = [one["text"] for one in heard(speaking.page)]

    assert heading.startswith(texts[0])
    assert last in texts[-1]
    assert len(texts) > 3


def test_a_word_is_heard_alone_when_its_own_button_is_pressed(speaking: Gallery) -> None:
    """The word, then its meaning. Another button takes its turn; the same one stops."""
    page, whole = speaking.page, speaking.page.locator(BUTTON)
    speaking.open("step/see-words-unfolded")
    page.locator(".languages summary").click()  # It was unfolded, too, and lies above.
    word = page.locator("details [data-say]").first
    give(page, LOCAL)
    assert not word.is_visible()  # The word is Dutch.
    give(page, LOCAL, DUTCH)

    word.click()
    first = page.evaluate(_PRESENT)
    end_sentence(page)
    then = page.evaluate(_PRESENT)
    end_sentence(page)

    assert ["wifi", "Internet zonder draad, op één plek."] == [first["text"], then["text"]]
    assert ("nl-BE", ["wifi"]) == (first["voice"], first["lit"])
    assert "Écouter ce mot" == word.inner_text().strip()
    word.click()
    whole.click()
    assert ("Écouter ce mot", "Arrêter") == (word.inner_text().strip(), whole.inner_text().strip())
    whole.click()
    assert (4, 3) == (count(page, "said.length"), count(page, "ended"))


def test_no_dead_button_when_scripts_are_off(chromium: Browser, preview_url: str) -> None:
    context = chromium.new_context(locale="fr-BE", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{preview_url}/preview/{CHOICE}")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(BUTTON)).to_be_hidden()

    context.close()
