from django.db import migrations, models

# What was typed in counted as checked on that day, whether anybody had made sure of it or not (decision 0057).
NOBODY_KNOWS = """
    UPDATE directory_service SET assured_on = NULL, assured_by = '', assured_how = ''
    WHERE assured_how = 'added'"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0012_a_feed_ends"),
    ]

    operations = [
        migrations.RunSQL(NOBODY_KNOWS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="service",
            name="assured_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("phone", "By telephone"),
                    ("visit", "On a visit"),
                    ("website", "On their website"),
                    ("wrote", "They wrote to us"),
                    ("link", "By the message we send them"),
                    ("feed", "The directory it comes from says so"),
                ],
                max_length=10,
            ),
        ),
    ]
