from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connections", "0007_not_sent")]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="introduction",
            name="told_to",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("told_at", None), ("told_to", "")),
                    models.Q(models.Q(("told_to", ""), _negated=True), ("told_at__isnull", False)),
                    _connector="OR",
                ),
                name="introduction_told_when",
            ),
        ),
    ]
