"""Invitations are private links like all others; those given before have to be made again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_published_period"), ("isolation", "0005_here_and_now")]
    operations = [
        migrations.RunSQL(
            "DROP FUNCTION organisations_invitation_of(text)", migrations.RunSQL.noop
        ),
        migrations.RemoveField("invitation", "token_hash"),
        migrations.AddField("invitation", "sent_at", models.DateTimeField(blank=True, null=True)),
    ]
