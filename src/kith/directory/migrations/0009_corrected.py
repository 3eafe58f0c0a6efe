import django.contrib.postgres.fields
from django.db import migrations, models

# What stood corrected before the column was there.
STANDING = """
    UPDATE directory_service s SET corrected = c.fields FROM (
        SELECT service_id, array_agg(field ORDER BY field) AS fields
        FROM directory_correction WHERE ended_at IS NULL GROUP BY service_id) c
    WHERE c.service_id = s.id"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0008_suggestions"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="corrected",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    ]
