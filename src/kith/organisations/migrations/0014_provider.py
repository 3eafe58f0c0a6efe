"""Whoever answers for a community organisation answers for one of their own scheme's directory."""

from django.db import migrations

import kith.isolation.fields

POINTER = kith.isolation.fields.SchemeForeignKey(
    blank=True, null=True, related_name="+", to="directory.communityorganisation"
)
# Until now nothing kept an id from pointing at no organisation, or at another scheme's; such a one opened nothing.
POINTS_NOWHERE = """
UPDATE organisations_membership m SET provider_id = NULL
WHERE m.provider_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM directory_communityorganisation o
    WHERE o.id = m.provider_id AND o.scheme_id = m.scheme_id
)
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0013_listed"), ("directory", "0008_suggestions")]
    operations = [
        migrations.RunSQL(POINTS_NOWHERE, migrations.RunSQL.noop),
        # The column of a membership stays as it is: only what it may hold is new, and that is the wall's.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("membership", "provider_id"),
                migrations.AddField("membership", "provider", POINTER.clone()),
            ]
        ),
        migrations.AddField("invitation", "provider", POINTER.clone()),
    ]
