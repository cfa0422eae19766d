"""The table of the shared cache, without which nobody could sign in (failures are counted there); known addresses."""

from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    call_command("createcachetable", "evalprog_cache", database=schema_editor.connection.alias, verbosity=0)


def hold_addresses(apps, schema_editor):
    known = apps.get_model("account", "EmailAddress").objects
    for user in apps.get_model("accounts", "User").objects.exclude(pk__in=known.values("user")):
        known.create(user=user, email=user.email.lower(), verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_invitation_language"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [
        migrations.RunPython(create_table, migrations.RunPython.noop),
        migrations.RunPython(hold_addresses, migrations.RunPython.noop),
    ]
