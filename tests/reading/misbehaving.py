"""What a worker is made to do in tests of what happens then."""

import os
import signal
import time


def warm() -> None:
    """Nothing has to be loaded."""


def perform(request: bytes, content: bytes) -> bytes:
    match request:
        case b"work for ever":
            while True:
                pass
        case b"wait for ever":
            time.sleep(3600)
        case b"take all memory":
            return b"".join(bytes(1 << 20) for _ in range(4096))
        case b"die":
            os._exit(9)
        case b"fail":
            raise ValueError(content)
        case b"write":
            with open("/tmp/written-by-a-worker", "wb") as file:
                file.write(content)
        case b"pid":
            return str(os.getpid()).encode()
        case b"environment":
            return "\n".join(os.environ).encode()
        case b"limits":
            return " ".join(
                str(signal.getitimer(kind)[0]) for kind in (signal.ITIMER_PROF, signal.ITIMER_REAL)
            ).encode()
        case b"count":
            return str(len(content)).encode()
    return request
