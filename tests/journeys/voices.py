"""A browser with a voice and an ear: the Web Speech API, which headless Chromium lacks."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Page

_VOICE = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; this.rate = 1 } };
const voices = [{ lang: 'en-US' }, { lang: 'zh-CN' }, { lang: 'zh-HK' }];
Object.defineProperty(window, 'speechSynthesis', { value: {
  waiting: [],
  getVoices: () => voices,
  addEventListener() {},
  speak(said) {
    window.spoken.push({ text: said.text, rate: said.rate, lang: said.voice.lang });
    this.waiting.push(said);
  },
  cancel() { this.waiting = []; window.hushed = true },
} });
"""
_SILENCE = "Object.defineProperty(window, 'speechSynthesis', { value: undefined })"
_EAR = """
window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() { setTimeout(() => this.onresult({ results: [[{ transcript: WORDS }]] }), 50) }
  stop() { setTimeout(() => this.onend(), 10) }
  abort() {}
};
"""
_DEAF = "delete window.webkitSpeechRecognition; delete window.SpeechRecognition"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One piece that was read aloud; `rate` 1 is the pace of everyday speech."""

    text: str
    rate: float
    lang: str


async def give_voice(page: Page) -> None:
    """Voices of Mandarin and Cantonese, from the next page opened on."""
    await page.add_init_script(_VOICE)


async def take_voice(page: Page) -> None:
    await page.add_init_script(_SILENCE)


async def give_ear(page: Page, words: str) -> None:
    """A browser that hears `words` whenever it listens."""
    await page.add_init_script(_EAR.replace("WORDS", repr(words)))


async def take_ear(page: Page) -> None:
    await page.add_init_script(_DEAF)


async def spoken(page: Page) -> list[Spoken]:
    """Everything read aloud so far, in order."""
    return [Spoken(**piece) for piece in await page.evaluate("window.spoken ?? []")]
