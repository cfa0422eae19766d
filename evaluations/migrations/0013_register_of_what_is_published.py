"""What was published before there was an index is entered in it: apart from the tables' own migration, which PostgreSQL
does not let change and fill them at once."""

from django.db import migrations

from evaluations.register import index


def enter_all(apps, schema_editor):
    index.rebuild(index.Tables(apps))


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0012_register")]

    operations = [migrations.RunPython(enter_all, migrations.RunPython.noop)]
