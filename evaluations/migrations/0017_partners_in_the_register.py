"""Partners become a filter of the register: what is published is entered anew, with them."""

from django.db import migrations, models

from evaluations.register import index


def enter_all(apps, schema_editor):
    index.rebuild(index.Tables(apps))


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0016_publication_runs"), ("programmes", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="registerterm",
            name="facet",
            field=models.CharField(
                choices=[
                    ("campagne", "Campagne"),
                    ("etablissement", "Établissement"),
                    ("partenaire", "Établissement partenaire"),
                    ("nature", "Nature de la formation"),
                    ("niveau", "Niveau"),
                    ("domaine", "Domaine"),
                    ("referentiel", "Référentiel"),
                    ("annee", "Année de publication"),
                ],
                max_length=20,
                verbose_name="filtre",
            ),
        ),
        migrations.RunPython(enter_all, migrations.RunPython.noop),
    ]
