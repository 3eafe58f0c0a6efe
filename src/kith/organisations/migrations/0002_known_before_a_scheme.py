"""What must be known before a scheme is: named functions that return ids and nothing else."""

from django.db import migrations

SQL = """
CREATE FUNCTION organisations_scheme_of_slug(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id FROM public.organisations_scheme WHERE slug = wanted
$$;

CREATE FUNCTION organisations_open_schemes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id FROM public.organisations_scheme ORDER BY name
$$;

CREATE FUNCTION organisations_seats_of(wanted uuid)
RETURNS TABLE (scheme_id uuid, membership_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT m.scheme_id, m.id FROM public.organisations_membership m
    WHERE m.user_id = wanted AND m.from_date <= current_date
    AND (m.to_date IS NULL OR m.to_date >= current_date)
    ORDER BY m.created_at
$$;

CREATE FUNCTION organisations_invitation_of(hash text)
RETURNS TABLE (scheme_id uuid, invitation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT i.scheme_id, i.id FROM public.organisations_invitation i WHERE i.token_hash = hash
$$;

REVOKE ALL ON FUNCTION organisations_scheme_of_slug(text), organisations_open_schemes(),
    organisations_seats_of(uuid), organisations_invitation_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_scheme_of_slug(text), organisations_open_schemes(),
    organisations_seats_of(uuid), organisations_invitation_of(text) TO kith_app;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [
        migrations.RunSQL(
            SQL,
            "DROP FUNCTION organisations_scheme_of_slug, organisations_open_schemes,"
            " organisations_seats_of, organisations_invitation_of",
        )
    ]
