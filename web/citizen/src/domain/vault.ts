/** What is said of a file of 我的资料. */

import type { VaultFile } from '@/api/vault'

type Tone = 'good' | 'kapok' | 'warn' | 'plain'

/** Short words on how long it holds; empty where nobody said. */
export function validityTag(file: VaultFile): { text: string; tone: Tone } | null {
  switch (file.validity) {
    case 'expired':
      return { text: `已过期（${file.valid_until}）`, tone: 'kapok' }
    case 'expiring':
      return { text: `即将到期（${file.valid_until}）`, tone: 'warn' }
    case 'valid':
      return { text: `有效期至 ${file.valid_until}`, tone: 'good' }
    default:
      return null
  }
}

export function scanText(file: VaultFile): string {
  if (file.scan === 'infected') return '查出病毒，已停用。请撤回，检查设备后重新制作。'
  if (file.scan === 'unreachable') return '还没有扫描病毒，稍后自动补扫。'
  return ''
}

/** «用过2次，在「…」等2个办件里». */
export function usesText(file: VaultFile): string {
  const names = [...new Set(file.uses.map((use) => use.item_name))]
  if (!names.length) return '还没有在办件里用过'
  const first = `「${names[0]}」`
  return names.length === 1 ? `用在${first}` : `用在${first}等${names.length}个事项`
}

/** Why a file cannot be chosen for this case, or an empty string where it can. */
export function whyNotChosen(file: VaultFile, accept: string[], caseNumber: string): string {
  const extension = file.name.split('.').pop()?.toLowerCase() ?? ''
  if (file.scan === 'infected') return '查出病毒，已停用'
  if (!accept.includes(extension)) return '这份材料不收这种格式'
  if (file.validity === 'expired') return '已过期'
  const isElsewhere = file.uses.some((use) => use.case_number !== caseNumber)
  return file.is_reusable || !isElsewhere ? '' : '没有打开「以后办事可再用」'
}

/** What taking it back means, before it is done. */
export function withdrawWords(file: VaultFile): string {
  const drafts = new Set(file.uses.filter((use) => !use.is_handed_in).map((use) => use.case_number)).size
  const kept = new Set(file.uses.filter((use) => use.is_handed_in).map((use) => use.case_number)).size
  const parts = ['撤回后这份资料会从系统里删除，不能恢复；需要时可以重新上传。']
  if (drafts) parts.push(`${drafts}个还没提交的草稿会同时去掉它。`)
  if (kept) parts.push(`已提交的${kept}个办件不受影响，按规定存档保留提交时的那一份。`)
  return parts.join('')
}
