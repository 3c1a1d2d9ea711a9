import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0004_shown_is_open'),
        ('week', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ToldApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('week', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='week.week')),
            ],
            options={
                'ordering': ('id',),
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='activities_told_apart_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='activities_told_apart_in_order')],
            },
        ),
    ]
