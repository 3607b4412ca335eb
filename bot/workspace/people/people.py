"""What people do in the workspace beside writing: run commands, click, submit. Each goes out to the app."""

import secrets
from collections.abc import Mapping

from bot.workspace import furnish
from bot.workspace.api.server import Api
from bot.workspace.delivery import elements, payloads, steps
from bot.workspace.delivery.dispatcher import Dispatcher
from bot.workspace.delivery.transport import EnvelopeType
from bot.workspace.log import Delivery
from bot.workspace.manifest import Manifest
from bot.workspace.people.answers import after_command, after_submission
from bot.workspace.people.escape import typed_in_command
from bot.workspace.people.writing import Writing
from bot.workspace.state import State
from bot.workspace.values import Channel, Execution, Json, Message, View


class WorkspacePeople(Writing):
    """Raises ValueError for what Slack's client prevents."""

    def __init__(self, state: State, manifest: Manifest, dispatcher: Dispatcher, api: Api) -> None:
        super().__init__(state)
        self.manifest, self.dispatcher = manifest, dispatcher
        self._api = api

    async def command(
        self, name: str, text: str = "", *, channel: str = furnish.SUPPORT, user: str = furnish.YOU.id
    ) -> Delivery | None:
        """Waits until the app acknowledged it. None if the workspace knows no such command, and says so."""
        place = self._place(channel, user)
        known = self.manifest.command(name)
        if known is None:
            self._slackbot(place, user, f"`{name}` is not a valid command.")
            return None
        words = typed_in_command(text, self._user_names(), self._channel_names(), should_escape=known.should_escape)
        url = self.state.tickets.response_url(place.id, user)
        payload = payloads.command(
            self.state,
            name,
            words,
            channel=place,
            user=self._user(user),
            trigger=self.state.tickets.trigger(user),
            url=url,
        )
        delivery = await self.dispatcher.once(EnvelopeType.COMMAND, payload)
        if trouble := after_command(self._api, delivery, url):
            self._slackbot(place, user, f'{name} failed with the error "{trouble}"')
        return delivery

    async def invite(self, channel: str, user: str | None = None) -> Channel:
        """Into a channel; the bot if nobody is named."""
        return self.state.join(self._any_place(channel), user or self.state.bot.id)

    async def remove(self, channel: str, user: str | None = None) -> Channel:
        """Out of a channel; the bot if nobody is named."""
        return self.state.leave(self._any_place(channel), user or self.state.bot.id)

    async def archive(self, channel: str, *, back: bool = False) -> Channel:
        """The channel, or takes it `back` from the archive."""
        return self.state.archive(self._any_place(channel), back=back)

    async def click(
        self, on: Message | View, action_id: str, value: str = "", *, user: str = furnish.YOU.id
    ) -> Delivery:
        """A button; or a menu, with the option's `value`; or feedback buttons, with `positive` or `negative`."""
        on = self._message(on) if isinstance(on, Message) else self._view(on)
        blocks = on.blocks if isinstance(on, Message) else on.content["blocks"]
        block_id, element = elements.find(blocks, action_id)
        action = elements.action(self.state, block_id, element, value)
        person = self._user(user)
        if isinstance(on, Message):
            trigger = self.state.tickets.trigger(user)
            url = self.state.tickets.response_url(on.channel, user, on.ts)
            payload = payloads.clicked(self.state, on, action, user=person, trigger=trigger, url=url)
        else:
            trigger = self.state.tickets.trigger(user, on.id)
            values: Json = {block_id: {action_id: elements.entry(element, value)}}
            payload = payloads.chosen(self.state, on, action, values, user=person, trigger=trigger)
        return await self.dispatcher.once(EnvelopeType.INTERACTION, payload)

    async def submit(self, view: View, values: Mapping[str, str], *, user: str = furnish.YOU.id) -> Delivery:
        """Sends a modal with `values` by action_id; what the app says to it is done to the modal."""
        view = self._view(view)
        filled = elements.filled(view.content["blocks"], values)
        urls = {
            block_id: self.state.tickets.response_url(channel, user)
            for block_id, channel in elements.answered_in(view.content["blocks"], filled)
        }
        payload = payloads.submitted(
            self.state,
            view,
            filled,
            user=self._user(user),
            trigger=self.state.tickets.trigger(user, view.id),
            urls=urls,
        )
        delivery = await self.dispatcher.once(EnvelopeType.INTERACTION, payload)
        after_submission(self.state, view, delivery)
        return delivery

    async def close_view(self, view: View, *, user: str = furnish.YOU.id) -> Delivery | None:
        """Closes a modal unsent; the app hears of it where the view asked for that."""
        view = self._view(view)
        self.state.close(view)
        if not view.content.get("notify_on_close"):
            return None
        payload = payloads.closed(self.state, view, user=self._user(user))
        return await self.dispatcher.once(EnvelopeType.INTERACTION, payload)

    async def shortcut(
        self, callback_id: str, message: Message | None = None, *, user: str = furnish.YOU.id
    ) -> Delivery:
        """A message's shortcut, or a global one where no message is given."""
        person, trigger = self._user(user), self.state.tickets.trigger(user)
        if message is None:
            payload = payloads.shortcut(self.state, callback_id, user=person, trigger=trigger)
        else:
            message = self._message(message)
            url = self.state.tickets.response_url(message.channel, user, message.ts)
            payload = payloads.message_shortcut(self.state, callback_id, message, user=person, trigger=trigger, url=url)
        return await self.dispatcher.once(EnvelopeType.INTERACTION, payload)

    async def open_home(self, *, tab: str = "home", user: str = furnish.YOU.id) -> list[Delivery]:
        """Looks at the app's home, which it answers by publishing a view; or at the other tab, `messages`."""
        channel = self.state.direct(user, self.state.bot.id)
        body = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
        return await self.event({**body, "event_ts": self.state.new_ts()})

    async def run_step(self, callback_id: str, inputs: Mapping[str, str]) -> Execution:
        """A workflow comes to a step of the app's. What the app makes of it is told by `state.executions`.

        Raises ValueError where Workflow Builder offers no such step, or would not let it stand so.
        """
        function = self.manifest.function(callback_id)
        if function is None or not self.manifest.org_deploy_enabled:
            raise ValueError(f"no step {callback_id} of an app that is ready for organizations")
        inputs_filled = steps.filled(function, inputs)
        state = self.state
        token = f"xwfp-{state.team.id}-{secrets.token_hex()}"
        execution = Execution(state.new_id("Fx"), callback_id, inputs_filled, token, state.clock())
        state.execute(execution)
        self.dispatcher.tell(steps.function_executed(state, function, execution))
        return execution

    async def event(self, body: Json) -> list[Delivery]:
        """Any other event, such as `app_uninstalled`; each attempt at delivering it."""
        return await self.dispatcher.event(body)

    def _slackbot(self, channel: Channel, user: str, text: str) -> None:
        self.state.post(Message(channel.id, self.state.new_ts(), furnish.SLACKBOT.id, text, ephemeral_to=user))
