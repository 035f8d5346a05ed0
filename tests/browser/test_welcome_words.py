"""A trainer records her voice and chooses a picture; a learner sees the one and asks for the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Page, expect

from lti_tool.demo.server import LoopbackServer
from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade
from tests.browser.conftest import WatchOver
from tests.browser.watching import Watch
from tests.browser.weighing import weighing
from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER, TestPerson
from tests.sounds import mp3, picture
from tests.walking import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.web.site import Site, house_on, the_parts

FAKE_MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WELCOME_AND_PICTURE = 14 * 1024
SAID = "button[data-start]", "button[data-stop]", "audio[data-listen]"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The tool and a platform, each on a port of this machine."""
    parts = the_parts()
    with LoopbackServer() as server, TemporaryDirectory(prefix="passerelle-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'passerelle.sqlite3'}")
        upgrade(engine)
        with house_on(engine, parts, base_url=server.url) as house, FakeLms(tool_url=server.url) as lms:
            opened = house.opened(lms)
            with server.start(house.app):
                yield opened
        engine.dispose()


@pytest.fixture(scope="module")
def speaking(chromium: Browser) -> Iterator[Browser]:
    """A Chromium with a microphone that hums, and which nobody has to allow."""
    arguments = [*CHROMIUM_ARGUMENTS, *FAKE_MICROPHONE]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def nothing_published(site: Site) -> None:
    """Each test begins without a word of welcome."""
    with site.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM welcome_medium")


def enter(site: Site, page: Page, person: TestPerson, *, is_by_hand: bool = False) -> None:
    """Launch from the course; without scripts the platform's page has a button."""
    page.set_default_timeout(8000)
    page.goto(f"{site.lms.url}/activity/11/open?as={person.key}")
    if is_by_hand:
        page.locator("form[data-continue] button").click()
    page.wait_for_url(f"{site.base_url}/l/**")


def own_page(site: Site, page: Page, *, is_by_hand: bool = False) -> None:
    enter(site, page, TRAINER, is_by_hand=is_by_hand)
    if page.locator("main[data-page=picker]").count():
        page.locator("input[name=activity]").first.check(force=True)
        page.locator("form.question button").click()
    page.locator("a[href$='/welcome-words']").click()
    page.wait_for_selector("main[data-page=welcome-words]")


