"""A context is good in the database session and at the moment for which it was signed, and nowhere else."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION isolation.context() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said text := nullif(current_setting('kith.context', true), '');
    parts text[];
    payload text;
    key isolation.signing_key;
    signed_at timestamptz;
    apart interval := interval '30 seconds';  -- what the clocks of two machines may differ by
BEGIN
    IF said IS NULL THEN
        RAISE EXCEPTION 'no context: this transaction may not touch a scheme''s data'
            USING ERRCODE = '42501';
    END IF;
    parts := string_to_array(said, '|');
    IF array_length(parts, 1) <> 8 THEN
        RAISE EXCEPTION 'malformed context' USING ERRCODE = '42501';
    END IF;
    payload := array_to_string(parts[1:7], '|');
    SELECT * INTO STRICT key FROM isolation.signing_key;
    IF encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(payload, 'UTF8'))), 'hex')
        <> parts[8] THEN
        RAISE EXCEPTION 'forged context' USING ERRCODE = '42501';
    END IF;
    IF parts[6]::integer <> pg_backend_pid() THEN
        RAISE EXCEPTION 'a context of another session' USING ERRCODE = '42501';
    END IF;
    -- Signed since this transaction began, however long ago that is.
    signed_at := to_timestamp(parts[7]::double precision);
    IF signed_at < transaction_timestamp() - apart OR signed_at > clock_timestamp() + apart THEN
        RAISE EXCEPTION 'a context of another moment (do the clocks of both servers agree?)'
            USING ERRCODE = '42501';
    END IF;
    RETURN parts;
END $$;

CREATE FUNCTION isolation.kind() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (isolation.context())[1]
$$;
REVOKE ALL ON FUNCTION isolation.kind() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION isolation.kind() TO kith_app;
"""


class Migration(migrations.Migration):
    dependencies = [("isolation", "0004_strangers_rows")]
    operations = [migrations.RunSQL(SQL)]
