"""Which phrases the program asks for, read from its templates and its code."""

import ast
import re
from functools import cache
from itertools import product
from pathlib import Path

from jinja2 import Environment, nodes

import bot
from bot.__main__ import ANSWERING, COMMANDS
from bot.cases.answering.checklist import ITEMS
from bot.cases.answering.waits import Wait
from bot.cases.values.answers.fixes import AfterFix
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.answers.reports import RESULTS
from bot.cases.values.answers.watching import Ended
from bot.cases.values.choices import OFF, ON, Scope
from bot.cases.values.investigation import CauseVerdict
from bot.cases.values.questions import Intent
from bot.cases.values.votes import JudgedKind
from bot.cases.values.watch import Every
from bot.cli.batch.worker import FAILED
from bot.cli.commands.slack.validate import Acceptance
from bot.codes.values import Actor, Confidence, Resend
from bot.domains.declaration import Concern, Keeper, Risk
from bot.domains.engine.spread import ServerState, SpreadTopic, Standing
from bot.domains.engine.spread import SpreadVerdict as Spreading
from bot.domains.name import Reason
from bot.domains.standards.spf.values import Result as SpfResult
from bot.domains.values import Status
from bot.mails.chain import ChainOutcome
from bot.mails.delay import Side
from bot.mails.filters.knowledge import filters
from bot.mails.signatures import SignatureResult
from bot.mails.values import Problem
from bot.replies.engine import TEMPLATES
from bot.replies.letters import Again, Ending
from bot.reports.senders import SenderStanding as Sending
from bot.reports.values import DeliveryResult
from bot.settings import Mode
from bot.slack.blocks import RIGHT, WRONG
from bot.slack.delivery.status import LOADING

PACKAGE = Path(bot.__file__).parent
_KEY = re.compile(r"[a-z-]+(\.[a-z0-9-]+)+")
_FILES = (".toml", ".xml", ".py", ".html", ".eml", ".example", ".test")
_BAD = (Status.UNKNOWN, Status.WARNING, Status.ERROR)


