import { describe, expect, it } from 'vitest'

import type { VaultFile } from '@/api/vault'
import { scanText, usesText, validityTag, whyNotChosen, withdrawWords } from '@/domain/vault'

const FILE: VaultFile = {
  id: 'f', name: '营业执照.jpg', media_type: 'image/jpeg', size: 1000, pages: 1, has_thumbnail: true, notes: [],
  scan: 'off', document_kind: null, document_label: null, valid_until: null, validity: 'unknown',
  is_reusable: false, uses: [], created_at: '2026-11-27T10:00:00+08:00',
}

function used(caseNumber: string, isHandedIn: boolean, item = '食品经营许可') {
  return {
    case_number: caseNumber, item_name: item, material_id: 'm', material_name: '执照',
    used_at: '2026-11-27T10:00:00+08:00', is_handed_in: isHandedIn,
  }
}

describe('a file of 我的资料', () => {
  it('says how long it holds', () => {
    expect(validityTag(FILE)).toBeNull()
    expect(validityTag({ ...FILE, validity: 'expired', valid_until: '2026-11-01' })).toEqual({
      text: '已过期（2026-11-01）', tone: 'kapok',
    })
    expect(validityTag({ ...FILE, validity: 'expiring', valid_until: '2026-12-01' })?.text).toContain('即将到期')
  })

  it('says where it was used', () => {
    expect(usesText(FILE)).toBe('还没有在办件里用过')
    expect(usesText({ ...FILE, uses: [used('A', true), used('B', false, '居住证')] })).toBe('用在「食品经营许可」等2个事项')
  })

  it('can be chosen by consent, for the case it was sent for without', () => {
    const elsewhere = { ...FILE, uses: [used('A', true)] }
    expect(whyNotChosen(FILE, ['jpg'], 'B')).toBe('')
    expect(whyNotChosen(elsewhere, ['jpg'], 'A')).toBe('')
    expect(whyNotChosen(elsewhere, ['jpg'], 'B')).toContain('再用')
    expect(whyNotChosen({ ...elsewhere, is_reusable: true }, ['jpg'], 'B')).toBe('')
    expect(whyNotChosen(FILE, ['pdf'], 'B')).toContain('格式')
    expect(whyNotChosen({ ...FILE, validity: 'expired' }, ['jpg'], 'B')).toBe('已过期')
    expect(whyNotChosen({ ...FILE, scan: 'infected' }, ['jpg'], 'B')).toContain('病毒')
  })

  it('says what taking it back means', () => {
    const words = withdrawWords({ ...FILE, uses: [used('A', true), used('B', false), used('B', false)] })
    expect(words).toContain('不能恢复')
    expect(words).toContain('1个还没提交的草稿')
    expect(words).toContain('已提交的1个办件不受影响')
    expect(withdrawWords(FILE)).not.toContain('办件')
  })

  it('says what the scanner found', () => {
    expect(scanText(FILE)).toBe('')
    expect(scanText({ ...FILE, scan: 'unreachable' })).toContain('补扫')
    expect(scanText({ ...FILE, scan: 'infected' })).toContain('停用')
  })
})
