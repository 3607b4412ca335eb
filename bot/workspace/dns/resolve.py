"""The answer to one question, as a validating resolver would give it."""

import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype

from bot.workspace.dns.zones import Word, Zones, named

LONGEST_CHAIN = 12
"""CNAMEs followed before the resolver gives up."""

REASONS = {
    Word.SERVFAIL: (dns.rcode.SERVFAIL, dns.edns.EDECode.NO_REACHABLE_AUTHORITY),
    Word.BOGUS: (dns.rcode.SERVFAIL, dns.edns.EDECode.DNSSEC_BOGUS),
    Word.REFUSED: (dns.rcode.REFUSED, dns.edns.EDECode.PROHIBITED),
}
"""The response code and the extended error (RFC 8914) of each fault."""


def resolve(zones: Zones, query: dns.message.Message) -> dns.message.Message | None:
    """The response, or None where the zones say that nobody answers."""
    reply = dns.message.make_response(query, recursion_available=True)
    question = query.question[0]
    owner = named(question.name.to_text())
    secure = True
    for _ in range(LONGEST_CHAIN):
        holder = zones.holder(owner)
        secure = secure and zones.secure(owner)
        fault = zones.fault(holder)
        bogus = fault is Word.BOGUS and not query.flags & dns.flags.CD
        records = zones.records(holder, question.rdtype)
        if records is not None and not bogus:
            _add(reply, owner, records)
            return _marked(reply, query, secure)
        if fault is Word.TIMEOUT:
            return None
        if fault is Word.NXDOMAIN:
            return _marked(_nothing(reply, zones, owner, None), query, secure)
        if fault is not None and (bogus or fault is not Word.BOGUS):
            return _failed(query, fault)
        alias = zones.records(holder, dns.rdatatype.CNAME)
        if alias is None:
            return _marked(_nothing(reply, zones, owner, holder), query, secure)
        _add(reply, owner, alias)
        owner = named(alias[0].target.to_text())
    return _failed(query, Word.SERVFAIL)


def _add(reply: dns.message.Message, owner: dns.name.Name, records: dns.rrset.RRset) -> None:
    """A wildcard's records go out under the name that was asked for."""
    shown = dns.rrset.from_rdata_list(owner, records.ttl, list(records))
    reply.answer.append(shown)


def _nothing(
    reply: dns.message.Message, zones: Zones, owner: dns.name.Name, holder: dns.name.Name | None
) -> dns.message.Message:
    """NODATA where the name that answers exists, else NXDOMAIN; the SOA says how long that holds (RFC 2308)."""
    if holder is None or not zones.exists(holder):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    reply.authority.append(zones.authority(owner))
    return reply


def _marked(reply: dns.message.Message, query: dns.message.Message, secure: bool) -> dns.message.Message:
    """AD only where the question understands it (RFC 6840, 5.8)."""
    if secure and (query.flags & dns.flags.AD or query.ednsflags & dns.flags.DO):
        reply.flags |= dns.flags.AD
    return reply


def _failed(query: dns.message.Message, fault: Word) -> dns.message.Message:
    reply = dns.message.make_response(query, recursion_available=True)
    rcode, reason = REASONS[fault]
    reply.set_rcode(rcode)
    if query.edns >= 0:
        reply.use_edns(0, options=[dns.edns.EDEOption(reason)])
    return reply
