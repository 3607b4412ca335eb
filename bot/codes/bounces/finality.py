"""Whether the sending server still tries, by what the notice says before what the code's first digit says."""

import re

_FINAL = re.compile(
    r"not going to try again|will not (?:be )?(?:retried|re-?tr(?:y|ied)|tr(?:y|ied) again)|"
    r"won't (?:try|be tried) again|giving up on|gave up|given up|"
    r"(?:was|is) the last (?:attempt|try)|permanent(?:ly)? (?:error|fail\w*|fatal)|"
    r"no further (?:attempts|delivery)|stopped trying|daugiau nebandys",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"warning message only|do not need to resend|will (?:keep|continue) (?:on )?(?:trying|to try|retrying)|"
    r"will (?:be retried|retry|try again|be tried again)|attempts? (?:to deliver \S{0,40} ?)?will continue|"
    r"has not (?:yet )?been delivered yet|not yet been delivered|delivery (?:is|has been|was) delayed|"
    r"still be(?:ing)? (?:tried|retried)|this is (?:only )?a warning|bus bandoma",
    re.IGNORECASE,
)
_DELAYED_SUBJECT = re.compile(r"\(delay\w*\)|\bdelay(?:ed)?\b|^warning: (?:could not send|message)", re.IGNORECASE)


def still_trying(code: str | None, status: str | None, action: str | None, notice: str = "", subject: str = "") -> bool:
    """Whether the server that wrote the notice goes on trying.

    The report's Action (RFC 3464, 2.3.3) is believed first, then the notice's sentences and its subject, then the
    first digit of the code: a 4yz is tried again unless somebody gave up.
    """
    if action == "failed":
        return False
    if action == "delayed":
        return True
    words = notice[:8000]
    if _FINAL.search(words):
        return False
    if _GOES_ON.search(words) or _DELAYED_SUBJECT.search(subject[:300]):
        return True
    return (code or status or "5")[0] == "4"
