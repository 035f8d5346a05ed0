"""Keep what trainers set for a course"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
SETTING, TOOLS = "course_setting", "tools_of_day"


def upgrade() -> None:
    op.create_table(
        SETTING,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=False),
        sa.Column("quiet_days", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=24), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quiet_days BETWEEN 3 AND 90", name=op.f("ck_course_setting_known_days")),
        sa.ForeignKeyConstraint(
            ["centre_id", "context_id"],
            ["context.centre_id", "context.id"],
            name=op.f("fk_course_setting_centre_id_context_id_context"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "context_id", name=op.f("pk_course_setting")),
    )
    op.create_table(
        TOOLS,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("resource_link_id", OWN_ID, nullable=False),
        sa.Column("tools", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "resource_link_id"],
            ["resource_link.centre_id", "resource_link.id"],
            name=op.f("fk_tools_of_day_centre_id_resource_link_id_resource_link"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "resource_link_id", name=op.f("pk_tools_of_day")),
    )


def downgrade() -> None:
    op.drop_table(TOOLS)
    op.drop_table(SETTING)
