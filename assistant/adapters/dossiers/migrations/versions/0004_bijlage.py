"""A table of its own for photos. A dossier that holds them inside gives them up at its next save; until then it reads as before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "bijlage",
        sa.Column("dossier", sa.String, primary_key=True),
        sa.Column("naam", sa.String, primary_key=True),
        sa.Column("inhoud", sa.Text, nullable=False),
    )
