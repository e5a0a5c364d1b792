"""What an administrator does before or beside a running installation."""

from engine.configuration import Configuration
from engine.store import migrations
from engine.store.database import Database


def migrate(configuration: Configuration) -> tuple[str, str]:
    """Build the schema or bring it up to date; the revision before ("" for none) and after."""
    database = Database(configuration.database_url)
    try:
        before = migrations.current(database)
        migrations.upgrade(database)
    finally:
        database.close()
    return before or "", migrations.head()

