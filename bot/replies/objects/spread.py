"""How far a change of records has come, as an object."""

from bot.domains.engine.spread import ComparedName, Spread
from bot.replies.objects.speech import JsonObject


def spread(seen: Spread, words: JsonObject) -> JsonObject:
    return {
        "kind": "spread",
        "verdict": str(seen.verdict),
        "domain": seen.domain,
        "zone": seen.zone,
        "at": seen.at,
        "current": [
            {
                "place": _place(each.place),
                "values": None if each.values is None else list(each.values),
                "conflict": each.conflict,
            }
            for each in seen.current
        ],
        "servers": [
            {"name": each.name, "state": str(each.state), "serial": each.serial, "old": list(map(_place, each.old))}
            for each in seen.servers
        ],
        "resolvers": [
            {
                "title": each.title,
                "address": each.address,
                "standing": str(each.standing),
                "old": list(map(_place, each.old)),
                "until": each.until,
            }
            for each in seen.resolvers
        ],
        "words": words,
    }


def _place(place: ComparedName) -> JsonObject:
    return {"topic": str(place.topic), "name": place.name, "type": place.type}
