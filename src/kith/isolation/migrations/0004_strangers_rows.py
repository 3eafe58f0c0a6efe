"""What a stranger writes: whether the context is one of theirs, and the time they cannot choose."""

from django.db import migrations

SQL = """
CREATE FUNCTION isolation.is_one_of(kinds text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (isolation.context())[1] = ANY (kinds)
$$;

-- The owner, who restores a backup, has no context and keeps the times there are.
CREATE FUNCTION isolation.stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF nullif(current_setting('kith.context', true), '') IS NOT NULL
        AND isolation.is_one_of('{public,link}'::text[]) THEN
        NEW.created_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION isolation.is_one_of(text[]), isolation.stamp() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION isolation.is_one_of(text[]) TO kith_app;
"""


class Migration(migrations.Migration):
    dependencies = [("isolation", "0003_links")]
    operations = [
        migrations.RunSQL(
            SQL, "DROP FUNCTION isolation.stamp(); DROP FUNCTION isolation.is_one_of(text[])"
        )
    ]
