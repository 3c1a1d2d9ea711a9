import sciweek.base.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('committee', '0003_invitation_addressees'),
    ]

    operations = [
        migrations.AlterField(
            model_name='apitoken',
            name='created_at',
            field=models.DateTimeField(default=sciweek.base.clock.now, editable=False),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='created_at',
            field=models.DateTimeField(default=sciweek.base.clock.now, editable=False),
        ),
        migrations.AlterField(
            model_name='membership',
            name='since',
            field=models.DateTimeField(default=sciweek.base.clock.now, editable=False),
        ),
        migrations.AlterField(
            model_name='personallink',
            name='created_at',
            field=models.DateTimeField(default=sciweek.base.clock.now, editable=False),
        ),
    ]
