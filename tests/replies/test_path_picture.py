"""The picture of a mail's path: there where something waited, with the same in words."""

from io import BytesIO

import pytest
from PIL import Image

from bot.cases.values.answers.mails import AnswerPart, MailAnswer
from bot.languages import languages
from bot.replies.charts.history import WIDTH
from bot.replies.charts.path import path_picture
from tests.mails.test_read import read_file, story


@pytest.mark.parametrize("language", languages())
def test_where_a_mail_waited_is_drawn_and_told(language: str) -> None:
    picture = path_picture(MailAnswer(read_file(story("greylisted"))), language)
    assert picture is not None
    with Image.open(BytesIO(picture.png)) as image:
        assert image.size[0] == WIDTH
        colours = {colour for _, colour in image.convert("RGB").getcolors(1_000_000) or ()}
    assert (230, 159, 0) in colours  # the wait
    assert "mx.mokykla.example (15 min" in picture.alt_text
    assert picture.alt_text.startswith(picture.title)


def test_there_is_none_where_nothing_waited_or_something_else_was_asked() -> None:
    assert path_picture(MailAnswer(read_file(story("clean"))), "en") is None
    assert path_picture(MailAnswer(read_file(story("greylisted")), part=AnswerPart.FORGED), "en") is None
