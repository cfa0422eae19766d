"""The table of the shared cache: without it nobody could sign in, since failures are counted there."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_invitation_language")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
