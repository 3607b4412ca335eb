"""A report's page, as an administrator's browser shows it: open to everybody, and safe whatever the records say."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from itsdangerous import TimestampSigner
from playwright.async_api import Page

from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.ops.server import served
from bot.pages.links import PublicPages
from bot.pages.logo import LARGEST, data_url
from bot.pages.report import report_routes
from bot.pages.tokens import SECONDS
from bot.replies.engine import engine
from bot.replies.parse import parse_inline
from bot.replies.surfaces.plain import inline
from bot.storage.store import Store
from tests.browser import Tabs, chromium
from tests.replies.samples import BROKEN, HEALTHY

ONE_LOOP = pytest.mark.asyncio(loop_scope="module")
pytestmark = ONE_LOOP
KEY, OLDER = "k" * 32, "o" * 32
TURNED = "\u202e"
HOSTILE = Report(
    "imone.lt",
    (
        Finding(
            "dmarc",
            Status.ERROR,
            "dmarc-several",
            (
                Record("_dmarc.imone.lt", "TXT", "<script>document.title='owned'</script>"),
                Record(
                    "_dmarc.imone.lt",
                    "TXT",
                    '"><img src=x onerror=alert(1)> https://evil.example/ [a](https://evil.example)',
                ),
                Record("_dmarc.imone.lt", "TXT", f"safe{TURNED}evil"),
            ),
            (Fact("count", 3),),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    store: Store
    pages: PublicPages

    async def link(self, report: Report, language: str) -> str:
        return (await self.pages.link("T1", report, language)).url

    def path(self, id: str, key: str = KEY, *, seconds_ago: int = 0) -> str:
        """A link as somebody with that key would have made it then."""

        class Then(TimestampSigner):
            def get_timestamp(self) -> int:
                return TimestampSigner.get_timestamp(self) - seconds_ago

        signer = Then(key, salt=b"mailbot.report", key_derivation="hmac", digest_method=hashlib.sha256)
        return f"{self.address}/report/{signer.sign(id).decode()}"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    store = Store(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('pages') / 'bot.db'}", case_days=30)
    await store.open()
    pages = PublicPages(store.reports, "http://unused", [KEY, OLDER])
    async with served(report_routes(pages, "lt"), "127.0.0.1", 0) as address:
        yield Site(address, store, PublicPages(store.reports, address, [KEY, OLDER]))
    await store.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def tabs() -> AsyncIterator[Tabs]:
    async with chromium() as browser:
        yield Tabs(browser)


Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module")
async def opened(tabs: Tabs) -> AsyncIterator[Open]:
    """Opens an address. Whatever the page asks for besides itself fails the test."""
    urls: list[str] = []
    addresses: set[str] = set()
    async with tabs.borrowed(request=lambda request: urls.append(request.url)) as borrowed:

        async def open_page(url: str, width: int = 1280, **more: Any) -> Page:
            addresses.add(url)
            page = await borrowed.page({"width": width, "height": 800}, **more)
            await page.goto(url)
            return page

        yield open_page
    assert [url for url in urls if url not in addresses and not url.endswith("/favicon.ico")] == []


async def violations(page: Page) -> list[str]:
    checked = await Axe().run(page)
    return [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in checked.response["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("language", ["lt", "en"])
async def test_the_page_is_open_to_everybody(site: Site, opened: Open, language: str, width: int, scheme: str) -> None:
    """320 pixels are a phone, and 1280 at 400 % (WCAG 2.2, 1.4.10)."""
    page = await opened(await site.link(BROKEN, language), width, color_scheme=scheme)
    for folded in await page.locator("summary").all():
        await folded.click()
    assert (await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)") == (
        scheme == "light"
    )
    assert await violations(page) == []
    assert await page.get_attribute("html", "lang") == language
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_a_page_that_is_not_there_is_open_to_everybody_too(site: Site, opened: Open) -> None:
    page = await opened(f"{site.address}/report/nonsense", 320)
    assert await violations(page) == []
    inner_text = await page.inner_text("body")
    assert "Ataskaitos čia nėra" in inner_text
    assert "Report not found" in inner_text


async def test_without_javascript_everything_is_there_worst_first(site: Site, opened: Open) -> None:
    page = await opened(await site.link(BROKEN, "lt"), java_script_enabled=False)
    assert await page.inner_text("h1") == "imone.lt"
    titles = [title.split(" ", 1)[1] for title in await page.locator("article h3").all_inner_texts()]
    assert titles[0] == "Yra keli DMARC įrašai"
    assert titles[-1] == "BIMI įrašo nėra"
    text = await page.text_content("body") or ""  # what is folded, too
    text = " ".join(text.split())
    texts = engine("lt").texts
    for finding in BROKEN.findings:
        report = texts.finding(finding, BROKEN.domain)
        assert report
        wanted = [report["title"]] if finding.status is Status.OK else [report["title"], report["meaning"]]
        assert [part for part in wanted if inline(parse_inline(str(part))) not in text] == [], finding.code
        assert [record.value for record in (*finding.evidence, *finding.publish) if record.value not in text] == []
    assert "Kiti gali siųsti laiškus šio domeno vardu." in text


async def test_a_remedy_speaks_to_the_administrator_and_not_of_a_customer(site: Site, opened: Open) -> None:
    page = await opened(await site.link(BROKEN, "lt"))
    text = await page.inner_text("main")
    assert "Jei paštu norite naudotis pas mus" in text
    assert "Jei klientas" not in text


async def test_a_domain_that_is_fine_is_shown_to_be(site: Site, opened: Open) -> None:
    page = await opened(await site.link(HEALTHY, "en"))
    assert await page.inner_text("h1") == "žąsis.lt"
    assert "No errors found" in await page.inner_text("main")


async def test_records_stay_text(site: Site, opened: Open) -> None:
    page = await opened(await site.link(HOSTILE, "en"))
    text = await page.inner_text("main")
    assert "<script>document.title='owned'</script>" in text
    assert '"><img src=x onerror=alert(1)>' in text
    assert await page.locator("script, img").count() == 0
    leads = await page.locator("a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert [to for to in leads if not to.startswith(("#found-", "?lang="))] == []
    assert "owned" not in await page.title()
    assert TURNED not in text
    assert "safe\ufffdevil" in text


async def test_it_is_kept_from_search_engines_caches_and_other_sites(site: Site) -> None:
    async with aiohttp.ClientSession() as session, session.get(await site.link(BROKEN, "lt")) as response:
        assert response.status == 200
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"].startswith("noindex")
        assert response.headers["Cache-Control"] == "private, no-store"


async def test_what_was_never_there_is_not_found_and_what_was_is_gone(site: Site) -> None:
    name = await site.store.reports.put("T1", BROKEN, "lt", 4e9)
    over = await site.store.reports.put("T1", BROKEN, "lt", 1.0)
    wanted = {
        site.path(name): 200,
        site.path(name, OLDER): 200,
        site.path(name, "x" * 32): 404,
        site.path(name)[:-1]: 404,
        f"{site.address}/report/{name}": 404,
        site.path(name, seconds_ago=SECONDS + 5): 410,
        site.path(over): 410,
        site.path("unknown"): 410,
    }
    async with aiohttp.ClientSession() as session:
        by_name = {url: await session.get(url) for url in wanted}
        assert {url: response.status for url, response in by_name.items()} == wanted
        assert len({await response.text() for response in by_name.values() if response.status != 200}) == 1


async def test_a_report_shows_the_domain_as_it_was(site: Site, opened: Open) -> None:
    url = await site.link(replace(BROKEN, findings=BROKEN.findings[:1]), "en")
    page = await opened(url)
    assert await page.locator("article").count() == 1
    await site.link(HEALTHY, "en")
    await page.reload()
    assert await page.locator("article").count() == 1


async def test_it_goes_with_the_workspace(site: Site, tmp_path: Path) -> None:
    url = (await site.pages.link("T2", BROKEN, "lt")).url
    await site.store.forget_team("T2")
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 410


async def test_the_summary_leads_to_what_is_wrong_and_the_rest_is_folded(site: Site, opened: Open) -> None:
    page = await opened(await site.link(BROKEN, "en"))
    first = page.locator(".summary a").first
    assert await first.get_attribute("href") == "#found-1"
    assert await first.inner_text() == await page.locator("#found-1 h3").inner_text()
    wrong = [each for each in BROKEN.findings if each.status not in (Status.OK, Status.NOTICE)]
    assert await page.locator(".summary li").count() == len(wrong)
    optional = [each for each in BROKEN.findings if each.status is Status.NOTICE]
    assert await page.locator("article.notice details:not([open])").count() == len(optional)
    await page.emulate_media(media="print")
    assert await page.locator(".fine li").first.is_visible()


async def test_a_record_is_selected_whole(site: Site, opened: Open) -> None:
    page = await opened(await site.link(BROKEN, "en"))
    record = page.locator(".records .value code").first
    await record.click(position={"x": 20, "y": 8})
    assert await page.evaluate("getSelection().toString()") == await record.inner_text()


async def test_it_speaks_another_language_by_a_link(site: Site, opened: Open) -> None:
    page = await opened(await site.link(BROKEN, "lt") + "?lang=en")
    assert await page.get_attribute("html", "lang") == "en"
    assert await page.locator("nav a").get_attribute("href") == "?lang=lt"


async def test_it_says_who_made_it(site: Site, opened: Open, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'
    )

    async def name_of(team: str) -> str:
        return f"Pagalba <{team}>"

    pages = PublicPages(site.store.reports, "http://unused", [KEY], logo=data_url(str(logo)), name_of=name_of)
    async with served(report_routes(pages, "lt"), "127.0.0.1", 0) as address:
        token = (await pages.link("T1", HEALTHY, "lt")).url.rpartition("/")[2]
        page = await opened(f"{address}/report/{token}")
        assert await page.locator(".author").inner_text() == "Pagalba <T1>"
        assert await page.locator(".author img").evaluate("image => image.naturalWidth") == 40


@pytest.mark.parametrize(("name", "size"), [("logo.exe", 10), ("logo.png", LARGEST + 1), ("logo.png", 0)])
async def test_what_is_no_small_picture_is_no_logo(name: str, size: int, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(b"x" * size)
    with pytest.raises(ValueError, match=name):
        data_url(str(file))
