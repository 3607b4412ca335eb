"""`/smtp lang lt here`: what a command chooses is kept, and said to those whom it is for."""

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.cases.answers import Answer, PreferencesAnswer, Reply
from bot.cases.choosing import refused
from bot.cases.place import Place
from bot.cases.preferences import Scope
from bot.cases.wishes import Choice, Wish
from bot.slack.answering import Answering
from bot.slack.blocks import words_of


async def choose(wish: Wish, place: Place, answering: Answering, respond: AsyncRespond) -> None:
    """Does it and says so: to the asker alone what concerns nobody else, in the channel what others will notice."""
    refusal = refused(wish, answering.desk.languages)
    if refusal is None:
        await _keep(wish, place, answering)
    terms = await answering.terms(place)
    answer: Answer = refusal or PreferencesAnswer(wish, terms.chosen)
    language = terms.language()
    if refusal is None and wish.choice is Choice.LANGUAGE and wish.value:
        language = wish.value
    words = words_of(Reply(answer), language)
    changed = refusal is None and (wish.value is not None or wish.reset)
    own = wish.choice is Choice.LANGUAGE and wish.scope is Scope.USER
    await respond(
        text=words.text, blocks=words.blocks, response_type="in_channel" if changed and not own else "ephemeral"
    )


async def _keep(wish: Wish, place: Place, answering: Answering) -> None:
    if wish.value is None and not wish.reset:
        return
    preferences = answering.store.preferences
    if wish.choice is Choice.PROVIDER:
        await preferences.choose_provider(place.team, wish.value)
    else:
        subject = {Scope.USER: place.user, Scope.CHANNEL: place.channel}.get(wish.scope, "")
        await preferences.choose_language(place.team, wish.scope, subject, wish.value)
