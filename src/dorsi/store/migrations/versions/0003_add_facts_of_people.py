"""Add what a roster tells of people, other names, notes on sessions, and every folder that was written for a person."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this version; the folders of stored sessions are the first places."""
    for column in (
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("injured", sa.Boolean(), nullable=True),
    ):
        op.add_column("person", column)
    op.add_column("session", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("session", sa.Column("by_hand", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alias_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.UniqueConstraint("folded", name=op.f("uq_alias_folded")),
    )
    op.create_index(op.f("ix_alias_person_id"), "alias", ["person_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_place_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("person_id", "folder", name=op.f("uq_place_person_id_folder")),
    )
    op.execute("INSERT INTO place (person_id, folder) SELECT DISTINCT person_id, folder FROM session")
