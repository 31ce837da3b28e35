"""The first shape of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("setting", sa.String, nullable=False, server_default=""),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("bewaard_op", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "concept",
        sa.Column("dossier", sa.String, primary_key=True),
        sa.Column("plaats", sa.String, primary_key=True),
        sa.Column("tekst", sa.Text, nullable=False),
    )
    names = ("tijd_utc", "wie", "namens", "rol", "gebeurtenis", "dossier", "object", "reden", "werkplek", "uitkomst", "vorige_hash", "hash")
    op.create_table(
        "log",
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.String, nullable=False) for name in names),
    )
    op.create_table("meta", sa.Column("naam", sa.String, primary_key=True), sa.Column("waarde", sa.String, nullable=False))
    # words of clients are found inside the encrypted file only; secure-delete leaves no residue in the index after erasing
    op.execute(
        'CREATE VIRTUAL TABLE zoek USING fts5(dossier UNINDEXED, uiting UNINDEXED, tekst, tokenize = "unicode61 remove_diacritics 2")'
    )
    op.execute("INSERT INTO zoek(zoek, rank) VALUES('secure-delete', 1)")
