from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0013_adding_is_no_check"),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name="last_email",
            field=models.CharField(blank=True, default="", max_length=254),
            preserve_default=False,
        )
        for name in ("communityorganisation", "service")
    ]
