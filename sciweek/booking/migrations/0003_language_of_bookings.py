from django.db import migrations, models

import sciweek.booking.logic.languages


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0002_reasons_of_erased"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="language",
            field=models.CharField(default=sciweek.booking.logic.languages.site_language, max_length=10),
        ),
    ]
