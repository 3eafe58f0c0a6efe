import django.db.models.deletion
from django.db import migrations

import kith.isolation.fields


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0004_followed_up"),
        ("referrals", "0012_undone_and_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="signpost",
            name="redirect",
            field=kith.isolation.fields.SchemeForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signposts",
                to="referrals.redirect",
            ),
        ),
    ]
