"""Files come in, text comes out: formats, encodings, hostile input. Knows nothing of what a notice says.

Imports here stay light: the reading child starts through this package.
"""

from .opening import extract, extract_path, from_pasted
from .outcome import Extracted, Remark, Unreadable

__all__ = ["Extracted", "Remark", "Unreadable", "extract", "extract_path", "from_pasted"]
