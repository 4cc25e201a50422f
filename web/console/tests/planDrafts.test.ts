import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'

import type { HallPlan, PlannedSlot } from '@/api/queue'
import { usePlanDrafts } from '@/composables/usePlanDrafts'

const slot = (quota: number): PlannedSlot => ({ weekday: 0, starts: '09:00', ends: '10:00', quota })
const planOf = (a: number, b: number) =>
  ({ lines: [{ line_id: 'A', slots: [slot(a)] }, { line_id: 'B', slots: [slot(b)] }], today: {} }) as unknown as HallPlan

function open() {
  const plan = ref(planOf(4, 6))
  const line = ref('A')
  return { plan, line, ...effectScope().run(() => usePlanDrafts(plan, line))! }
}

describe('the plan of a hall, as it is typed', () => {
  it('keeps what was typed for one line while another is looked at', async () => {
    const { line, rows, isChanged } = open()
    rows.value[0]!.quotas[0] = 9
    line.value = 'B'
    await nextTick()
    expect(rows.value[0]!.quotas[0]).toBe(6)
    expect([isChanged('A'), isChanged('B')]).toEqual([true, false])
    line.value = 'A'
    await nextTick()
    expect(rows.value[0]!.quotas[0]).toBe(9)
  })

  it('keeps what was typed while another line was saved, and takes over what was saved', async () => {
    const { plan, line, rows, isChanged, slotsToSave } = open()
    rows.value[0]!.quotas[0] = 9
    line.value = 'B'
    await nextTick()
    rows.value[0]!.quotas[0] = 7
    expect(slotsToSave('B')).toEqual([slot(7)])
    plan.value = planOf(4, 7)
    await nextTick()
    expect([isChanged('A'), isChanged('B')]).toEqual([true, false])
  })

  it('keeps what could not be saved, though the plan is read anew', async () => {
    const { plan, rows, isChanged, slotsToSave } = open()
    rows.value[0]!.quotas[0] = 9
    slotsToSave('A')
    plan.value = planOf(4, 6)
    await nextTick()
    expect([rows.value[0]!.quotas[0], isChanged('A')]).toEqual([9, true])
  })

  it('follows the server where nothing was typed', async () => {
    const { plan, rows } = open()
    plan.value = planOf(5, 6)
    await nextTick()
    expect(rows.value[0]!.quotas[0]).toBe(5)
  })
})
