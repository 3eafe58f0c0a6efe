"""The words that a search looks at, kept beside the row and not worked out anew for each search.

They are generated columns that no model reads. There is no index over them: row security lets only
leakproof operators reach an index, and neither `@@` nor the trigram ones are; what narrows a search
is the scheme.
"""

from django.db import migrations

SQL = """
-- The extension's own function is not immutable, since its dictionary may be changed; ours is not.
CREATE FUNCTION directory_unaccent(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT public.unaccent('public.unaccent'::regdictionary, said)
$$;

CREATE FUNCTION directory_document(name text, terms jsonb, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT setweight(to_tsvector('pg_catalog.english', public.directory_unaccent(name)), 'A')
        || setweight(jsonb_to_tsvector('pg_catalog.english',
            jsonb_path_query_array(terms, '$[*].name'), '["string"]'), 'B')
        || setweight(to_tsvector('pg_catalog.english',
            public.directory_unaccent(left(description, 4000))), 'C')
$$;

CREATE FUNCTION directory_names(name text, terms jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT lower(public.directory_unaccent(
        name || ' ' || coalesce(jsonb_path_query_array(terms, '$[*].name')::text, '')))
$$;

ALTER TABLE directory_service
    ADD COLUMN searched_document tsvector
        GENERATED ALWAYS AS (directory_document(name, terms, description)) STORED,
    ADD COLUMN searched_names text GENERATED ALWAYS AS (directory_names(name, terms)) STORED;
ALTER TABLE directory_communityorganisation
    ADD COLUMN searched_document tsvector GENERATED ALWAYS AS
        (setweight(to_tsvector('pg_catalog.english', directory_unaccent(name)), 'B')) STORED,
    ADD COLUMN searched_names text GENERATED ALWAYS AS (lower(directory_unaccent(name))) STORED;
"""
BACK = """
ALTER TABLE directory_service DROP COLUMN searched_document, DROP COLUMN searched_names;
ALTER TABLE directory_communityorganisation
    DROP COLUMN searched_document, DROP COLUMN searched_names;
DROP FUNCTION directory_document, directory_names, directory_unaccent;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunSQL(SQL, BACK)]
