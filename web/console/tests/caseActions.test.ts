import { describe, expect, it } from 'vitest'

import { decisionObstacle, decisionWords, panelMode } from '@/logic/caseActions'
import { staff, task } from './factories'

const me = staff()
const mine = { id: me.id, display_name: me.display_name }
const other = { id: 's2', display_name: '李嘉豪' }

describe('panelMode', () => {
  it('offers a free task to those who hold its permission', () => {
    expect(panelMode(task('1'), me)).toBe('claimable')
    const clerk = staff({ permissions: ['cases.view', 'cases.accept'] })
    expect(panelMode(task('1', { kind: 'decision' }), clerk)).toBe('not_permitted')
  })

  it('lets only the holder work', () => {
    expect(panelMode(task('1', { state: 'claimed', assignee: mine }), me)).toBe('mine')
    expect(panelMode(task('1', { state: 'claimed', assignee: other }), me)).toBe('held_by_other')
  })

  it('rests when nothing waits', () => {
    expect(panelMode(null, me)).toBe('no_task')
    expect(panelMode(task('1', { state: 'done', assignee: mine }), me)).toBe('no_task')
  })
})

describe('a decision', () => {
  it('against the applicant needs its reason first', () => {
    expect(decisionObstacle('reject', ' ')).toContain('必须说明理由')
    expect(decisionObstacle('reject', '不符合第十条')).toBeNull()
    expect(decisionObstacle('approve', '')).toBeNull()
  })

  it('tells the officer what the applicant will read', () => {
    expect(decisionWords('accept', '食品经营许可').consequence).toContain('「食品经营许可」')
    expect(decisionWords('reject', '食品经营许可').consequence).toContain('行政复议')
  })
})
