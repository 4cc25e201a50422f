import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'

import { completeStep, getProcess, type Process, type Step } from '@/api/processes'
import { ApiProblem } from '@/api/problem'
import type { FieldValue, StaffCase } from '@/api/types'
import { useStep } from '@/composables/useStep'

vi.mock('@/api/processes', () => ({ getProcess: vi.fn(), completeStep: vi.fn() }))
vi.mock('@/stores/live', () => ({ useTaskSignals: vi.fn() }))
vi.mock('element-plus/es/components/message/index', () => ({ ElMessage: { success: vi.fn(), error: vi.fn() } }))

const processAt = (id: string, area: FieldValue, people: FieldValue = 3): Process =>
  ({
    steps: [{ id, node: 'look', state: 'claimed', can: ['complete'] } as unknown as Step],
    forms: { look: { shows: [], letters: [], writes: [field('area', area), field('people', people)] } },
  }) as unknown as Process
const field = (id: string, value: FieldValue) => ({ id, label: id, kind: 'number', required: false, value, is_masked: false, unit: null, options: [] })

beforeEach(() => {
  vi.mocked(getProcess).mockReset().mockImplementation(async () => processAt('S1', null))
})

async function open() {
  const record = ref({ number: 'TH1', status: 'accepted' } as unknown as StaffCase)
  const work = effectScope().run(() => useStep(record, () => undefined))!
  await work.load()
  await nextTick()
  return work
}

describe('what is typed into a step', () => {
  it('stays when the case is read anew, beside what the server has changed', async () => {
    const { values, load } = await open()
    values.value.area = 120
    vi.mocked(getProcess).mockResolvedValue(processAt('S1', null, 5))
    await load()
    await nextTick()
    expect(values.value).toEqual({ area: 120, people: 5 })
  })

  it('stays, with what the server said of it, when it could not be kept', async () => {
    const { values, errors, decide } = await open()
    values.value.area = -1
    vi.mocked(completeStep).mockRejectedValue(new ApiProblem(422, { errors: [{ field: 'fields.area', message: '面积要大于0' }] }))
    await decide('pass')
    await nextTick()
    expect(values.value.area).toBe(-1)
    expect(errors.value).toEqual({ area: '面积要大于0' })
  })

  it('goes with its step', async () => {
    const { values, load } = await open()
    values.value.area = 120
    vi.mocked(getProcess).mockResolvedValue(processAt('S2', 80))
    await load()
    await nextTick()
    expect(values.value.area).toBe(80)
  })
})
