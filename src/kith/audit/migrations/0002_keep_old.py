"""The trigger that keeps what each field was before, for every walled table with history."""

from django.db import migrations

SQL = """
CREATE FUNCTION audit_keep_old() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    old_row jsonb := to_jsonb(OLD);
    kept jsonb;
    who text := 'the owner of the database';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(o.key, o.value) INTO kept FROM jsonb_each(old_row) o
        WHERE o.value IS DISTINCT FROM to_jsonb(NEW) -> o.key AND o.key <> 'version';
        IF kept IS NULL THEN
            RETURN NULL;
        END IF;
    ELSE
        kept := old_row;
    END IF;
    IF nullif(current_setting('kith.context', true), '') IS NOT NULL THEN
        who := isolation.actor();
    END IF;
    INSERT INTO public.audit_change
        (id, scheme_id, created_at, table_name, row_id, event, actor, before)
    VALUES (gen_random_uuid(),
        coalesce(old_row ->> 'scheme_id',
            CASE WHEN TG_TABLE_NAME = 'organisations_scheme' THEN old_row ->> 'id' END)::uuid,
        now(), TG_TABLE_NAME, (old_row ->> 'id')::uuid, lower(TG_OP), who, kept);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION audit_keep_old() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("isolation", "0001_context")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION audit_keep_old")]
