"""A worker's own word on the weight of a case, with its reason; no page had set one before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("caseload", "0005_joining")]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_weight"),
        migrations.RenameField(model_name="case", old_name="weight", new_name="own_weight"),
        migrations.AlterField(
            model_name="case",
            name="own_weight",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Lighter"), (2, "As it is counted"), (3, "Heavier")], default=2
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="own_weight_why",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("own_weight", 2),
                    ("own_weight_why", ""),
                )
                | models.Q(("own_weight__in", [1, 3]))
                & models.Q(("own_weight_why", ""), _negated=True),
                name="case_own_weight_why",
            ),
        ),
    ]
