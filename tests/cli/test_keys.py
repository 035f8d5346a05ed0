"""``passerelle keys``: what an operator reads, and what it does."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from lti_tool.cli_keys import keys
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.launch import Registration
from lti_tool.services.registrations import NewPlatform, Registrations
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW

SECRET = "a secret of the tests that is long enough"
OTHER_SECRET, OLDER_SECRET = f"{SECRET} too", f"{SECRET} as well"

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def platform(store: Store) -> Registration:
    url = "https://lms.example"
    wanted = NewPlatform(
        issuer=url, client_id="7", auth_login_url=url, token_url=url, jwks_url=url, name="Moodle du centre"
    )
    return Registrations(store).add(wanted, NOW)


def run(engine: Engine, *words: str, secret: str = SECRET, former: str = "") -> Result:
    environment = {
        "PASSERELLE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "PASSERELLE_SECRET_KEY": secret,
        "PASSERELLE_SECRET_KEY_FALLBACKS": former,
    }
    return CliRunner(env=environment).invoke(keys, words)


def kids(store: Store) -> list[str]:
    with store.reading() as unit:
        return [key.kid for key in unit.keys.all()]


def test_nothing_is_listed_when_no_platform_is_connected(engine: Engine) -> None:
    assert "There is no key yet" in run(engine, "list").stdout
    assert "No platform is connected yet" in run(engine, "rotate").stdout


def test_keys_are_listed_with_their_platform_when_they_were_rotated(
    engine: Engine, store: Store, platform: Registration
) -> None:
    said = run(engine, "rotate", "--registration", platform.id)
    run(engine, "rotate")
    young, old = kids(store)

    assert (0, True) == (said.exit_code, f"{old}  for Moodle du centre ({platform.id})" in said.stdout)
    assert "24 hours" in said.stdout
    first, second = run(engine, "list").stdout.splitlines()
    assert first.startswith(young)
    assert "published" in first
    assert second.startswith(old)
    assert "signs" in second
    assert second.endswith(f"Moodle du centre ({platform.id})")


def test_platforms_to_call_are_named_when_a_key_is_revoked(
    engine: Engine, store: Store, platform: Registration
) -> None:
    run(engine, "rotate")
    (kid,) = kids(store)

    said = run(engine, "revoke", kid)

    assert f"Moodle du centre  https://lms.example  ({platform.id})" in said.stdout
    assert kid not in kids(store)
    assert 1 == len(kids(store))


@pytest.mark.parametrize(
    "words", [("revoke", "unknown"), ("revoke", "-Qunknown"), ("rotate", "--registration", "unknown")]
)
def test_nothing_changes_when_the_id_is_unknown(
    engine: Engine, store: Store, platform: Registration, words: tuple[str, ...]
) -> None:
    said = run(engine, *words)

    assert 1 == said.exit_code
    assert "list" in said.stderr
    assert [] == kids(store)


def test_former_secret_can_go_when_keys_were_sealed_anew(
    engine: Engine, store: Store, platform: Registration
) -> None:
    run(engine, "rotate")
    assert isinstance(run(engine, "reseal", secret=OTHER_SECRET).exception, SettingsFault)

    said = run(engine, "reseal", secret=OTHER_SECRET, former=f"{OLDER_SECRET}, {SECRET}")

    assert "Sealed 1 keys" in said.stdout
    assert "Sealed 0 keys" in run(engine, "reseal", secret=OTHER_SECRET).stdout
