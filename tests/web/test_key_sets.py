"""The tool's public keys, as platforms fetch them: all of them, and one registration's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.domain.ports import StoredKey
from lti_tool.lti.tool_keys import SealedKeyMaker
from lti_tool.settings import Settings
from tests.fake_lms import FakeLms
from tests.keys import spare_key, the_key
from tests.store.cluster import ROLE, TEMPLATE, Cluster
from tests.web.browser import Browser
from tests.web.site import SECRET, TOOL_URL, Clock, Parts, Site, connected, refused

MEMBERS = {"kty", "n", "e", "kid", "alg", "use"}


def one_more_key(site: Site) -> StoredKey:
    """A second key joins the registration's set."""
    maker = SealedKeyMaker(SECRET, make_private=lambda: spare_key(1))
    made = maker.make(site.registration.centre_id, site.registration.id, site.clock())
    with site.services.store.writing() as unit:
        unit.keys.add(made)
    return made


def kids(browser: Browser, path: str = "/lti/jwks") -> list[str]:
    return [key["kid"] for key in browser.request("GET", path).get_json()["keys"]]


@pytest.mark.parametrize("is_own", [False, True])
def test_keys_are_public_when_a_platform_asks(site: Site, is_own: bool) -> None:
    path = f"/lti/jwks/{site.registration.id}" if is_own else "/lti/jwks"
    answer = site.browser().request("GET", path, headers={"Origin": "https://lms.example"})
    keys = answer.get_json()["keys"]

    assert answer.mimetype == "application/json"
    assert [set(key) for key in keys] == [MEMBERS]
    assert (keys[0]["kty"], keys[0]["alg"], keys[0]["use"]) == ("RSA", "RS256", "sig")
    assert keys[0]["kid"] == site.services.key_book.keys()[0].kid
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("is_own", [False, True])
def test_keys_are_not_sent_again_when_nothing_changed(site: Site, is_own: bool) -> None:
    path = f"/lti/jwks/{site.registration.id}" if is_own else "/lti/jwks"
    browser = site.browser()
    tag = browser.request("GET", path).headers["ETag"]
    again = browser.request("GET", path, headers={"If-None-Match": tag})
    one_more_key(site)
    other = browser.request("GET", path, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert other.status_code == 200


def test_new_key_is_there_at_once_when_it_joins_a_set(site: Site, other_lms: FakeLms) -> None:
    """5.2: published before use, in its own set and among all."""
    browser = site.browser()
    (old,) = kids(browser)
    made = one_more_key(site)
    other = site.connect(other_lms)

    assert set(kids(browser)) == {made.kid, old}
    assert kids(browser, f"/lti/jwks/{site.registration.id}") == [made.kid, old]
    assert kids(browser, f"/lti/jwks/{other.id}") == [old]


def test_revoked_key_is_gone_at_once_when_platforms_ask_again(site: Site) -> None:
    browser = site.browser()
    made = one_more_key(site)
    assert made.kid in kids(browser)
    site.services.keys.revoke(made.kid, site.clock())

    assert made.kid not in kids(browser) + kids(browser, f"/lti/jwks/{site.registration.id}")


@pytest.mark.parametrize("name", ["unknown", "%00", "a" * 300, "é", "' OR 1=1 --"])
def test_set_is_not_found_when_no_registration_has_it(site: Site, name: str) -> None:
    refused(site.browser().request("GET", f"/lti/jwks/{name}"), 404, "e-notfound")


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_fresh_process_tells_the_keys_when_the_database_is_really_gone(
    dialect: str, parts: Parts, lms: FakeLms, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """5.2: a process that never read a key answers from the file in the data folder."""
    if dialect == "sqlite":
        path = tmp_path / "gone" / "passerelle.sqlite3"
        path.parent.mkdir()
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        settings = settings_for(f"sqlite:///{path}", tmp_path)
        published, fresh = publish(settings, parts, lms)
        shutil.rmtree(path.parent)
        check(published, fresh)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.execute(f"CREATE DATABASE gone OWNER {ROLE} TEMPLATE {TEMPLATE}")
    published, fresh = publish(settings_for(cluster.address("gone"), tmp_path), parts, lms)
    cluster.execute("DROP DATABASE gone WITH (FORCE)")
    check(published, fresh)


def settings_for(database_url: str, folder: Path) -> Settings:
    return Settings(
        base_url=TOOL_URL,
        database_url=database_url,
        secret_key=SECRET,
        allows_insecure_platforms=True,
        data=folder / "data",
    )


def publish(settings: Settings, parts: Parts, lms: FakeLms) -> tuple[dict[str, object], Browser]:
    """What one process published, and a browser before a second process that has published nothing."""
    first = install(settings, shelf=parts.shelf, make_private=the_key)
    registration = connected(first.services, lms, Clock())
    asking = Browser(create_app(first), lms, TOOL_URL)
    paths = ("/lti/jwks", f"/lti/jwks/{registration.id}")
    published = {path: asking.request("GET", path).get_json() for path in paths}
    second = install(settings, shelf=parts.shelf, make_private=the_key)
    for each in (first, second):
        each.services.store.close()
    return published, Browser(create_app(second), lms, TOOL_URL)


def check(published: dict[str, object], fresh: Browser) -> None:
    for path, document in published.items():
        assert fresh.request("GET", path).get_json() == document
    assert fresh.request("GET", "/readyz").status_code == 503
