import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0013_register_of_what_is_published")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="contract",
            field=models.CharField(
                blank=True, help_text="Par exemple 2013-2017.", max_length=40, verbose_name="contrat"
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="gathered_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="gathered",
                to="evaluations.evaluation",
                verbose_name="fiche du rapport",
            ),
        ),
    ]
