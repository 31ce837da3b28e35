"""assistant.adapters.dossiers.tables: the tables, the same for SQLite and later PostgreSQL. One row per dossier: the whole document,
and a row for every photo in it."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

dossier = sa.Table(
    "dossier",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("setting", sa.String, nullable=False, server_default=""),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("bewaard_op", sa.String, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)

concept = sa.Table(
    "concept",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("plaats", sa.String, primary_key=True),
    sa.Column("tekst", sa.Text, nullable=False),
)

log = sa.Table(
    "log",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("tijd_utc", sa.String, nullable=False),
    sa.Column("wie", sa.String, nullable=False),
    sa.Column("namens", sa.String, nullable=False),
    sa.Column("rol", sa.String, nullable=False),
    sa.Column("gebeurtenis", sa.String, nullable=False),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("object", sa.String, nullable=False),
    sa.Column("reden", sa.String, nullable=False),
    sa.Column("werkplek", sa.String, nullable=False),
    sa.Column("uitkomst", sa.String, nullable=False),
    sa.Column("vorige_hash", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("inhoud", sa.String, nullable=False, server_default=""),
    sa.Index("log_dossier", "dossier", "n"),
)

vindplaats = sa.Table(
    "vindplaats",
    metadata,
    sa.Column("rij", sa.Integer, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("uiting", sa.String, nullable=False),
    sa.UniqueConstraint("dossier", "uiting"),
)

geheim = sa.Table(
    "geheim",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("naam", sa.String, primary_key=True),
    sa.Column("nonce", sa.String, nullable=False),
    sa.Column("cijfer", sa.String, nullable=False),
)

bijlage = sa.Table(
    "bijlage",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("naam", sa.String, primary_key=True),
    sa.Column("inhoud", sa.Text, nullable=False),
)

meta = sa.Table("meta", metadata, sa.Column("naam", sa.String, primary_key=True), sa.Column("waarde", sa.String, nullable=False))
