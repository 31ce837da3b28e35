"""The log says what was saved (a keyed digest), and the words of one uiting are found in the search index without reading it whole."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("log", sa.Column("inhoud", sa.String, nullable=False, server_default=""))
    op.create_index("log_dossier", "log", ["dossier", "n"])
    op.create_table(
        "vindplaats",
        sa.Column("rij", sa.Integer, primary_key=True),
        sa.Column("dossier", sa.String, nullable=False),
        sa.Column("uiting", sa.String, nullable=False),
        sa.UniqueConstraint("dossier", "uiting"),
    )
    op.execute("INSERT INTO vindplaats(rij, dossier, uiting) SELECT rowid, dossier, uiting FROM zoek")
