"""One module for each check: `CHECK`, its declaration, and `async def check(look) -> tuple[Finding, ...]`.

The module's name is the check's name, with `_` for `-`. A new check is a new file here, its words in
`locales/<language>/findings/<check>.toml`, and its test: no other line changes.
"""
