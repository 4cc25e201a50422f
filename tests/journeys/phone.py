"""What a citizen does on the phone, by the marks the pages carry (`data-testid`)."""

from __future__ import annotations

from playwright.async_api import FilePayload, Locator, Page, Response, expect

from tests.journeys.album import Album


class Phone:
    """A citizen's browser at `/app/`."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server
        self.album = Album(page, "phone")

    async def open(self, route: str = "") -> None:
        """Open the app at a page of its own, e.g. `/pages/cases/index`."""
        await self.page.goto(f"{self.server}/app/#{route}")

    def see(self, mark: str) -> Locator:
        """What carries the mark on the page in view; pages behind it stay in the document."""
        return self.page.get_by_test_id(mark).filter(visible=True)

    async def press(self, mark: str) -> None:
        """Press the newest thing with that mark."""
        await self.see(mark).last.click()

    async def say(self, text: str) -> None:
        """Type into the conversation, send, and wait until the answer is there."""
        await self.see("chat-input").fill(text)
        await self.answer("chat-send")

    async def answer(self, mark: str) -> None:
        """Press what sends a message, and wait until its answer stands in the conversation."""
        async with self.page.expect_response(_is_history):
            await self.press(mark)
        await expect(self.page.get_by_label("正在回答")).to_have_count(0)

    async def fill(self, field: str, text: str) -> None:
        """Fill a field of the form and leave it."""
        box = self.see(f"form-{field}")
        await box.fill(text)
        await box.blur()

    async def upload(self, material: str, file: FilePayload) -> None:
        """Choose a file for a material, as the file dialogue does."""
        async with self.page.expect_file_chooser() as chooser:
            await self.press(f"upload-{material}")
        await (await chooser.value).set_files(file)

    async def hand_in(self, material: str, file: FilePayload) -> None:
        """Upload a file that is accepted, and see it listed."""
        await self.upload(material, file)
        await expect(self.see(f"material-{material}")).to_contain_text("已传")

    async def sign_in(self, name: str) -> None:
        """From the sign-in page over the sign-on platform and back."""
        await self.press("btn-sign-in")
        account = self.page.get_by_role("button", name=name).first
        await expect(account).to_be_visible()
        await self.album.keep("sign-on-platform")
        await account.click()

    async def focused_mark(self) -> str:
        """The mark of what the keyboard is on."""
        focused = "document.activeElement?.getAttribute('data-testid') ?? ''"
        return str(await self.page.evaluate(focused))

    async def spare_width(self) -> int:
        """By how many pixels the page is wider than the screen."""
        spare = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(await self.page.evaluate(spare))

    async def mark_page(self) -> None:
        """Leave a mark that a reload would wipe away."""
        await self.page.evaluate("window.leftOpen = true")

    async def was_never_reloaded(self) -> bool:
        return bool(await self.page.evaluate("window.leftOpen === true"))


def _is_history(response: Response) -> bool:
    """The reading of the conversation that follows each answer."""
    return "/chat/messages" in response.url and response.request.method == "GET"
