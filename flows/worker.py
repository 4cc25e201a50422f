"""The worker's table of contents: every promise and who keeps it.

Run as `celery -A flows.worker worker` and `celery -A flows.worker beat`.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from adapters import registry
from adapters.bot.port import BotPort
from adapters.eseal.port import SealPort
from adapters.licences.port import LicencePort
from adapters.links.port import LinkPort
from adapters.mail.port import MailPort
from adapters.publicity.port import PublicityPort
from adapters.wechat.port import WeChatPort
from flows import sweeps
from flows.calendar import service as calendar
from flows.cases import prereviews, shadow, uploads
from flows.cases.lifecycle import REVIEW, STATE_CHANGED
from flows.conversations import (
    notices,
    order_notices,
    parcel_notices,
    person_words,
    photo_reading,
    photo_talk,
    queue_notices,
    terminal_notices,
)
from flows.conversations.wechat import menu
from flows.conversations.wechat import service as wechat
from flows.devices.contract import LATE_RESULT
from flows.exports import service as exports
from flows.exports import writing
from flows.inspections import records as inspection_records
from flows.inspections.signing import SEAL as SEAL_INSPECTION
from flows.knowledge import imports, links
from flows.letters import sealing
from flows.letters import service as letters
from flows.licences import issuing, lending
from flows.lookup import indexing as case_index
from flows.parcels import taking as parcels
from flows.parcels.settling import HANDED
from flows.publications import following as publications
from flows.reports import copies as report_copies
from flows.reports import running as reports
from flows.self_service.cards import TOLD
from flows.showings import service as showings
from flows.signatures import sealing as signature_sealing
from flows.signatures.service import SEAL as SEAL_SIGNATURE
from flows.vault import uploads as vault_uploads
from flows.work_orders import service as work_orders
from flows.workflow import watching
from foundation import db
from foundation.queue import (
    Payload,
    before_each,
    before_first,
    celery,
    handles,
)
from foundation.redis import redis_client
from knowledge_base import indexing
from knowledge_base.publishing import SEARCH_CHANGED
from knowledge_base.serving import follow_now

__all__ = ["app", "shadow", "sweeps", "uploads", "vault_uploads"]


LOOKING = timedelta(minutes=5)
"""Reading what a citizen handed in, on a busy machine."""
LONG = timedelta(minutes=30)
"""Reading scanned pages, building an index. These queues have one process each, which takes up at
its start what it was killed over."""


@cache
def _bot() -> BotPort:
    return registry.bot_client()


@cache
def _wechat() -> WeChatPort:
    return registry.wechat_client(redis_client())


@cache
def _links() -> LinkPort:
    return registry.link_client()


@cache
def _licences() -> LicencePort:
    return registry.licence_client()


@cache
def _seals() -> SealPort:
    return registry.seal_client()


@cache
def _mail() -> MailPort:
    return registry.mail_client()


@cache
def _publicity() -> PublicityPort:
    return registry.publicity_client()


before_each(follow_now)
before_first("search", indexing.warm)


@handles(STATE_CHANGED)
async def _tell_of_change(payload: Payload) -> None:
    await case_index.index_case(payload["number"])
    await showings.ask_for_rating(payload["number"])
    await notices.tell_of_change(_wechat(), payload)


@handles(case_index.INDEX)
async def _index_case(payload: Payload) -> None:
    await case_index.index_case(payload["number"])


@handles(case_index.CATCH_UP, takes=LONG)
async def _index_cases(_payload: Payload) -> None:
    await case_index.catch_up()


@handles(exports.WRITE)
async def _write_export(payload: Payload) -> None:
    await writing.write_export(payload)


@handles(wechat.ANSWER)
async def _answer_wechat(payload: Payload) -> None:
    await wechat.answer(_bot(), _wechat(), payload)


@handles(photo_talk.LOOK, queue="prereview", takes=LOOKING)
async def _look_at_photo(payload: Payload) -> None:
    await photo_reading.look_at_photo(_wechat(), payload)


@handles(person_words.TO_WECHAT)
async def _send_to_wechat(payload: Payload) -> None:
    await person_words.send_to_wechat(_wechat(), payload)


@handles(work_orders.CHANGED)
async def _tell_of_order(payload: Payload) -> None:
    await order_notices.tell_of_order(_wechat(), payload)


def _wechat_now() -> WeChatPort:
    return _wechat()


queue_notices.keep_with(_wechat_now)


@handles(TOLD)
async def _tell_of_card(payload: Payload) -> None:
    await terminal_notices.tell_of_card(_wechat(), payload)


@handles(LATE_RESULT)
async def _take_late(payload: Payload) -> None:
    await parcels.take_late(payload)


@handles(HANDED)
async def _tell_of_parcel(payload: Payload) -> None:
    await parcel_notices.tell_of_parcel(_wechat(), payload)


@handles(menu.PUBLISH_MENU)
async def _publish_menu(payload: Payload) -> None:
    await menu.publish_menu(_wechat(), payload)


@handles(REVIEW, queue="prereview", takes=LOOKING)
async def _review(payload: Payload) -> None:
    await prereviews.run_prereview(_licences(), payload)


@handles(lending.FETCH)
async def _fetch_licence(payload: Payload) -> None:
    await lending.fetch(_licences(), payload)


@handles(letters.RENDER)
async def _render_letter(payload: Payload) -> None:
    await sealing.render_letter(_seals(), payload)


@handles(SEAL_INSPECTION)
async def _seal_inspection(payload: Payload) -> None:
    await inspection_records.seal_record(_seals(), payload)


@handles(SEAL_SIGNATURE)
async def _seal_signature(payload: Payload) -> None:
    await signature_sealing.seal_signed(_seals(), payload)


@handles(calendar.CHANGED, takes=LOOKING)
async def _count_anew(payload: Payload) -> None:
    await watching.count_anew(payload)


@handles(reports.COMPUTE, takes=LOOKING)
async def _compute_report(payload: Payload) -> None:
    await reports.compute(payload)


@handles(report_copies.MAIL)
async def _mail_report(payload: Payload) -> None:
    await reports.send(_mail(), payload)


@handles(letters.CHANGED)
async def _follow_letter(payload: Payload) -> None:
    await publications.follow_letter(payload)
    await issuing.follow_letter(payload)


@handles(publications.REPORT)
async def _report_publication(payload: Payload) -> None:
    await publications.report(_publicity(), payload)


@handles(issuing.MAKE)
async def _make_licence(payload: Payload) -> None:
    await issuing.make(_licences(), payload)


@handles(links.CHECK_LINKS, queue="imports", takes=LONG)
async def _check_links(payload: Payload) -> None:
    await links.check_links(_links(), payload)


@handles(imports.READ, queue="imports", takes=LONG)
async def _read_import(payload: Payload) -> None:
    await imports.read_batch(payload)


@handles(imports.APPLY, queue="imports", takes=LONG)
async def _apply_import(payload: Payload) -> None:
    await imports.apply_batch(payload)


@handles(SEARCH_CHANGED, queue="search", takes=LONG)
async def _follow_in_search(payload: Payload) -> None:
    async with db.reading() as session:
        await indexing.follow(session, payload["names"])


app = celery
