"""Pictures that the app uploads are shown, and told to who cannot see them."""

from io import BytesIO

from PIL import Image
from playwright.async_api import expect

from bot.workspace import furnish
from bot.workspace.values import File
from tests.workspace.page.conftest import ONE_LOOP, by_app

pytestmark = ONE_LOOP


async def test_a_picture_is_shown_with_its_alternative_text(ws, open_page):
    out = BytesIO()
    Image.new("RGB", (40, 20)).save(out, "PNG")
    bot = ws.state.bot.id
    file = File("F1", "a.png", "Istorija", "image/png", out.getvalue(), bot, 0.0, (furnish.SUPPORT,), "Trys juostos")
    by_app(ws, "", files=(ws.state.keep(file),))
    page = await open_page()
    picture = page.get_by_role("img", name="Trys juostos")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.naturalWidth") == 40


async def test_a_file_that_is_no_picture_is_not_served_as_one(ws, open_page):
    page = await open_page()
    file = File("F2", "a.png", "", "text/html", b"<script>alert(1)</script>", ws.state.bot.id, 0.0)
    ws.state.keep(file)
    assert (await page.request.get(f"{ws.state.origin}/page/pictures/F2")).status == 404
