"""Static files: ours get names with their content hash; libraries also keep the names they import each other by."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """A missing entry falls back to the plain name instead of breaking the page."""

    manifest_strict = False
    keep_only_hashed_files = False
