"""Whether a subject, or the beginning of a text, says that a mail did not arrive."""

import re

MAX_SUBJECT = 300
MAX_BEGINNING = 600
"""Characters of a notice in which it says so."""
_FAILED = re.compile(
    r"undeliver|delivery (?:status|fail|delay|problem|notif|has failed|error|refused|rejected)|returned mail|"
    r"failure notice|could not (?:be )?deliver|"
    r"mail (?:system )?error|non.?delivery|non.?distribu|n'a pas pu [eê]tre|"
    r"nepristatyt|grąžin(?:t|am)|grįž|^bounced?\b|bounced (?:e?-?mail|message)|"
    r"(?:mail|message) bounced|bounce notif|not delivered|returning message|"
    r"non remis|unzustellbar|nicht zugestellt|no entregad[oa]|onbestelbaar|non recapitat|nie dostarczon|"
    r"message retourné|"
    r"не доставлен|недоставлен|配信不能|配送できません|退信|退回|"
    r"warning: could not send|not (?:a )?member\b|loop alert|mail loop|"
    r"giving up on your|message (?:is|was|has been) delayed|non-?member submission|virus (?:found|detected) in|"
    r"request to mailing list .{1,80} rejected|returned post for|"
    r"(?:message|e-?mail|mail) (?:was |has been )?(?:rejected|refused|returned|not sent)|did not reach|still waiting|"
    r"rejected posting|posting (?:was )?(?:rejected|refused)|virus in your|virus alert|deliver(?:y|ed)? .{0,40}stopped|"
    r"not authorized to (?:send|post)|"
    r"nie(?: została)? doręczon|niedoręczon|no se (?:pudo|ha podido) entregar|nenusiųst|nepavyko pristatyti|"
    r"message rejeté|(?:message|courriel) a été (?:rejeté|refusé)|mancata consegna|"
    r"error sending (?:message|mail|e-?mail)|post to .{1,80} denied|^rejected: |being returned|non accettazione|"
    r"threat (?:found|detected)|^permission denied$|was not (?:created|processed)|neišsiųst|"
    r"pristatyti nepavyko|non consegnat|não entregue|niet bezorgd|nepiegādāt|nedoručen|kohaletoimetamata|"
    r"kunne ikke leveres|(?:follow-up|reply|ticket|request) (?:was |has been )(?:rejected|refused|denied)|"
    r"(?:was|is|were) not (?:recorded|registered)|ticket denied|^\[rejected\]|neužregistruot|"
    r"you (?:are not (?:allowed|permitted)|(?:do not|don't) have permission) to (?:send|post|comment|update|perform)"
)
"""These in lower case: ignoring the case takes the search three times as long."""
_NOT_SENT = re.compile(
    r"(?:n't|\bnot|\bnever|\bno longer|cannot|unable to|failed to) (?:yet )?(?:been |be )?"
    r"(?:deliver|send|sent\b|process|hand over|handed over|pass on|passed on|accepted|reach)|"
    r"\b(?:was|were|been|is|got) (?:automatically )?"
    r"(?:rejected|refused|turned down|turned away|returned|bounced|blocked)\b|"
    r"\b(?:was|were|been|is|are) (?:held back|discarded)\b|\b(?:was|were|been) not (?:added|recorded|registered)\b|"
    r"\bnepriim(?:t|ė)|still (?:waiting|trying|in our queue)|\bit bounced|"
    r"nebuvo (?:pristatyt|išsiųst|priimt)|nepavyko (?:pristatyti|išsiųsti|įteikti)|\batmetė|\batmest|\bgrąžin|"
    r"nicht (?:zugestellt|zustellen|ausgeliefert|angenommen|übermittelt)|zurückgewiesen|abgelehnt|"
    r"n'a pas (?:pu être|été) (?:remis|livré|distribué|délivré|envoyé|accepté|diffusé|transmis)|"
    r"a été (?:refusé|rejeté)|"
    r"no (?:se )?(?:ha podido|pudo|fue) (?:ser )?(?:entrega|envia)|rechazad[oa]|"
    r"non (?:è|e') stat[oa] (?:consegnat|recapitat|accettat)|impossibile (?:recapitare|consegnare)|rifiutat[oa]|"
    r"não (?:pôde|foi|pode) (?:ser )?(?:entreg|envia)|rejeitad[oa]|niet (?:worden )?(?:bezorgd|afgeleverd)|geweigerd|"
    r"nie (?:została|mogła być|można było|udało się)|odrzucon|не (?:была? |может быть |удалось )?(?:доставлен|"
    r"отправлен|доставить)|отклонен|netika piegādāt|neizdevās piegādāt|noraidīt|kunne ikke leveres|kunde inte levereras"
)
_MAIL = re.compile(
    r"\b(?:e-?mail|mail|message|letter|post|posting|comment|laišk\w{0,4}|nachricht|courriel|courrier|mensaje|correo|messaggio|mensagem|"
    r"bericht|wiadomość|сообщение|письмо|vēstule|vēstuli|kiri|meddelelse|meddelande)\b"
)


_PROGRAM = re.compile(
    r"\bsmtp (?:server )?error\b|\bserver (?:responded|replied|said|response)\b|"
    r"\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b|<[^\s<>@]{1,64}@[^\s<>]{1,253}>: [^\s]",
    re.IGNORECASE,
)
"""What programs and servers write: a reply code with a status, an address in brackets and its reason."""
_BLANKS = re.compile(r"[ \t]{2,}")


def quotes_server(text: str) -> bool:
    """Whether a text quotes, in its beginning, what a server or a mail program says of a failure."""
    return bool(_PROGRAM.search(text[: 4 * MAX_BEGINNING]))


def tells_failure(subject: str) -> bool:
    """Whether a subject speaks of a delivery that failed."""
    return bool(_FAILED.search(subject[:MAX_SUBJECT].lower()))


def speaks_of_mail(subject: str) -> bool:
    """Whether a subject speaks of a mail or names an address."""
    return "@" in subject or bool(_MAIL.search(subject[:MAX_SUBJECT].lower()))


def tells_in_prose(text: str) -> bool:
    """Whether a text begins with a failure's words, or says that somebody's mail did not arrive."""
    beginning = _BLANKS.sub(" ", text[:MAX_BEGINNING]).lower()
    return bool(_FAILED.search(beginning) or (_MAIL.search(beginning) and _NOT_SENT.search(beginning)))
