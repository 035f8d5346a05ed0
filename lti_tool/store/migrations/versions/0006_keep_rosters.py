"""Keep rosters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Whoever launched before is a member of the course from the start, under the number of the first launch.
MEMBERS_OF_LAUNCHES = """
INSERT INTO course_member
    (centre_id, context_id, person_id, number, rights, is_learner, is_listed, groups, first_seen_at,
    launched_at)
SELECT centre_id, context_id, person_id,
    row_number() OVER (PARTITION BY centre_id, context_id ORDER BY first_launch_at, number, person_id),
    rights, is_graded, :no, '[]', first_launch_at, last_launch_at
FROM (
    SELECT membership.centre_id, resource_link.context_id, membership.person_id, membership.number,
        membership.rights, membership.is_graded,
        min(membership.first_launch_at) OVER person_in_course AS first_launch_at,
        max(membership.last_launch_at) OVER person_in_course AS last_launch_at,
        row_number() OVER (
            PARTITION BY membership.centre_id, resource_link.context_id, membership.person_id
            ORDER BY membership.last_launch_at DESC, membership.id
        ) AS turn
    FROM membership
    JOIN resource_link
        ON resource_link.centre_id = membership.centre_id AND resource_link.id = membership.resource_link_id
    WHERE resource_link.context_id IS NOT NULL
    WINDOW person_in_course AS (
        PARTITION BY membership.centre_id, resource_link.context_id, membership.person_id
    )
) AS launched
WHERE turn = 1
"""


def upgrade() -> None:
    _create_roster()
    _create_course_member()
    op.get_bind().execute(sa.text(MEMBERS_OF_LAUNCHES), {"no": False})


def _create_roster() -> None:
    op.create_table(
        "roster",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("url", sa.String(length=4096), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pending_missing", sa.Integer(), nullable=False),
        sa.Column("agreed_missing", sa.Integer(), nullable=False),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "id"],
            ["context.centre_id", "context.id"],
            name=op.f("fk_roster_centre_id_id_context"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "registration_id"],
            ["registration.centre_id", "registration.id"],
            name=op.f("fk_roster_centre_id_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_roster")),
    )
    op.create_index(op.f("ix_roster_due_at"), "roster", ["due_at"], unique=False)


def _create_course_member() -> None:
    op.create_table(
        "course_member",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("context_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rights", sa.String(length=16), nullable=False),
        sa.Column("is_learner", sa.Boolean(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "context_id"],
            ["context.centre_id", "context.id"],
            name=op.f("fk_course_member_centre_id_context_id_context"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_course_member_centre_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "context_id", "person_id", name=op.f("pk_course_member")),
        sa.UniqueConstraint(
            "centre_id", "context_id", "number", name=op.f("uq_course_member_centre_id_context_id_number")
        ),
    )
    op.create_index(
        op.f("ix_course_member_centre_id_person_id"),
        "course_member",
        ["centre_id", "person_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_course_member_centre_id_person_id"), table_name="course_member")
    op.drop_table("course_member")
    op.drop_index(op.f("ix_roster_due_at"), table_name="roster")
    op.drop_table("roster")
