from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0012_follow_up_months"),
    ]

    operations = [
        migrations.AddField(
            model_name="referringorganisation",
            name="listed_id",
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
