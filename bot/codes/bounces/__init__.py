"""Reading bounces: a mail file or pasted text in, a `BounceReading` out. Pure: no network, no disk, no language.

Values that every mail needs several of are `NamedTuple`s here: a frozen dataclass takes a call for each of its fields.
"""
