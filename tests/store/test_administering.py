"""What the administration keeps: earlier rows, first logins, deployments that asked."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from lti_tool import paths
from lti_tool.domain.administration import AskedDeployment
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW, OTHER_CENTRE, SECOND, a_registration
from tests.store.planting import plant
from tests.store.test_upgrade import upgrade_to

MOMENT = "'2026-11-20 09:00:00+00'"
TABLES = {"administrator_link", "administrator_session", "audit_entry", "audit_head", "platform_sign"}


def seed(engine: Engine) -> None:
    """A registration and a refusal of an earlier release."""
    statements = (
        f"INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', {MOMENT})",
        "INSERT INTO registration (centre_id, id, issuer, client_id, auth_login_url, token_url, jwks_url, "
        "name, is_enabled, created_at) "
        f"VALUES ('c', 'r', 'https://a.be', '7', 'a', 't', 'j', 'M', true, {MOMENT})",
        f"INSERT INTO security_event (at, code, reason, correlation) VALUES ({MOMENT}, 'e-sec', 'x', 'PSR')",
    )
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def downgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def ask(store: Store, deployment_id: str, **changes: object) -> None:
    """A platform used this deployment and was refused."""
    place: dict[str, object] = {
        "centre_id": CENTRE,
        "registration_id": a_registration().id,
        "deployment_id": deployment_id,
        "is_signed": False,
    }
    asked = AskedDeployment(**{**place, **changes})  # type: ignore[arg-type]  # its fields
    with store.writing() as work:
        work.events.add(
            at=NOW, code="e-config", reason="unknown-deployment", correlation="PSR-7F3K-2Q", asked=asked
        )


def asked(store: Store, at_most: int = 20) -> list[tuple[str, bool]]:
    with store.reading() as work:
        found = work.events.asked_deployments(CENTRE, a_registration().id, at_most)
    return [(one.deployment_id, one.is_signed) for one in found]


def test_earlier_rows_survive_when_the_administration_comes(empty_engine: Engine) -> None:
    upgrade_to(empty_engine, "0006")
    seed(empty_engine)

    upgrade_to(empty_engine, "head")

    with Store(empty_engine).reading() as work:
        found = work.registrations.get("c", "r")
        assert found is not None
        assert ((), ()) == (found.extra_parents, found.service_hosts)
        assert () == tuple(work.events.asked_deployments("c", "r", 20))
        assert ["r"] == [known.registration.id for known in work.platforms.known("c")]


def test_earlier_rows_survive_when_the_administration_goes_again(empty_engine: Engine) -> None:
    upgrade_to(empty_engine, "0006")
    seed(empty_engine)
    upgrade_to(empty_engine, "0007")

    downgrade_to(empty_engine, "0006")

    assert TABLES.isdisjoint(inspect(empty_engine).get_table_names())
    with empty_engine.connect() as connection:
        assert 1 == connection.execute(text("SELECT count(*) FROM security_event")).scalar_one()
        assert 1 == connection.execute(text("SELECT count(*) FROM registration")).scalar_one()
    upgrade_to(empty_engine, "0007")
    assert set(inspect(empty_engine).get_table_names()) >= TABLES


def test_signed_deployments_stand_first_when_several_asked(store: Store) -> None:
    plant(store)
    for deployment_id, is_signed in (("a", True), ("b", False), ("a", False), ("c", False), ("d", True)):
        ask(store, deployment_id, is_signed=is_signed)

    assert [("d", True), ("a", True), ("c", False), ("b", False)] == asked(store)
    assert [("d", True), ("a", True)] == asked(store, 2)


def test_a_deployment_no_longer_asks_when_it_was_approved(store: Store) -> None:
    plant(store)
    ask(store, "a")
    ask(store, "b")

    with store.writing() as work:
        registration = work.registrations.get(CENTRE, a_registration().id)
        assert registration is not None
        work.registrations.add_deployment(registration, "own", "a", NOW)

    assert [("b", False)] == asked(store)


@pytest.mark.parametrize("place", [{"centre_id": OTHER_CENTRE}, {"registration_id": "another"}])
def test_nothing_is_asked_of_one_when_another_was_meant(store: Store, place: dict[str, str]) -> None:
    plant(store)

    ask(store, "a", **place)

    assert [] == asked(store)


def test_the_first_login_stays_when_others_follow(store: Store) -> None:
    plant(store)
    place = CENTRE, a_registration().id

    for turn in range(3):
        with store.writing() as work:
            work.platforms.saw_message(*place, NOW + turn * SECOND)
    with store.writing() as work:
        work.platforms.tried_grades(*place, "timeout", NOW + SECOND)
        work.platforms.tried_grades(*place, "", NOW + 2 * SECOND)

    with store.reading() as work:
        (known,) = work.platforms.known(*place)
    signs = known.signs
    assert (NOW, NOW + 2 * SECOND, "") == (
        signs.first_message_at,
        signs.grades_tried_at,
        signs.grades_reason,
    )


def test_a_login_is_still_remembered_first_when_grades_were_tried_before(store: Store) -> None:
    plant(store)
    place = CENTRE, a_registration().id
    with store.writing() as work:
        work.platforms.tried_grades(*place, "timeout", NOW)

    with store.writing() as work:
        work.platforms.saw_message(*place, NOW + SECOND)

    with store.reading() as work:
        (known,) = work.platforms.known(*place)
    assert (NOW + SECOND, "timeout") == (known.signs.first_message_at, known.signs.grades_reason)
