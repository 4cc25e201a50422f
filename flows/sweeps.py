"""What the worker looks after without being asked: every sweep and how often it comes.

A sweep is safe to repeat and to miss: it finds by the database what is due. Hours are UTC; night in
Guangzhou is 17:00 to 22:00.
"""

from __future__ import annotations

from celery.schedules import crontab

from flows.appointments import sweeping as appointments
from flows.audit import upkeep as audit_upkeep
from flows.cases import rescans
from flows.conversations import upkeep as conversations
from flows.counter_handoffs import upkeep as counter_handoffs
from flows.devices import upkeep as devices
from flows.exports import service as exports
from flows.inspections import records as inspection_records
from flows.inspections import rescans as still_rescans
from flows.inspections import service as inspections
from flows.knowledge import links
from flows.letters import service as letters
from flows.licences import delivering, issuing
from flows.lookup import indexing as case_index
from flows.parcels import settling as parcels
from flows.processes import timers
from flows.publications import following as publications
from flows.queueing import seats
from flows.queueing import sweeping as queueing
from flows.reports import running as reports
from flows.self_service import collecting
from flows.self_service import service as self_service
from flows.signatures import sealing as signatures
from flows.statistics import following
from flows.vault import upkeep as vault
from flows.workflow import watching
from foundation import db
from foundation.audit import chain
from foundation.queue import promise, sweeps
from knowledge_base.publishing import tell_search
from knowledge_base.serving import follow_now

_QUARTER = 900.0

sweeps("audit.link", chain.LINK_SECONDS)(chain.link)
sweeps("audit.tend", crontab(hour="17", minute="45"))(audit_upkeep.tend)
sweeps("statistics.follow", following.SWEEP_SECONDS)(following.follow)
sweeps("statistics.count_again", crontab(hour="17", minute="45"))(following.count_lately_again)
sweeps("reports.begin_due", reports.SWEEP_SECONDS)(reports.begin_due)
sweeps("processes.fire_due", timers.SWEEP_SECONDS)(timers.fire_due)
sweeps("handoffs.keep_queue", 20.0)(conversations.keep_queue)
sweeps("counter_handoffs.end_idle", counter_handoffs.SWEEP_SECONDS)(counter_handoffs.end_idle)
sweeps("inspections.expire", 60.0)(inspections.expire)
sweeps("parcels.forget_settled", _QUARTER)(parcels.forget_settled)
sweeps("exports.clear_expired", _QUARTER)(exports.clear_expired)


@sweeps("workflow.watch", watching.SWEEP_SECONDS)
async def _watch_clocks() -> None:
    await follow_now()
    await watching.watch()


@sweeps("devices.tend", devices.SWEEP_SECONDS)
async def _tend_devices() -> None:
    await devices.tend()
    await self_service.end_idle()
    await collecting.settle_ended()


@sweeps("queueing.tend", 300.0)
async def _close_and_note() -> None:
    await queueing.close_left()
    await seats.free_deserted()
    await appointments.call_off()
    await appointments.note_missed()


@sweeps("letters.ask_again", _QUARTER)
async def _ask_for_seals() -> None:
    async with db.writing() as session:
        await letters.ask_again(session)
        await inspection_records.ask_again(session)
        await signatures.ask_again(session)
        await publications.ask_again(session)
        await issuing.ask_again(session)
    await delivering.deliver_left()


@sweeps("knowledge.nightly", crontab(hour="18", minute="30"))
async def _ask_for_the_night() -> None:
    """Every link looked at again; the index built anew, so that rare words weigh as they should."""
    async with db.writing() as session:
        promise(session, links.CHECK_LINKS, {})
        promise(session, case_index.CATCH_UP, {})
        tell_search(session, [])


@sweeps("vault.tend", crontab(hour="19", minute="0"))
async def _tend_vault() -> None:
    await vault.clear()
    async with db.writing() as session:
        await rescans.ask_again(session)
        await still_rescans.ask_again(session)
