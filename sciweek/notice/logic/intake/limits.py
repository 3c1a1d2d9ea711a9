"""What one file may cost. Bytes, seconds, counts; every reader and every door uses these same figures."""

from sciweek.base.children import PATIENCE

MAX_BYTES = 20 * 1024 * 1024
"""Largest file that is opened at all."""

MAX_UNPACKED = 100 * 1024 * 1024
"""Sum of the sizes that an archive declares for its members."""
MAX_ENTRIES = 5_000
MAX_RATIO = 100
"""Unpacked to packed size; judged only above `RATIO_FROM`, since small XML parts pack very well."""
RATIO_FROM = 10 * 1024 * 1024
MAX_XML_PART = 16 * 1024 * 1024
"""One XML part: its tree in memory is about seven times as large."""

MAX_PAGES = 500
MAX_CHARACTERS = 2_000_000
"""Text handed on. A notice of 200 pages has about 200,000 characters."""

PARSE_SECONDS = 8
"""Processor time of the reading child; with its start and hand-over below ten seconds."""
PARSE_MEMORY = 256 * 1024 * 1024
"""Address space of the reading child."""

CONVERT_SECONDS = 9
"""Processor time of a LibreOffice conversion, all its processes together: a busy machine is no reason to refuse."""
CONVERT_PATIENCE = CONVERT_SECONDS * PATIENCE
"""Wall clock after which a conversion that does nothing is given up."""
CONVERT_MEMORY = 300 * 1024 * 1024
"""Resident memory of LibreOffice's processes together, watched while it runs."""

OCR_SECONDS = 120
OCR_MEMORY = 3 * 1024 * 1024 * 1024
"""Address space, not resident memory: the OCR engine maps large areas that it hardly touches."""
OCR_PAGES = 20
MAX_PIXELS = 50_000_000
