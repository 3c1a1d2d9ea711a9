from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_opinions_of_published")]
    operations = [
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('published', 'held')), _negated=True), ('opinion', 'open'), _connector='OR'), name='activities_activity_shown_is_open'),
        ),
    ]
