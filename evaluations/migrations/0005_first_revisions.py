from django.db import migrations


def keep_first_revisions(apps, schema_editor):
    """What was written before revisions were kept is the first one: a later save must not be the end of it."""
    for owner in ("assessment", "finding"):
        written = apps.get_model("evaluations", owner).objects.filter(revision=0).exclude(text="")
        revisions = apps.get_model("evaluations", f"{owner}revision").objects
        for row in written.iterator():
            told = {owner: row, "number": 1, "based_on": 0, "text": row.text}
            revisions.create(**told, **({"value": row.value} if owner == "assessment" else {}))
        written.update(revision=1)


class Migration(migrations.Migration):
    dependencies = (("evaluations", "0004_workspace"),)

    operations = (migrations.RunPython(keep_first_revisions, migrations.RunPython.noop),)
