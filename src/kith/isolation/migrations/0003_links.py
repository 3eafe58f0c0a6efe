"""Private links: the subject of one in a policy, and what must be known of one before any context."""

from django.db import migrations

SQL = """
-- No link has the nil UUID as its subject: a link context without a subject reads nothing by it.
CREATE FUNCTION isolation.link_subject() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    parts text[] := isolation.context();
BEGIN
    IF parts[1] <> 'link' THEN
        RETURN NULL;
    END IF;
    RETURN coalesce(nullif(parts[5], ''), '00000000-0000-0000-0000-000000000000')::uuid;
END $$;

CREATE FUNCTION public.isolation_link_of(wanted uuid)
RETURNS TABLE (scheme_id uuid, purpose text, subject_id uuid, ended boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT l.scheme_id, l.purpose::text, l.subject_id,
        l.ended_at IS NOT NULL OR coalesce(l.expires_at <= now(), false)
    FROM public.isolation_privatelink l WHERE l.id = wanted
$$;

REVOKE ALL ON FUNCTION isolation.link_subject(), public.isolation_link_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION isolation.link_subject(), public.isolation_link_of(uuid) TO kith_app;
"""


class Migration(migrations.Migration):
    dependencies = [("isolation", "0002_privatelink")]
    operations = [
        migrations.RunSQL(
            SQL,
            "DROP FUNCTION public.isolation_link_of(uuid); DROP FUNCTION isolation.link_subject()",
        )
    ]
