"""The signed context: its key, and the functions that policies call."""

from django.db import migrations

SQL = """
CREATE SCHEMA isolation;
GRANT USAGE ON SCHEMA isolation TO kith_app;

CREATE TABLE isolation.signing_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);
REVOKE ALL ON isolation.signing_key FROM PUBLIC;

-- HMAC (RFC 2104) from the core sha256(), since pgcrypto may be absent. The pads are stored
-- already mixed with the key.
CREATE FUNCTION isolation.context() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said text := nullif(current_setting('kith.context', true), '');
    parts text[];
    payload text;
    key isolation.signing_key;
BEGIN
    IF said IS NULL THEN
        RAISE EXCEPTION 'no context: this transaction may not touch a scheme''s data'
            USING ERRCODE = '42501';
    END IF;
    parts := string_to_array(said, '|');
    IF array_length(parts, 1) <> 7 THEN
        RAISE EXCEPTION 'malformed context' USING ERRCODE = '42501';
    END IF;
    payload := array_to_string(parts[1:6], '|');
    SELECT * INTO STRICT key FROM isolation.signing_key;
    IF encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(payload, 'UTF8'))), 'hex')
        <> parts[7] THEN
        RAISE EXCEPTION 'forged context' USING ERRCODE = '42501';
    END IF;
    IF parts[6]::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE EXCEPTION 'expired context' USING ERRCODE = '42501';
    END IF;
    RETURN parts;
END $$;

CREATE FUNCTION isolation.schemes(kinds text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    parts text[] := isolation.context();
BEGIN
    IF NOT parts[1] = ANY (kinds) THEN
        RAISE EXCEPTION 'a % context may not do this here', parts[1] USING ERRCODE = '42501';
    END IF;
    RETURN string_to_array(nullif(parts[2], ''), ',')::uuid[];
END $$;

-- The same for tables with published rows: a context of another kind sees those alone.
CREATE FUNCTION isolation.schemes_or_none(kinds text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    parts text[] := isolation.context();
BEGIN
    IF NOT parts[1] = ANY (kinds) THEN
        RETURN NULL;
    END IF;
    RETURN string_to_array(nullif(parts[2], ''), ',')::uuid[];
END $$;

CREATE FUNCTION isolation.user_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT nullif((isolation.context())[3], '')::uuid
$$;

CREATE FUNCTION isolation.actor() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (isolation.context())[4]
$$;

CREATE FUNCTION isolation.subject() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (isolation.context())[5]
$$;

CREATE FUNCTION isolation.raise_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION isolation.context() FROM PUBLIC;
REVOKE ALL ON FUNCTION isolation.schemes(text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION isolation.schemes_or_none(text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION isolation.user_id() FROM PUBLIC;
REVOKE ALL ON FUNCTION isolation.actor() FROM PUBLIC;
REVOKE ALL ON FUNCTION isolation.subject() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION isolation.schemes(text[]), isolation.schemes_or_none(text[]), isolation.user_id(), isolation.actor(),
    isolation.subject() TO kith_app;
"""


class Migration(migrations.Migration):
    operations = [migrations.RunSQL(SQL, "DROP SCHEMA isolation CASCADE")]
