"""What Slack says against a block: in its words, with a JSON pointer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    message: str
    at: str
    """A JSON pointer from the list of blocks, `/0/text/type`; empty for the list itself."""
    expected: tuple[str, ...] = ()
    """The words that were allowed there, where only some are."""

    def under(self, root: str) -> str:
        """As `response_metadata` says it, with the pointer from `root`, such as `/blocks`."""
        return f"{self.message} [json-pointer:{root}{self.at}]"
