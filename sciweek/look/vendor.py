"""Copy the browser libraries out of `node_modules` into this room's static files: `python -m sciweek.look.vendor`.

They are pinned in `package-lock.json`, fetched at set-up and never committed; a release wheel carries them.
"""

import shutil
import sys
from pathlib import Path

LIBRARIES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    # Named by its style sheet; our maps show none of them.
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    # Modules of the door: they name each other by these relative paths, which collecting rewrites.
    "qr/decode.js": "qr/decode.js",
    "qr/index.js": "qr/index.js",
    "noble/ed25519.js": "@noble/ed25519/index.js",
    "noble/sha2.js": "@noble/hashes/sha2.js",
    "noble/_md.js": "@noble/hashes/_md.js",
    "noble/_u64.js": "@noble/hashes/_u64.js",
    "noble/utils.js": "@noble/hashes/utils.js",
}
"""File name in `static/vendor/` → path below `node_modules/`."""

MAP_OF_SOURCE = b"\n//# sourceMappingURL="

TARGET = Path(__file__).parent / "static" / "vendor"


def copy_libraries(modules: Path, target: Path = TARGET) -> list[Path]:
    """Copy every library and return what was written. Raises FileNotFoundError naming the first that is missing."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, source in LIBRARIES.items():
        path = modules / source
        if not path.is_file() or path.stat().st_size == 0:
            raise FileNotFoundError(f"{path} is missing: run `npm ci` first")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        written.append(Path(shutil.copyfile(path, target / name)))
        if name.endswith(".js"):
            _forget_map(target / name)
    return written


def _forget_map(path: Path) -> None:
    """Take out the last line that names a source map: collecting would ask for it, and browsers too."""
    text, line, _name = path.read_bytes().rpartition(MAP_OF_SOURCE)
    if line:
        path.write_bytes(text + b"\n")


def missing_libraries(target: Path = TARGET) -> list[str]:
    """Names of the libraries that pages ask for and that are not there."""
    return [name for name in LIBRARIES if not (target / name).is_file()]


def main() -> int:
    modules = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd() / "node_modules"
    try:
        copy_libraries(modules)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
