"""Who opens the pages: staff of every scheme, with the people they support."""

from __future__ import annotations

from typing import Any

import psycopg

# One row for each link worker, team lead and manager of a scheme of the demonstration's shape.
STAFF = """
SELECT s.slug, m.user_id, m.id, m.roles
FROM organisations_membership m JOIN organisations_scheme s ON s.id = m.scheme_id
WHERE s.slug <> 'poplar-demo' AND m.roles && ARRAY['linkworker', 'teamlead', 'manager']::varchar[]
AND m.from_date <= current_date AND (m.to_date IS NULL OR m.to_date >= current_date)
ORDER BY md5(m.id::text)
"""
HELD = """
SELECT p.id, p.last_name FROM caseload_case c
JOIN people_person p ON p.scheme_id = c.scheme_id AND p.id = c.person_id
WHERE c.holder_id = %s ORDER BY (c.state = 'open') DESC, md5(c.id::text) LIMIT 25
"""


def visitors(owner_url: str) -> list[dict[str, Any]]:
    """Staff as values: scheme's slug, user, roles, and some people they hold or held, open cases first."""
    with psycopg.connect(owner_url) as connection:
        return [
            {
                "scheme": slug,
                "user": str(user),
                "roles": roles,
                "people": [
                    {"id": str(pk), "last_name": last_name}
                    for pk, last_name in connection.execute(HELD, [membership])
                ]
                if "linkworker" in roles
                else [],
            }
            for slug, user, membership, roles in connection.execute(STAFF).fetchall()
        ]
