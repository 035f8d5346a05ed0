"""Administer platforms"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ON_SQLITE = (
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END",
    # INSERT OR REPLACE takes the old row out without asking the trigger above.
    "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry "
    "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number) "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END",
)
ON_POSTGRESQL = (
    "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is never changed'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)
EVENT_COLUMNS = (
    ("centre_id", sa.String(length=32)),
    ("registration_id", sa.String(length=32)),
    ("detail", sa.String(length=255)),
    ("is_signed", sa.Boolean()),
)


def upgrade() -> None:
    # Not by batch: SQLite adds a nullable column in place, without copying a table that others point to.
    for name in ("extra_parents", "service_hosts"):
        op.add_column("registration", sa.Column(name, sa.JSON(), nullable=True))
    for name, kind in EVENT_COLUMNS:
        op.add_column("security_event", sa.Column(name, kind, nullable=True))
    op.create_index(
        op.f("ix_security_event_centre_id_registration_id"),
        "security_event",
        ["centre_id", "registration_id"],
        unique=False,
    )
    _create_administrators()
    _create_signs()
    _create_audit()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in ON_POSTGRESQL if is_postgresql else ON_SQLITE:
        op.execute(statement)
    if is_postgresql:
        # SQLite enforces no length.
        op.alter_column("launch", "frame_origin", type_=sa.String(length=2048), existing_nullable=False)


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.alter_column("launch", "frame_origin", type_=sa.String(length=255), existing_nullable=False)
    op.drop_table("audit_entry")
    op.drop_table("audit_head")
    if is_postgresql:
        op.execute("DROP FUNCTION refuse_audit_change()")
    op.drop_table("platform_sign")
    op.drop_table("administrator_session")
    op.drop_table("administrator_link")
    op.drop_index(op.f("ix_security_event_centre_id_registration_id"), table_name="security_event")
    for name, _kind in EVENT_COLUMNS:
        op.drop_column("security_event", name)
    for name in ("extra_parents", "service_hosts"):
        op.drop_column("registration", name)


def _create_administrators() -> None:
    op.create_table(
        "administrator_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_administrator_link_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_administrator_link")),
    )
    op.create_index(
        op.f("ix_administrator_link_expires_at"), "administrator_link", ["expires_at"], unique=False
    )
    op.create_table(
        "administrator_session",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_administrator_session_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_administrator_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_administrator_session_token_hash")),
    )
    op.create_index(
        op.f("ix_administrator_session_expires_at"), "administrator_session", ["expires_at"], unique=False
    )


def _create_signs() -> None:
    op.create_table(
        "platform_sign",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("first_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grades_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grades_reason", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_platform_sign_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "registration_id", name=op.f("pk_platform_sign")),
    )


def _create_audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=255), nullable=False),
        sa.Column("detail", sa.String(length=255), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
