"""Reading bounces: a mail file or pasted text in, a `BounceReading` out. Pure: no network, no disk, no language."""