def publish_picture(page: Page) -> None:
    form = page.locator("form[action$='/picture']")
    file = {"name": "moi.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    form.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
    form.locator("input[name=consent]").check()
    form.locator("button[type=submit]").click()
    page.wait_for_url("**?notice=picture-published")


def publish_voice(page: Page) -> None:
    form = page.locator("form[action$='/voice']")
    form.locator("textarea").fill("Bonjour, je m'appelle Paul.")
    form.locator("input[name=consent]").check()
    form.locator("button[type=submit]").click()
    page.wait_for_url("**?notice=voice-published")


def test_a_voice_is_recorded_and_heard_only_when_the_learner_taps(
    site: Site, speaking: Browser, watch_over: WatchOver
) -> None:
    trainer = Watch(speaking)
    own_page(site, trainer.page)
    start, stop, listen = (trainer.page.locator(mark) for mark in SAID)
    expect(stop).to_be_hidden()
    start.click()
    expect(trainer.page.locator("[data-left]")).to_have_text("59")
    assert "L'enregistrement commence. Parlez." == trainer.page.locator("[data-said]").inner_text()
    stop.click()
    expect(listen).to_be_visible()
    listen.evaluate("one => new Promise(done => { one.onended = done; one.play(); })")
    publish_voice(trainer.page)
    publish_picture(trainer.page)
    trainer.close()
    assert [] == trainer.complaints()

    learner = watch_over()
    enter(site, learner.page, LEARNER)
    face = learner.page.locator("img.host__face")
    expect(face).to_be_visible()
    assert [True, 192] == face.evaluate("one => one.decode().then(() => [one.complete, one.naturalWidth])")
    learner.page.locator(".host summary").click()
    learner.page.wait_for_load_state("networkidle")
    voice = learner.page.locator(".host audio").get_attribute("src")
    assert voice
    assert [] == [url for url in learner.requests if url.endswith(voice)]
    learner.page.locator(".host audio").evaluate(
        "one => new Promise(done => { one.onended = done; one.play(); })"
    )
    assert [] != [url for url in learner.requests if url.endswith(voice)]


def test_a_heavy_file_is_kept_back_when_scripts_can_weigh_it(site: Site, watch_over: WatchOver) -> None:
    trainer = watch_over()
    own_page(site, trainer.page)
    field = trainer.page.locator("#voix-file")

    for content, is_valid in ((mp3(3.0) + b"\0" * 700_000, False), (mp3(3.0), True)):
        file = {"name": "voix.mp3", "mimeType": "audio/mpeg", "buffer": content}
        field.set_input_files(file)  # type: ignore[arg-type]  # a file in memory
        assert is_valid is field.evaluate("one => one.checkValidity()")
        said = field.evaluate("one => one.validationMessage")
        assert ("trop lourd" in said) is not is_valid


def test_a_minute_ends_by_itself_when_nobody_stops_it(site: Site, speaking: Browser) -> None:
    """The page counts from one second here."""
    trainer = Watch(speaking)
    own_page(site, trainer.page)
    trainer.page.locator("[data-recorder]").evaluate("one => { one.dataset.seconds = 1; }")

    trainer.page.locator(SAID[0]).click()

    expect(trainer.page.locator(SAID[2])).to_be_visible()
    assert "L'enregistrement est fini." == trainer.page.locator("[data-said]").inner_text()
    assert 1 == trainer.page.locator("[data-file]").evaluate("one => one.files.length")
    trainer.page.locator("[data-again]").click()
    expect(trainer.page.locator(SAID[1])).to_be_visible()
    trainer.close()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("NotAllowedError", "ne donne pas le micro"), ("NotFoundError", "Nous ne trouvons pas")],
)
def test_a_file_is_still_taken_when_there_is_no_microphone(
    site: Site, watch_over: WatchOver, name: str, sentence: str
) -> None:
    trainer = watch_over()
    trainer.context.add_init_script(
        f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}'));"
    )
    own_page(site, trainer.page)

    trainer.page.locator(SAID[0]).click()

    expect(trainer.page.get_by_text(sentence)).to_be_visible()
    file = {"name": "voix.mp3", "mimeType": "audio/mpeg", "buffer": mp3(3.0)}
    trainer.page.locator("[data-file]").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
    publish_voice(trainer.page)
    expect(trainer.page.locator(".host summary")).to_contain_text("(3 secondes)")


def test_both_are_published_and_met_when_scripts_are_off(site: Site, watch_over: WatchOver) -> None:
    trainer = watch_over(java_script_enabled=False)
    own_page(site, trainer.page, is_by_hand=True)
    expect(trainer.page.locator("[data-recorder]")).to_be_hidden()
    file = {"name": "voix.mp3", "mimeType": "audio/mpeg", "buffer": mp3(3.0)}
    trainer.page.locator("#voix-file").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
    publish_voice(trainer.page)
    publish_picture(trainer.page)

    learner = watch_over(java_script_enabled=False)
    enter(site, learner.page, LEARNER, is_by_hand=True)
    expect(learner.page.locator("img.host__face")).to_be_visible()
    learner.page.locator(".host summary").click()
    expect(learner.page.locator(".host audio")).to_be_visible()
    expect(learner.page.get_by_text("Bonjour, je m'appelle Paul.")).to_be_visible()


def test_the_first_page_stays_light_when_a_picture_stands_on_it(
    site: Site, chromium: Browser, watch_over: WatchOver
) -> None:
    """Page, style, script, picture: in a browser that has never been here; nothing of the voice."""
    trainer = watch_over()
    own_page(site, trainer.page)
    publish_picture(trainer.page)
    file = {"name": "voix.mp3", "mimeType": "audio/mpeg", "buffer": mp3(50.0)}
    trainer.page.locator("[data-file]").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
    publish_voice(trainer.page)
    learner = watch_over()
    enter(site, learner.page, LEARNER)
    context = chromium.new_context(storage_state=learner.context.storage_state(), locale="fr-BE")
    page = context.new_page()

    with weighing(page) as weight:
        page.goto(f"{learner.page.url.partition('?')[0]}", wait_until="load")
    context.close()

    print(f"\nwelcome with a picture: {weight.told()}")
    assert 4 * 1024 < weight.total <= WELCOME_AND_PICTURE
    assert 1 == sum("/media/" in address for address in weight.addresses.values())
