from django.db import migrations


class Migration(migrations.Migration):
    """What hosts wrote about bookings that are erased by now."""

    dependencies = [
        ("booking", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE booking_booking SET reason = '' WHERE erased_at IS NOT NULL AND reason <> ''",
            migrations.RunSQL.noop,
        ),
    ]
