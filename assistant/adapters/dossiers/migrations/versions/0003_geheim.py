"""A table of its own for secret locations, encrypted once more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "geheim",
        sa.Column("dossier", sa.String, primary_key=True),
        sa.Column("naam", sa.String, primary_key=True),
        sa.Column("nonce", sa.String, nullable=False),
        sa.Column("cijfer", sa.String, nullable=False),
    )
