"""Settings of the garbage collector for a process that checks domains."""

import gc


def tame_collector() -> None:
    """Lets the collector pass over all that was read at start, and come less often: a check makes thousands of values
    that live for its tenth of a second, and looking through them took a seventh of a batch's processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(30_000, 20, 50)
