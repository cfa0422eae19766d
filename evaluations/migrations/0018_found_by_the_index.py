"""On PostgreSQL, what is searched in the register is found by its index, however many reports have the words."""

from django.db import migrations

from evaluations.register import storage


def add(apps, schema_editor):
    storage.execute(storage.POSTGRESQL_FOUND, "postgresql", schema_editor)


def take_away(apps, schema_editor):
    storage.execute(storage.POSTGRESQL_FOUND_AWAY, "postgresql", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0017_partners_in_the_register")]

    operations = [migrations.RunPython(add, take_away)]
