"""A child for tests: does what its word says.

python -m sciweek.base.tests.asked SECONDS BYTES MOST WORD
"""

import json
import os
import sys
import time
from collections.abc import Sequence

from sciweek.base.children import serve


def answer(given: bytes, words: Sequence[str]) -> bytes:
    match words[0]:
        case "environment":
            return json.dumps(dict(os.environ)).encode()
        case "noise":
            print("a library's own words", flush=True)
            os.write(2, b"and a warning\n" * 1000)
        case "work":
            while True:
                pass
        case "wait":
            time.sleep(600)
        case "memory":
            return b" " * (1 << 40)
        case "abort":
            os.abort()
        case "length":
            return given * 1000
        case "error":
            raise ValueError
        case "leave":
            sys.exit(3)
    return given


if __name__ == "__main__":
    serve(answer)
