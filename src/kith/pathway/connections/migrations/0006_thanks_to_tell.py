from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connections", "0005_signpost_of_a_redirect")]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="thanks_to_tell",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("thanks_to_tell", False),
                    models.Q(("thanks", ""), _negated=True),
                    _connector="OR",
                ),
                name="introduction_thanks_to_tell_are_some",
            ),
        ),
    ]
