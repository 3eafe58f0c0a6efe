from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0011_own_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="redirect",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=Q(("sent_at", None), ("undone_at", None), _connector="OR"),
                name="redirect_sent_or_undone",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="again",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RemoveConstraint(
            model_name="referral",
            name="referral_once_a_day_from_one_place",
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                fields=("scheme_id", "person", "referred_on", "organisation_name", "again"),
                name="referral_one_at_a_time_from_one_place",
            ),
        ),
    ]
