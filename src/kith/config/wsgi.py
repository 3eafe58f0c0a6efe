"""The door of the web server. Refuses to open when the database role could see too much."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
django_application = get_wsgi_application()

from kith.config.receiving import whole_requests  # noqa: E402
from kith.isolation.catalogue import role_faults  # noqa: E402  (needs Django to be set up)

application = whole_requests(django_application)

if faults := role_faults(connection):
    raise SystemExit(" ".join(faults) + " Start Kith with `kith serve`, which makes a safe role.")
connection.close()

# What is loaded by now stays: looking through it again and again made one page in a hundred take twice its time.
gc.collect()
gc.freeze()
