"""What each command's help shows to type. A test reads every line as the command line would."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "run": ("run local", "run socket", "run web"),
    "smtp": (
        "smtp 451",
        'smtp "550 5.7.26 Unauthenticated email"',
        "smtp greylisting",
        "smtp - --json < reply.txt",
        "smtp --jsonl < replies.txt",
    ),
    "bounce": ("bounce bounce.eml", "bounce --investigate bounce.eml", "bounce --lines --json replies.txt"),
    "mail": ("mail laiskas.eml", "mail --json --no-network headers.txt", "mail - --lang en < headers.txt"),
    "report": ("report dmarc.xml.gz", "report --json --no-network google.com!imone.lt!1767225600!1767311999.zip"),
    "mailcheck": (
        "mailcheck imone.lt",
        "mailcheck imone.lt 203.0.113.7 dkim=s1",
        "mailcheck imone.lt --spread",
        "mailcheck --batch domains.txt --json",
    ),
    "spf": ("spf --ip 203.0.113.7 --sender info@imone.lt", "spf --ip 203.0.113.7 --helo mx.imone.lt --json"),
    "ask": ('ask --context domain:imone.lt "what about SPF?"', 'ask --context code:451 "who has to act?"'),
    "feedback": ("feedback",),
    "migrate": ("migrate", "migrate --reencrypt"),
    "manifest": ("manifest > manifest.json",),
    "slack": ("slack validate",),
}
