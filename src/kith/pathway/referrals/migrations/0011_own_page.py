from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0010_what_is_sent_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="wordback",
            name="to_person",
            field=models.BooleanField(default=False),
        ),
    ]
