"""Static files under hashed names, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed after collectstatic; plain names while there is no manifest (tests, DEBUG)."""

    manifest_strict = False
