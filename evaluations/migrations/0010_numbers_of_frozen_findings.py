"""The numbers of a frozen report's findings are repeated beside it, as its title is: campaigns count them."""

import json

from django.db import migrations, models


def repeat_numbers(apps, schema_editor):
    reports = apps.get_model("evaluations", "Report").objects
    for pk, content in reports.values_list("pk", "content").iterator(chunk_size=50):
        reports.filter(pk=pk).update(findings=_numbers(json.loads(content)))


def _numbers(content):
    found = {"STRENGTH": [], "WEAKNESS": [], "RECOMMENDATION": []}
    for section in content.get("sections", ()):
        for block in section.get("blocks", ()):
            if block.get("findings_kind") in found:
                found[block["findings_kind"]] += [finding["number"] for finding in block.get("findings", ())]
    return found


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0009_items_are_named")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="findings",
            field=models.JSONField(blank=True, default=dict, verbose_name="constats"),
        ),
        migrations.RunPython(repeat_numbers, migrations.RunPython.noop),
    ]
