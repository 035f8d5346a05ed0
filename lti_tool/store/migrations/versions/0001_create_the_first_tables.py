"""Create the first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "centre",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
    )
    op.create_table(
        "security_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("correlation", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_event")),
    )
    op.create_table(
        "tool_key",
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("sealed_private", sa.Text(), nullable=False),
        sa.Column("public_jwk", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_tool_key")),
    )
    op.create_table(
        "registration",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("auth_login_url", sa.String(length=2000), nullable=False),
        sa.Column("token_url", sa.String(length=2000), nullable=False),
        sa.Column("jwks_url", sa.String(length=2000), nullable=False),
        sa.Column("token_audience", sa.String(length=2000), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_registration_centre_id_centre")),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_registration")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_registration_issuer_client_id")),
    )
    op.create_table(
        "circuit",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_circuit_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "registration_id", name=op.f("pk_circuit")),
    )
    op.create_table(
        "deployment",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("deployment_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_deployment_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_deployment")),
        sa.UniqueConstraint(
            "centre_id",
            "registration_id",
            "deployment_id",
            name=op.f("uq_deployment_centre_id_registration_id_deployment_id"),
        ),
    )
    op.create_table(
        "login_state",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("target_link_uri", sa.String(length=4096), nullable=False),
        sa.Column("deployment_hint", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_login_state_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_login_state")),
    )
    with op.batch_alter_table("login_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_state_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_person_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint(
            "centre_id", "registration_id", "sub", name=op.f("uq_person_centre_id_registration_id_sub")
        ),
    )
    op.create_table(
        "context",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("context_id", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "deployment_id"],
            ["deployment.centre_id", "deployment.id"],
            name=op.f("fk_context_centre_id_deployment_id_deployment"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_context")),
        sa.UniqueConstraint(
            "centre_id",
            "deployment_id",
            "context_id",
            name=op.f("uq_context_centre_id_deployment_id_context_id"),
        ),
    )
    op.create_table(
        "person_name",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_person_name_centre_id_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_person_name")),
    )
    op.create_table(
        "session",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_session_centre_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "resource_link",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("context_id", sa.String(length=32), nullable=True),
        sa.Column("resource_link_id", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("activity", sa.String(length=64), nullable=False),
        sa.Column("lineitems_url", sa.String(length=4096), nullable=True),
        sa.Column("lineitem_url", sa.String(length=4096), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "context_id"],
            ["context.centre_id", "context.id"],
            name=op.f("fk_resource_link_centre_id_context_id_context"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "deployment_id"],
            ["deployment.centre_id", "deployment.id"],
            name=op.f("fk_resource_link_centre_id_deployment_id_deployment"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_resource_link_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_resource_link")),
        sa.UniqueConstraint(
            "centre_id",
            "deployment_id",
            "resource_link_id",
            name=op.f("uq_resource_link_centre_id_deployment_id_resource_link_id"),
        ),
    )
    op.create_table(
        "attempt",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("resource_link_id", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("strand", sa.String(length=8), nullable=False),
        sa.Column("bank_version", sa.String(length=32), nullable=False),
        sa.Column("engine_version", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_submission", sa.String(length=255), nullable=False),
        sa.Column("current_item_id", sa.String(length=64), nullable=True),
        sa.Column("current_scene_id", sa.String(length=64), nullable=True),
        sa.Column("current_tries", sa.Integer(), nullable=False),
        sa.Column("current_is_helped", sa.Boolean(), nullable=False),
        sa.Column("current_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'finished', 'declined')", name=op.f("ck_attempt_known_state")),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_attempt_centre_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "resource_link_id"],
            ["resource_link.centre_id", "resource_link.id"],
            name=op.f("fk_attempt_centre_id_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "centre_id",
            "person_id",
            "resource_link_id",
            "activity",
            "stage",
            name=op.f("uq_attempt_centre_id_person_id_resource_link_id_activity_stage"),
        ),
    )
    op.create_table(
        "launch",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("resource_link_id", sa.String(length=32), nullable=False),
        sa.Column("rights", sa.String(length=16), nullable=False),
        sa.Column("is_graded", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("return_url", sa.String(length=4096), nullable=True),
        sa.Column("frame_origin", sa.String(length=255), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_launch_centre_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "resource_link_id"],
            ["resource_link.centre_id", "resource_link.id"],
            name=op.f("fk_launch_centre_id_resource_link_id_resource_link"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "session_id"],
            ["session.centre_id", "session.id"],
            name=op.f("fk_launch_centre_id_session_id_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_launch")),
        sa.UniqueConstraint("id", name=op.f("uq_launch_id")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_launch_state_hash")),
    )
    op.create_table(
        "line_item",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("resource_link_id", sa.String(length=32), nullable=False),
        sa.Column("column_key", sa.String(length=16), nullable=False),
        sa.Column("tag", sa.String(length=255), nullable=False),
        sa.Column("resource_id", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=255), nullable=False),
        sa.Column("maximum", sa.Float(), nullable=False),
        sa.Column("url", sa.String(length=4096), nullable=True),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("binding_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "resource_link_id"],
            ["resource_link.centre_id", "resource_link.id"],
            name=op.f("fk_line_item_centre_id_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_line_item")),
        sa.UniqueConstraint(
            "centre_id", "resource_link_id", "tag", name=op.f("uq_line_item_centre_id_resource_link_id_tag")
        ),
    )
    with op.batch_alter_table("line_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_item_centre_id_url"), ["centre_id", "url"], unique=False)

    op.create_table(
        "membership",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("resource_link_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("rights", sa.String(length=16), nullable=False),
        sa.Column("is_graded", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_launch_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_launch_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_membership_centre_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "resource_link_id"],
            ["resource_link.centre_id", "resource_link.id"],
            name=op.f("fk_membership_centre_id_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "centre_id",
            "resource_link_id",
            "person_id",
            name=op.f("uq_membership_centre_id_resource_link_id_person_id"),
        ),
    )
    op.create_table(
        "answer",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("competence", sa.String(length=8), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("right_parts", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=255), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('alone', 'helped', 'failed', 'skipped')", name=op.f("ck_answer_known_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "attempt_id"],
            ["attempt.centre_id", "attempt.id"],
            name=op.f("fk_answer_centre_id_attempt_id_attempt"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "attempt_id", "position", name=op.f("pk_answer")),
        sa.UniqueConstraint("centre_id", "attempt_id", "item_id", name="uq_answer_item"),
        sa.UniqueConstraint(
            "centre_id",
            "attempt_id",
            "submission_id",
            name=op.f("uq_answer_centre_id_attempt_id_submission_id"),
        ),
    )
    op.create_table(
        "area_level",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("area", sa.String(length=1), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("p", sa.Float(), nullable=False),
        sa.CheckConstraint(
            "level BETWEEN 0 AND 8 AND low <= level AND level <= high",
            name=op.f("ck_area_level_level_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "attempt_id"],
            ["attempt.centre_id", "attempt.id"],
            name=op.f("fk_area_level_centre_id_attempt_id_attempt"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "attempt_id", "area", name=op.f("pk_area_level")),
    )
    op.create_table(
        "delivery",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("line_item_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("desired_version", sa.Integer(), nullable=False),
        sa.Column("desired_points", sa.Float(), nullable=False),
        sa.Column("maximum", sa.Float(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("event_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_version", sa.Integer(), nullable=False),
        sa.Column("sent_points", sa.Float(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_version", sa.Integer(), nullable=False),
        sa.Column("acknowledged_points", sa.Float(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_how", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("platform_points", sa.Float(), nullable=True),
        sa.Column("is_verify_first", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('due', 'leased', 'retry', 'parked', 'idle')", name=op.f("ck_delivery_known_state")
        ),
        sa.CheckConstraint(
            "desired_points >= 0 AND desired_points <= maximum", name=op.f("ck_delivery_points_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "line_item_id"],
            ["line_item.centre_id", "line_item.id"],
            name=op.f("fk_delivery_centre_id_line_item_id_line_item"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_delivery_centre_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "line_item_id", "person_id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_state_next_attempt_at"), ["state", "next_attempt_at"], unique=False
        )

    op.create_table(
        "delivery_attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("line_item_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "line_item_id", "person_id"],
            ["delivery.centre_id", "delivery.line_item_id", "delivery.person_id"],
            name=op.f("fk_delivery_attempt_centre_id_line_item_id_person_id_delivery"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempt")),
    )
    with op.batch_alter_table("delivery_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_attempt_centre_id_line_item_id_person_id"),
            ["centre_id", "line_item_id", "person_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("delivery_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_attempt_centre_id_line_item_id_person_id"))

    op.drop_table("delivery_attempt")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_state_next_attempt_at"))

    op.drop_table("delivery")
    op.drop_table("area_level")
    op.drop_table("answer")
    op.drop_table("membership")
    with op.batch_alter_table("line_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_item_centre_id_url"))

    op.drop_table("line_item")
    op.drop_table("launch")
    op.drop_table("attempt")
    op.drop_table("resource_link")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_expires_at"))

    op.drop_table("session")
    op.drop_table("person_name")
    op.drop_table("context")
    op.drop_table("person")
    with op.batch_alter_table("login_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_state_expires_at"))

    op.drop_table("login_state")
    op.drop_table("deployment")
    op.drop_table("circuit")
    op.drop_table("registration")
    op.drop_table("tool_key")
    op.drop_table("security_event")
    op.drop_table("centre")
