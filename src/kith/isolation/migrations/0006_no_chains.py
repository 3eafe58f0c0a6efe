"""A pointer at another row of its table leads to a root: what points at nothing itself.

Checked after the row, so that a load may bring both ends in one statement.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION isolation.no_chains() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    chained boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %1$I.%2$I t WHERE t.scheme_id = $1.scheme_id'
        ' AND (t.id = $1.%3$I AND t.%3$I IS NOT NULL OR t.%3$I = $1.id))',
        TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]
    ) INTO chained USING NEW;
    IF chained THEN
        RAISE EXCEPTION 'a row of % points at one that points on', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("isolation", "0005_here_and_now")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION isolation.no_chains")]
