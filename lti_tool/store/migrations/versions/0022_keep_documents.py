"""Keep documents"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
ATTESTATION, KEY = "attestation", "badge_key"
STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        ATTESTATION,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("attempt_id", OWN_ID, nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_by", OWN_ID, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", OWN_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "attempt_id"],
            ["attempt.centre_id", "attempt.id"],
            name=op.f("fk_attestation_centre_id_attempt_id_attempt"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                ["centre_id", column],
                ["person.centre_id", "person.id"],
                name=op.f(f"fk_attestation_centre_id_{column}_person"),
            )
            for column in ("person_id", "issued_by", "withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_attestation_code_digest")),
        sa.UniqueConstraint("centre_id", "number", name=op.f("uq_attestation_centre_id_number")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_attestation_counted")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_attestation_known_end")
        ),
    )
    op.create_index(
        "uq_attestation_standing",
        ATTESTATION,
        ["centre_id", "attempt_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index(op.f("ix_attestation_centre_id_person_id"), ATTESTATION, ["centre_id", "person_id"])
    op.create_table(
        KEY,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("sealed_private", sa.Text(), nullable=False),
        sa.Column("public_jwk", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_badge_key_centre_id_centre")),
        sa.PrimaryKeyConstraint("centre_id", "kid", name=op.f("pk_badge_key")),
    )


def downgrade() -> None:
    op.drop_table(KEY)
    op.drop_index(op.f("ix_attestation_centre_id_person_id"), table_name=ATTESTATION)
    op.drop_index("uq_attestation_standing", table_name=ATTESTATION)
    op.drop_table(ATTESTATION)
