import { computed, reactive, watch, type ComputedRef, type Ref } from 'vue'

import type { HallPlan, PlannedSlot } from '@/api/queue'
import { rowsOf, slotsOf, type PlanRow } from '@/logic/queue'

const textOf = (slots: readonly PlannedSlot[]): string => JSON.stringify(slots)

/** What is typed into the plan, line by line: choosing another line, or saving one, loses nothing. */
export function usePlanDrafts(plan: Ref<HallPlan>, lineId: Ref<string>): {
  rows: ComputedRef<PlanRow[]>
  isChanged: (line: string) => boolean
  drop: (line: string) => void
  /** The slots of a line, to be sent; its draft goes once the plan comes back, unless typed on. */
  slotsToSave: (line: string) => PlannedSlot[]
} {
  const drafts = reactive(new Map<string, PlanRow[]>())
  const sent = new Map<string, string>()

  const keptIn = (of: HallPlan, line: string): PlanRow[] => rowsOf(of.lines.find((one) => one.line_id === line)?.slots ?? [])
  const kept = (line: string): PlanRow[] => keptIn(plan.value, line)
  const draftOf = (line: string): PlanRow[] => drafts.get(line) ?? []
  const drop = (line: string): void => void drafts.set(line, kept(line))

  function isChanged(line: string): boolean {
    return drafts.has(line) && textOf(slotsOf(draftOf(line))) !== textOf(slotsOf(kept(line)))
  }

  function slotsToSave(line: string): PlannedSlot[] {
    const slots = slotsOf(draftOf(line))
    sent.set(line, textOf(slots))
    return slots
  }

  watch(lineId, (line) => drafts.has(line) || drop(line), { immediate: true })
  watch(plan, (now, before) => {
    for (const [line, rows] of drafts) {
      const was = textOf(slotsOf(keptIn(before, line)))
      const isMoved = was !== textOf(slotsOf(keptIn(now, line)))
      if (isMoved && [was, sent.get(line)].includes(textOf(slotsOf(rows)))) drop(line)
    }
  })

  return { rows: computed(() => draftOf(lineId.value)), isChanged, drop, slotsToSave }
}
