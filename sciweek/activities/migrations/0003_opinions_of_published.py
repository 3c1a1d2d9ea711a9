"""What was public before opinions were recorded stays public, and says that its basis was not recorded."""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def record(apps, schema_editor):
    Activity = apps.get_model("activities", "Activity")
    Opinion = apps.get_model("activities", "Opinion")
    shown = Activity.objects.filter(
        Q(state="published") | Q(state="cancelled", published_at__isnull=False), opinion=""
    )
    Opinion.objects.bulk_create(
        Opinion(
            week_id=row.week_id,
            activity_id=row.pk,
            verdict="open",
            reviewer="（升级前未记录）",
            basis="升级前已由办公室发布，依据未记录",
            of_version=row.version,
            given_at=row.published_at or timezone.now(),
        )
        for row in shown
    )
    shown.update(opinion="open")


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_opinions_and_pictures")]
    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
