import { describe, expect, it } from 'vitest'

import {
  appendPhrase,
  draftNote,
  FORM_ENTRY,
  materialIdsOf,
  returnObstacle,
  suggestedMaterials,
} from '@/logic/supplement'
import { finding, material } from './factories'

const clear = material('a')
const blurred = material('b')
const missing = material('c', { files: [] })
const optional = material('d', { files: [], required: false })
const licensed = material('e', { files: [], from_licence: '居民身份证' })
const all = [clear, blurred, missing, optional, licensed]

describe('suggestedMaterials', () => {
  it('starts from blocking findings and missing required files', () => {
    const findings = [finding('b'), finding('a', { level: 'warning' })]
    expect(suggestedMaterials(all, findings)).toEqual(['b', 'c'])
  })
})

describe('draftNote', () => {
  it('speaks of each chosen material once, with the advice before the bare message', () => {
    const findings = [
      finding('b', { advice: '请重新拍摄' }),
      finding('b', { message: '缺少签章。', level: 'warning' }),
      finding('b', { message: '只是提示', level: 'info' }),
    ]
    expect(draftNote(all, findings, new Set(['b', 'c']))).toBe(
      '《材料b》：请重新拍摄。缺少签章。\n《材料c》：尚未上传，请补充。',
    )
  })
})

describe('appendPhrase', () => {
  it('adds a phrase on a line of its own, and only once', () => {
    expect(appendPhrase('', '请补签。')).toBe('请补签。')
    expect(appendPhrase('材料缺页。\n', '请补签。')).toBe('材料缺页。\n请补签。')
    expect(appendPhrase('请补签。', '请补签。')).toBe('请补签。')
  })
})

describe('returnObstacle', () => {
  it('asks for a note and for something to mend', () => {
    expect(returnObstacle('  ', new Set(['a']))).toContain('请写明')
    expect(returnObstacle('请补签', new Set())).toContain('请至少勾选一项')
    expect(returnObstacle('请补签', new Set([FORM_ENTRY]))).toBeNull()
  })

  it('never sends the form as a material', () => {
    expect(materialIdsOf(new Set(['a', FORM_ENTRY]))).toEqual(['a'])
  })
})
