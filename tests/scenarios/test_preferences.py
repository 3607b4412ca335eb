"""Choosing a language and a mail service in Slack, and what comes of it."""

from bot.cases.values.votes import CountedKind
from bot.storage.store import Store
from bot.workspace.faults import RefusedCall
from bot.workspace.furnish import COLLEAGUE, YOU
from bot.workspace.values import Message, User
from tests.scenarios.stage import DIRECT, GENERAL, SUPPORT, Stage, words


async def heard(stage: Stage, has: str, channel: str = SUPPORT) -> Message:
    """The bot's newest message there, once it says so."""

    def look(_: object) -> Message | None:
        posted = [each for each in stage.ws.state.messages(channel) if each.user == stage.ws.state.bot.id]
        return posted[-1] if posted and has in words(posted[-1]) else None

    message = await stage.ws.until(look, timeout=60)
    assert message is not None
    return message


async def test_my_own_language_is_mine_alone(stage: Stage) -> None:
    await stage.ws.command("/smtp", "lang en")
    message = await heard(stage, "answer you in English")
    assert message.ephemeral_to
    await stage.ws.command("/smtp", "451")
    await heard(stage, "Who needs to act")
    await stage.ws.command("/smtp", "451", user=COLLEAGUE.id)
    await heard(stage, "Kas turi imtis veiksmų")


async def test_a_channels_language_is_said_to_the_channel_and_yields_to_my_own(stage: Stage) -> None:
    await stage.ws.command("/smtp", "kalba en čia")
    message = await heard(stage, "in this channel")
    assert not message.ephemeral_to
    await stage.ws.command("/smtp", "451", user=COLLEAGUE.id)
    await heard(stage, "Who needs to act")
    await stage.ws.command("/mailcheck", "kalba lt", user=COLLEAGUE.id)
    await heard(stage, "jums atsakysiu lietuviškai")
    await stage.ws.command("/smtp", "550", user=COLLEAGUE.id)
    await heard(stage, "Kas turi imtis veiksmų")
    await stage.ws.command("/smtp", "en 451", user=COLLEAGUE.id)
    await heard(stage, "Who needs to act")


async def test_the_workspaces_language_holds_everywhere_until_it_is_taken_back(stage: Stage) -> None:
    await stage.ws.command("/smtp", "lang en everyone")
    await heard(stage, "answer everyone in English")
    await stage.stop_bot()
    await stage.start_bot()
    await stage.ws.command("/smtp", "451", channel=GENERAL)
    await heard(stage, "Who needs to act", GENERAL)
    await stage.ws.say("o kas yra 550?", channel=DIRECT)
    await heard(stage, "Kas turi imtis veiksmų", DIRECT)
    await stage.ws.command("/smtp", "lang none everyone")
    await heard(stage, "bendros kalbos pasirinkimas panaikintas")
    await stage.ws.command("/smtp", "451", channel=GENERAL)
    await heard(stage, "Kas turi imtis veiksmų", GENERAL)


async def test_a_thread_keeps_its_language_whatever_is_chosen_after(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451")
    root = await stage.answer(1, has="Kas turi imtis veiksmų")
    await stage.ws.command("/smtp", "lang en")
    await heard(stage, "answer you in English")
    await stage.ask("ar siųsti iš naujo?", root, has="Siųsti iš naujo")


async def test_the_workspaces_mail_service_is_told_from_others(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "provider google")
    await heard(stage, "Google")
    await stage.ws.command("/mailcheck", "sveika.example")
    await heard(stage, "Google")


async def test_what_cannot_be_chosen_is_said_with_what_can(stage: Stage) -> None:
    await stage.ws.command("/smtp", "lang fr")
    assert "/smtp kalba lt" in words(await heard(stage, "Tokios kalbos nemoku"))
    await stage.ws.command("/smtp", "lang")
    shown = await heard(stage, "nepasirinkta")
    assert shown.ephemeral_to


async def test_the_week_and_my_cases_are_there_for_the_home_tab(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451")
    root = await stage.answer(1, has="451")
    await stage.ask("ką daryti?", root)
    await stage.stop_bot()
    store = Store(stage.settings.database_url, case_days=30)
    await store.open()
    team = stage.ws.state.team.id
    (code,) = await store.statistics.most_frequent(team, CountedKind.CODE)
    assert (code.name, code.count) == ("451", 1)
    (mine,) = await store.cases.recent(team, "U0YOU0001")
    assert mine.thread.ts == root.ts
    assert mine.case.code == "451"
    await store.close()
    await stage.start_bot()


async def test_where_only_administrators_choose_for_all_others_are_refused_and_see_no_menu(one_stage: Stage) -> None:
    ws = one_stage.ws
    await one_stage.stop_bot()
    await one_stage.start_bot(workspace_settings_by="admins")
    boss = ws.state.add_user(User("U0BOSS001", "boss", "Rasa", admin=True))
    await ws.invite(SUPPORT, boss.id)
    for command, text in (
        ("/smtp", "lang en everyone"),
        ("/mailcheck", "provider ovh"),
        ("/smtp", "bounces off everyone"),
    ):
        await ws.command(command, text)
        refused = await heard(one_stage, "tik darbo srities administratoriai")
        assert refused.ephemeral_to
        ws.state.delete(refused)
    await ws.command("/smtp", "lang lt")
    await heard(one_stage, "jums atsakysiu lietuviškai")
    await ws.command("/smtp", "lang en everyone", user=boss.id)
    await heard(one_stage, "answer everyone in English")
    for user, menus in ((YOU.id, 1), (boss.id, 2)):
        await ws.open_home(user=user)
        view = await ws.until(lambda _, user=user: ws.state.home(user))
        assert view is not None
        assert (
            sum(block.get("accessory", {}).get("type") == "static_select" for block in view.content["blocks"]) == menus
        )


async def test_slacks_own_language_tells_who_is_no_lithuanian_and_names_come_without_a_mention(
    one_stage: Stage,
) -> None:
    ws = one_stage.ws
    german = ws.state.add_user(User("U0GERMAN1", "anna", "Anna <Schmidt>", locale="de-DE"))
    await ws.invite(SUPPORT, german.id)
    await ws.command("/smtp", "451", user=german.id)
    message = await heard(one_stage, "Who needs to act")
    assert "Anna" in words(message)
    assert german.id not in words(message)
    await ws.command("/smtp", "451")
    await heard(one_stage, "Kas turi imtis veiksmų")


async def test_where_slack_does_not_tell_who_it_is_the_answer_comes_without(one_stage: Stage) -> None:
    one_stage.ws.faults.add("users.info", RefusedCall("missing_scope"), times=9)
    await one_stage.ws.command("/smtp", "451")
    assert f"<@{YOU.id}>" in words(await heard(one_stage, "Kas turi imtis veiksmų"))