def families() -> set[str]:
    """Keys put together from a value's name: one for each value there is."""
    names = list(Concern)
    return {
        *(f"sign.{known.key}" for each in filters() for known in each.meanings if known.problem or known.verdict),
        *(f"delivered.who-{problem.acts}" for problem in Problem),
        *(f"delivered.signature-{outcome}" for outcome in SignatureResult),
        *(f"delivered.chain-{outcome}" for outcome in ChainOutcome),
        *(f"delivered.slowest-{side}" for side in Side),
        *(f"delivered.suspicion-{kind}" for kind in ("lookalike", "mixed-script", "display-name", "reply-to")),
        *(f"actor.{actor}" for actor in Actor),
        *(f"resend.{resend}" for resend in Resend),
        *(f"letter.again-{again}" for again in set(Again) - {Again.NOTHING}),
        *(f"letter.{ending}" for ending in set(Ending) - {Ending.NOTHING}),
        *(f"keeper.{keeper}" for keeper in Keeper),
        *(f"confidence.{confidence}" for confidence in Confidence),
        *(f"investigation.{verdict}" for verdict in CauseVerdict),
        *(f"refusal.{reason}{ending}" for reason, ending in product(Refusal, ("", "-instead"))),
        *(f"status.{status}" for status in Status),
        *(f"news.watched-{every}" for every in Every),
        *(f"concern.{name}" for name in names),
        *(f"page.{name}" for name in names),
        *(f"column.{name}" for name in names),
        *(f"brief.{name}-{status}" for name, status in product(names, (Status.OK, Status.NOTICE))),
        *("brief.receive-declined", "brief.send-declined", "brief.pose-open"),
        *(f"concern.{name}-{status}" for name, status in product(names, Status)),
        *(f"verdict.{name}-{status}" for name, status in product(names, _BAD)),
        *(f"code.do-{digit}" for digit in "2345X"),
        *(f"{words}{every}" for words, every in product(("watch.", "watch.otherwise-", "watches."), Every)),
        *(f"watches-ended.{reason}" for reason in Ended),
        *(f"ask.{intent}" for intent in set(Intent) - {Intent.CODE, Intent.UNKNOWN}),
        *(f"ask.{intent}-of" for intent in ("explain", "fix", "show", "recheck", "code", "check")),
        *(f"ask.{intent}-all" for intent in ("explain", "fix", "show")),
        *(f"checklist.{item}" for item in ITEMS),
        *(f"preferences.{scope}-{done}" for scope, done in product(Scope, ("set", "reset"))),
        *(
            f"preferences.unasked-{scope}-{chosen}"
            for scope, chosen in product((Scope.CHANNEL, Scope.WORKSPACE), (ON, OFF))
        ),
        *(f"assistant.{shown}" for shown in LOADING),
        *(f"cli.{command}" for command in COMMANDS),
        *(f"cli.status.{command}" for command in ANSWERING),
        *(f"spf.{result}" for result in SpfResult),
        *(f"home.{button}" for button in ("check", "explain", "help")),
        *(f"feedback.{kind}" for kind in JudgedKind),
        *(f"feedback.{vote}{ending}" for vote, ending in product((RIGHT, WRONG), ("", "-label", "-thanks"))),
        *(f"window.{field}" for field in ("domain", "address", "selector", "where")),
        *(f"window.{field}-hint" for field in ("address", "selector", "where")),
        *(f"run.{mode}" for mode in Mode),
        *(f"validate.{word}" for word in Acceptance),
        *(f"batch.nothing-{reason}" for reason in (set(Reason) - {Reason.TOO_MANY}) | {FAILED}),
        *(f"batch.{status}" for status in set(Status) - {Status.NOTICE}),
        *(f"fix.{after}" for after in AfterFix),
        *(f"wait.{wait}" for wait in Wait),
        *(f"safe.{ending}{risk}" for ending, risk in product(("", "about-"), Risk)),
        *(f"plain.class-{digit}" for digit in "2345X"),
        *(f"spread.{verdict}" for verdict in Spreading),
        *(f"spread.{verdict}-do" for verdict in (Spreading.SERVERS, Spreading.CONFLICT)),
        *(f"spread.place-{topic}" for topic in SpreadTopic),
        *(f"spread.server-{state}" for state in ServerState),
        *(f"spread.resolver-{standing}" for standing in Standing),
        *(f"dmarc-report.{words}-{standing}" for words, standing in product(("is", "do"), Sending)),
        *(f"failure-report.delivery-{delivery}" for delivery in DeliveryResult),
        *(f"tls-report.result-{result}" for result in RESULTS),
        "ask.customer-in",
        "settings.not-bot-token",
        "settings.not-app-token",
    }


@cache
def in_templates() -> frozenset[str]:
    """Keys that a template names in full, and those that a macro makes of a list of names."""
    environment = Environment(autoescape=True)
    texts: set[str] = set()
    for file in (*TEMPLATES.rglob("*.xml"), *TEMPLATES.rglob("*.html")):
        tree = environment.parse(file.read_text(encoding="utf-8"))
        texts |= {str(const.value) for const in tree.find_all(nodes.Const)}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "examples":
                texts |= {f"help.{const.value}" for const in call.args[0].find_all(nodes.Const)}
    return keys(texts)


def in_code(groups: set[str]) -> set[str]:
    """Every text in our modules that looks like a key of one of the catalogue's groups."""
    return {key for key in _in_modules() if key.partition(".")[0] in groups}


@cache
def _in_modules() -> frozenset[str]:
    modules = (ast.parse(file.read_bytes()) for file in PACKAGE.rglob("*.py"))
    constants = (node.value for module in modules for node in ast.walk(module) if isinstance(node, ast.Constant))
    return keys({value for value in constants if isinstance(value, str)})


def keys(texts: set[str]) -> frozenset[str]:
    return frozenset(text for text in texts if _KEY.fullmatch(text) and not text.endswith((*_FILES, "-")))
