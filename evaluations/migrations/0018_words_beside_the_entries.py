"""On PostgreSQL the words of an entry of the register stand beside what is counted of it."""

from django.db import migrations

from evaluations.register import storage


def add(apps, schema_editor):
    storage.execute(storage.POSTGRESQL_BESIDE, "postgresql", schema_editor)


def take_away(apps, schema_editor):
    storage.execute(storage.POSTGRESQL_BESIDE_AWAY, "postgresql", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0017_partners_in_the_register")]

    operations = [migrations.RunPython(add, take_away)]
