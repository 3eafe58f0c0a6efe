import django.db.models.deletion
from django.db import migrations, models

import kith.isolation.fields


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_moving_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="movedrow",
            name="change_problem",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="movedrow",
            name="said_in",
            field=kith.isolation.fields.SchemeForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exchange.runfile",
            ),
        ),
        migrations.AddField(
            model_name="movedrow",
            name="said_line",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
