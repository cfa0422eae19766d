"""The register has tables of its own, with an index that the database keeps; reports published so far are entered.

On SQLite a later change of ``RegisterText`` or ``RegisterWord`` makes their tables anew, without these triggers:
``storage.restore`` puts them back at the end of every ``migrate``.
"""

import django.db.models.deletion
from django.db import migrations, models

from evaluations.register import storage


def add_indexes(apps, schema_editor):
    storage.execute(storage.SQLITE, "sqlite", schema_editor)
    storage.execute(storage.POSTGRESQL, "postgresql", schema_editor)


def take_away_indexes(apps, schema_editor):
    storage.execute(storage.SQLITE_AWAY, "sqlite", schema_editor)
    storage.execute(storage.POSTGRESQL_AWAY, "postgresql", schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0011_first_sendings'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_on', models.DateField(db_index=True, verbose_name='publié le')),
                ('title_key', models.CharField(db_index=True, max_length=200, verbose_name='intitulé, pour le tri')),
                ('institution_key', models.CharField(db_index=True, max_length=200, verbose_name='établissement, pour le tri')),
                ('terms', models.CharField(blank=True, max_length=200)),
                ('evaluation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='evaluations.evaluation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'rapport au registre',
                'verbose_name_plural': 'registre',
                'ordering': ('-published_on', 'title_key', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RegisterWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True, verbose_name='mot')),
                ('shown', models.CharField(max_length=40, verbose_name='mot accentué')),
                ('padded', models.CharField(max_length=44)),
            ],
            options={
                'verbose_name': 'mot du registre',
                'verbose_name_plural': 'mots du registre',
            },
        ),
        migrations.RemoveField(
            model_name='report',
            name='search',
        ),
        migrations.CreateModel(
            name='RegisterText',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='evaluations.registerentry')),
                ('plain', models.TextField(verbose_name='texte public')),
                ('heading', models.TextField(verbose_name='mots de l’intitulé')),
                ('body', models.TextField(verbose_name='mots du texte')),
            ],
            options={
                'verbose_name': 'texte au registre',
                'verbose_name_plural': 'textes au registre',
            },
        ),
        migrations.AddField(
            model_name='registerentry',
            name='report',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='evaluations.report'),
        ),
        migrations.CreateModel(
            name='RegisterTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField(choices=[('campagne', 'Campagne'), ('etablissement', 'Établissement'), ('nature', 'Nature de la formation'), ('niveau', 'Niveau'), ('domaine', 'Domaine'), ('referentiel', 'Référentiel'), ('annee', 'Année de publication')], max_length=20, verbose_name='filtre')),
                ('key', models.CharField(max_length=80, verbose_name='clé')),
                ('label', models.CharField(max_length=400, verbose_name='libellé')),
            ],
            options={
                'verbose_name': 'valeur de filtre',
                'verbose_name_plural': 'valeurs de filtre',
                'constraints': [models.UniqueConstraint(fields=('facet', 'key'), name='register_term_once')],
            },
        ),
        migrations.AddField(
            model_name='registerentry',
            name='campaign',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='field',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='framework',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='institution',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='kind',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='level',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='year',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.registerterm'),
        ),
        migrations.RunPython(add_indexes, take_away_indexes),
    ]
