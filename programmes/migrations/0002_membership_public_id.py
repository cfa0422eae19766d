"""A random name in URLs for what is shown on the pages of committees and roles: a counter would tell how many others there are."""

from django.db import migrations, models

from evalprog.public_id import new_public_id

MODELS = ("membership",)
PUBLIC_ID = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)


def name_rows(apps, schema_editor):
    for model in MODELS:
        for row in apps.get_model("programmes", model).objects.filter(public_id=None):
            row.public_id = new_public_id()
            row.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.AddField("membership", "public_id", models.CharField(max_length=12, null=True, editable=False)),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        migrations.AlterField("membership", "public_id", PUBLIC_ID),
    ]
