"""Tokens at rest: encrypted with a key from the environment (Fernet: AES-128-CBC with HMAC-SHA256)."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def cipher(keys: Sequence[str]) -> MultiFernet:
    """Encrypts with the first key and decrypts with any, so that a new key can be put before an old one."""
    return MultiFernet([Fernet(key) for key in keys])


class Encrypted(TypeDecorator[str]):
    """A column whose text is encrypted on its way in and decrypted on its way out.

    Raises `cryptography.fernet.InvalidToken` where none of the keys is the one that it was written with.
    """

    impl = Text
    cache_ok = True

    def __init__(self, cipher: MultiFernet) -> None:
        super().__init__()
        self.cipher = cipher

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.cipher.encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.cipher.decrypt(value.encode()).decode()
