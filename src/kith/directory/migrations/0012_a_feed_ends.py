from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0011_every_second_week"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
