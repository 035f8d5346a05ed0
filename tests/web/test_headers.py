"""Headers, cookies, caching and compression of every answer: security notes 5.3 and 5.4."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.reading import read
from tests.web.site import Parts, Site, house_on

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors "
)
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000",
}
OF_PAGES = {"Referrer-Policy": "same-origin", "Origin-Agent-Cluster": "?1"}
# What differs from ``no-store``, with the reason: these hold nothing of anybody.
CACHED = {
    "/lti/jwks": "public, max-age=3600",
    "/static/": "public, max-age=31536000, immutable",
    "/guides/": "public, max-age=300",
}
OPEN_TO_ALL = {"/lti/jwks": "*"}

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def _style(browser: Browser) -> str:
    browser.get("/")
    return next(source for source in browser.page.sources if source.endswith(".css"))


def _answers(site: Site) -> Iterator[tuple[str, str, object]]:
    """One answer of every kind of route, refusals among them."""
    learner, trainer, nobody = site.visitor(LEARNER), site.visitor(TRAINER), site.browser()
    learner.submit()
    public = ["/", "/healthz", "/readyz", "/metrics", "/lti/jwks", "/unknown", "/lti/login", "/lti/launch"]
    public += ["/guides/", "/guides/connect"]
    for path in (*public, _style(nobody), learner.at()):
        yield "nobody", path, nobody.request("GET", path)
    for name in ("", "welcome", "tasks/1", "tasks/9", "pause", "access/device", "result", "cohort"):
        yield "learner", learner.at(name), learner.request("GET", learner.at(name))
    for name in ("", "cohort", "activity", "cohort/x", "welcome"):
        yield "trainer", trainer.at(name), trainer.request("GET", trainer.at(name))
    for method in ("POST", "PUT", "OPTIONS"):
        yield "learner", learner.at("welcome"), learner.request(method, learner.at("welcome"))
    yield "nobody", "/lti/login", nobody.login(LEARNER)
    yield "nobody", "/lti/launch", nobody.launch(LEARNER)


def test_headers_are_set_when_any_route_answers(site: Site) -> None:
    for who, path, answer in _answers(site):
        found = answer.headers  # type: ignore[attr-defined]  # an answer of werkzeug
        assert {name: found.get(name) for name in EVERYWHERE} == EVERYWHERE, (who, path)
        is_file = path.startswith("/static/")
        assert found["Content-Security-Policy"].startswith(FILE_POLICY if is_file else POLICY), path
        assert is_file or "camera=()" in found["Permissions-Policy"], path
        assert is_file or {name: found.get(name) for name in OF_PAGES} == OF_PAGES, (who, path)
        assert not {"X-Frame-Options", "X-Powered-By"} & set(found.keys()), path
        assert "/" not in found.get("Server", ""), path
        assert not answer.mimetype.startswith("text/") or "charset=utf-8" in found["Content-Type"], path  # type: ignore[attr-defined]
        special = next((value for start, value in CACHED.items() if path.startswith(start)), "no-store")
        assert found["Cache-Control"] == special, path
        assert found.get("Access-Control-Allow-Origin") == OPEN_TO_ALL.get(path), path
        assert ("Cookie" in found.get("Vary", "")) == (special == "no-store"), path


def test_frame_is_allowed_to_the_platform_alone_when_a_page_is_personal(site: Site) -> None:
    """W14 to W16."""
    browser = site.visitor(LEARNER)
    answer = browser.request("GET", browser.at("welcome"))

    assert answer.headers["Content-Security-Policy"] == f"{POLICY}{site.lms.url}"


def test_frame_is_allowed_to_all_when_a_page_holds_nothing(site: Site) -> None:
    """A refused learner must read why, inside whatever frame the course page is."""
    answer = site.browser().request("GET", "/lti/login")

    assert answer.headers["Content-Security-Policy"] == f"{POLICY}*"


def _flags(answer: object) -> dict[str, set[str]]:
    cookies = answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]  # an answer of werkzeug
    split = [[part.strip() for part in cookie.split(";")] for cookie in cookies]
    return {
        parts[0].partition("=")[0]: {part for part in parts[1:] if "Expires" not in part} for parts in split
    }


def test_cookies_are_partitioned_when_the_tool_is_on_https(site: Site) -> None:
    browser = site.browser()
    started = browser.login(LEARNER)
    token, state = site.lms.answer_login(started.location)
    opened = browser.post_launch({"id_token": token, "state": state})
    ended = browser.post(browser.at("end"))
    flags = {"Secure", "HttpOnly", "Path=/", "SameSite=None", "Partitioned"}

    assert _flags(started) == {"__Host-psb": {*flags, "Max-Age=600"}}
    assert _flags(opened) == {"__Host-psl": {*flags, "Max-Age=28800"}}
    assert _flags(ended) == {"__Host-psl": {*flags, "Max-Age=0"}}


def test_cookies_are_plain_when_the_tool_is_on_http(engine: Engine, parts: Parts) -> None:
    """The demo on this machine: no prefix, no Secure, or browsers would drop them; and no HSTS."""
    url = "http://localhost:8080"
    with FakeLms(tool_url=url) as lms, house_on(engine, parts, base_url=url) as house:
        site = house.opened(lms)
        browser = site.browser()
        started = browser.login(LEARNER)
        token, state = lms.answer_login(started.location)
        opened = browser.post_launch({"id_token": token, "state": state})
        browser.get(opened.location)
        flags = {"HttpOnly", "Path=/", "SameSite=Lax"}

        assert _flags(started) == {"passerelle-psb": {*flags, "Max-Age=600"}}
        assert _flags(opened) == {"passerelle-psl": {*flags, "Max-Age=28800"}}
        assert browser.page.name == "welcome"
        assert "Strict-Transport-Security" not in opened.headers


def test_no_page_sets_a_cookie_when_it_is_only_read(site: Site) -> None:
    for who, path, answer in _answers(site):
        given = _flags(answer)
        assert given == {} or path in ("/lti/login", "/lti/launch"), (who, path, given)


def test_page_is_compressed_when_the_browser_can_read_that(site: Site) -> None:
    browser = site.visitor(LEARNER)
    packed = browser.request("GET", browser.at("welcome"), headers={"Accept-Encoding": "gzip, br"})
    plain = browser.request("GET", browser.at("welcome"))

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert {"Cookie", "Accept-Encoding"} <= {
        word.strip() for word in ",".join(packed.headers.getlist("Vary")).split(",")
    }
    assert read(gzip.decompress(packed.data).decode()).heading == browser.page.heading
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)


def test_page_is_small_when_the_first_question_is_opened(site: Site) -> None:
    """ux.md: 10 KB over the wire; the three answers' headers take the rest."""
    browser = site.visitor(LEARNER)
    browser.submit()
    style, script = browser.page.sources[-2:]
    packed = {"Accept-Encoding": "gzip"}
    sizes = [
        len(browser.request("GET", path, headers=packed).data)
        for path in (browser.at("tasks/1"), style, script)
    ]

    assert sum(sizes) <= 8_704, sizes


def test_style_is_kept_for_ever_when_its_name_holds_its_hash(site: Site) -> None:
    browser = site.browser()
    found = browser.request("GET", _style(browser))

    assert found.mimetype == "text/css"
    assert found.headers["Cache-Control"] == CACHED["/static/"]


@pytest.mark.parametrize(
    "path",
    [
        "css/base.css",
        "../lti_tool/app.py",
        "%2e%2e/pyproject.toml",
        "bundle/learner.0000000000.css",
        "img/",
        "%00",
    ],
)
def test_file_is_not_found_when_its_name_is_not_one_we_wrote(site: Site, path: str) -> None:
    assert site.browser().request("GET", f"/static/{path}").status_code == 404


def test_every_file_of_a_page_is_ours_and_there_when_pages_are_shown(site: Site) -> None:
    """Zero third-party requests, nothing inline, nothing missing."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    learner.submit()
    pages = [learner.page, trainer.page]
    site.finish(learner)
    site.answer_access(learner)
    pages.append(learner.page)
    sources = {source for page in pages for source in page.sources}

    assert [page.inline for page in pages] == [[], [], []]
    assert all(source.startswith("/static/") for source in sources)
    assert {site.browser().request("GET", source).status_code for source in sources} == {200}
