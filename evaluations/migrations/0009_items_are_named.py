"""Answers that were there before they had a name of their own in addresses get one."""

import evalprog.public_id
from django.db import migrations, models


def name_items(apps, schema_editor):
    ObservationItem = apps.get_model("evaluations", "ObservationItem")
    for item in ObservationItem.objects.filter(public_id="").only("pk").iterator():
        ObservationItem.objects.filter(pk=item.pk).update(public_id=evalprog.public_id.new_public_id())


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0008_contradictory_phase")]

    operations = [
        migrations.RunPython(name_items, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="observationitem",
            name="public_id",
            field=models.CharField(
                default=evalprog.public_id.new_public_id, editable=False, max_length=12, unique=True
            ),
        ),
    ]
