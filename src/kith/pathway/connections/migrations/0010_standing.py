import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import kith.isolation.fields

# Who ran the service, and where links went, was not kept: today's is the best that is known.
TODAYS = """
UPDATE connections_introduction i SET
    recipient_organisation_id = s.organisation_id,
    link_sent_to = left(COALESCE(NULLIF(s.email, ''), o.email, ''), 320)
FROM directory_service s
LEFT JOIN directory_communityorganisation o
    ON o.scheme_id = s.scheme_id AND o.id = s.organisation_id
WHERE s.scheme_id = i.scheme_id AND s.id = i.service_id;
UPDATE connections_groupwishes w SET
    week_sent_to = left(COALESCE(NULLIF(s.email, ''), o.email, ''), 320)
FROM directory_service s
LEFT JOIN directory_communityorganisation o
    ON o.scheme_id = s.scheme_id AND o.id = s.organisation_id
WHERE s.scheme_id = w.scheme_id AND s.id = w.service_id;
"""


class Migration(migrations.Migration):
    dependencies = [("connections", "0009_changed_from"), ("directory", "0011_every_second_week")]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="recipient_organisation",
            field=kith.isolation.fields.SchemeForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="introductions",
                to="directory.communityorganisation",
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="link_sent_to",
            field=models.CharField(blank=True, max_length=320),
        ),
        migrations.AddField(
            model_name="introduction",
            name="changed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("contact", "Contact details that were shared are no longer safe"),
                        ("closed", "The service has closed, or left the directory it came from"),
                        ("run_by", "Somebody else runs the service"),
                    ],
                    max_length=7,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="changes_told",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="groupwishes",
            name="week_sent_to",
            field=models.CharField(blank=True, max_length=320),
        ),
        migrations.RunSQL(TODAYS, migrations.RunSQL.noop),
    ]
