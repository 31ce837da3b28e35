"""alembic's door: runs on the already opened, encrypted connection, in the transaction of the caller."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
context.run_migrations()
