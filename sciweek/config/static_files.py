"""Where static files lie: under names that carry their hash, compressed beside."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Modules that import each other by relative paths find each other under hashed names as well.

    An import map would need an inline script, which the Content-Security-Policy forbids.
    """

    support_js_module_import_aggregation = True
