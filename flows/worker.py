"""The worker's table of contents: every promise and who keeps it.

Run as `celery -A flows.worker worker` and `celery -A flows.worker beat`.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from celery.schedules import crontab

from adapters import registry
from adapters.bot.port import BotPort
from adapters.eseal.port import SealPort
from adapters.licences.port import LicencePort
from adapters.links.port import LinkPort
from adapters.mail.port import MailPort
from adapters.publicity.port import PublicityPort
from adapters.wechat.port import WeChatPort
from flows.audit import upkeep as audit_upkeep
from flows.calendar import service as calendar
from flows.cases import prereviews, rescans, shadow, uploads
from flows.cases.lifecycle import REVIEW, STATE_CHANGED
from flows.conversations import (
    notices,
    order_notices,
    person_words,
    photo_reading,
    photo_talk,
    upkeep,
)
from flows.conversations.wechat import menu
from flows.conversations.wechat import service as wechat
from flows.devices import upkeep as device_upkeep
from flows.exports import service as exports
from flows.exports import writing
from flows.inspections import records as inspection_records
from flows.inspections import rescans as still_rescans
from flows.inspections import service as inspections
from flows.inspections.signing import SEAL as SEAL_INSPECTION
from flows.knowledge import imports, links
from flows.letters import sealing
from flows.letters import service as letters
from flows.licences import delivering, issuing, lending
from flows.lookup import indexing as case_index
from flows.processes import timers
from flows.publications import following as publications
from flows.reports import copies as report_copies
from flows.reports import running as reports
from flows.self_service import service as self_service
from flows.statistics import following
from flows.vault import upkeep as vault_upkeep
from flows.vault import uploads as vault_uploads
from flows.work_orders import service as work_orders
from flows.workflow import watching
from foundation import db
from foundation.audit import chain
from foundation.queue import Payload, before_each, before_first, celery, handles, promise, run
from foundation.redis import redis_client
from knowledge_base import indexing
from knowledge_base.publishing import SEARCH_CHANGED, tell_search
from knowledge_base.serving import follow_now

__all__ = ["app", "shadow", "uploads", "vault_uploads"]


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


@celery.task(name="knowledge.nightly")
def _nightly() -> None:
    run(_ask_for_the_night())


async def _ask_for_the_night() -> None:
    """Every link looked at again; the index built anew, so that rare words weigh as they should."""
    async with db.writing() as session:
        promise(session, links.CHECK_LINKS, {})
        promise(session, case_index.CATCH_UP, {})
        tell_search(session, [])


@celery.task(name="vault.tend")
def _vault_nightly() -> None:
    run(_tend_vault())


async def _tend_vault() -> None:
    await vault_upkeep.clear()
    async with db.writing() as session:
        await rescans.ask_again(session)
        await still_rescans.ask_again(session)


@celery.task(name="letters.ask_again")
def _seal_again() -> None:
    run(_ask_for_seals())


async def _ask_for_seals() -> None:
    async with db.writing() as session:
        await letters.ask_again(session)
        await inspection_records.ask_again(session)
        await publications.ask_again(session)
        await issuing.ask_again(session)
    await delivering.deliver_left()


@celery.task(name="exports.clear_expired")
def _clear_exports() -> None:
    run(exports.clear_expired())


@celery.task(name="handoffs.keep_queue")
def _keep_queue() -> None:
    run(upkeep.keep_queue())


@celery.task(name="inspections.expire")
def _expire_inspections() -> None:
    run(inspections.expire())


@celery.task(name="devices.tend")
def _tend_devices() -> None:
    run(device_upkeep.tend())
    run(self_service.end_idle())


@celery.task(name="audit.link")
def _link_audit() -> None:
    run(chain.link())


@celery.task(name="audit.tend")
def _tend_audit() -> None:
    run(audit_upkeep.tend())


@celery.task(name="processes.fire_due")
def _fire_timers() -> None:
    run(timers.fire_due())


@celery.task(name="workflow.watch")
def _watch_clocks() -> None:
    run(_watch())


async def _watch() -> None:
    await follow_now()
    await watching.watch()


celery.conf.beat_schedule["clocks"] = {
    "task": "workflow.watch",
    "schedule": watching.SWEEP_SECONDS,
}


@celery.task(name="statistics.follow")
def _follow_cases() -> None:
    run(following.follow())


@celery.task(name="statistics.count_again")
def _count_again() -> None:
    run(following.count_lately_again())


@celery.task(name="reports.begin_due")
def _begin_reports() -> None:
    run(reports.begin_due())


celery.conf.beat_schedule["statistics"] = {
    "task": "statistics.follow",
    "schedule": following.SWEEP_SECONDS,
}
celery.conf.beat_schedule["statistics_nightly"] = {
    "task": "statistics.count_again",
    "schedule": crontab(hour="17", minute="45"),
}
celery.conf.beat_schedule["reports"] = {
    "task": "reports.begin_due",
    "schedule": reports.SWEEP_SECONDS,
}
celery.conf.beat_schedule["processes"] = {
    "task": "processes.fire_due",
    "schedule": timers.SWEEP_SECONDS,
}
celery.conf.beat_schedule["audit"] = {"task": "audit.link", "schedule": chain.LINK_SECONDS}
celery.conf.beat_schedule["audit_nightly"] = {
    "task": "audit.tend",
    "schedule": crontab(hour="17", minute="45"),
}
celery.conf.beat_schedule["handoffs"] = {"task": "handoffs.keep_queue", "schedule": 20.0}
celery.conf.beat_schedule["devices"] = {
    "task": "devices.tend",
    "schedule": device_upkeep.SWEEP_SECONDS,
}
celery.conf.beat_schedule["inspections"] = {"task": "inspections.expire", "schedule": 60.0}
celery.conf.beat_schedule["letters"] = {"task": "letters.ask_again", "schedule": 900.0}
celery.conf.beat_schedule["exports"] = {"task": "exports.clear_expired", "schedule": 900.0}
celery.conf.beat_schedule["nightly"] = {
    "task": "knowledge.nightly",
    "schedule": crontab(hour="18", minute="30"),
}
"""02:30 in Guangzhou; the schedule counts in UTC."""
celery.conf.beat_schedule["vault"] = {
    "task": "vault.tend",
    "schedule": crontab(hour="19", minute="0"),
}

app = celery
