"""One check a module: `CODES` (each finding's code and its status) and `async def check(look) -> tuple[Finding, ...]`.

The module's name is the check's name, with `_` for `-`. A new check is a new file here, its texts under
`locales/<language>/findings/`, and its test: no other line changes.
"""
