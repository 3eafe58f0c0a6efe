"""How much of a feed is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """Limits of one import. Bytes are counted after decompression; times are in seconds.

    The largest feed seen in the United Kingdom in 2026 had 5,300 services, each of which must be
    asked for by itself.
    """

    page_bytes: int = 20 * MEGABYTE
    file_bytes: int = 100 * MEGABYTE
    total_bytes: int = 500 * MEGABYTE
    connect_seconds: float = 10
    page_seconds: float = 30
    total_seconds: float = 3600
    redirects: int = 3
    pages: int = 5_000
    files: int = 20_000
    services: int = 200_000
    per_page: int = 100
