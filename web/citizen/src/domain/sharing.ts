/** The material list as text a citizen sends to family or keeps in notes. */

import type { GuidanceRun } from '@/api/types'
import { copiesText, daysText, feeText, visitsText } from '@/domain/facts'

export function listText(run: GuidanceRun): string {
  const result = run.result
  if (!result) return ''
  const lines = [`【${run.item_name}】办事清单`]
  if (run.answers.length) lines.push(`我的情况：${run.answers.map((answer) => answer.label).join('；')}`)
  lines.push('', '要带的材料：')
  result.materials.forEach((material, index) => {
    const notes = [material.required ? '' : '可选', copiesText(material.copies)].filter(Boolean).join('，')
    lines.push(`${index + 1}. ${material.name}${notes ? `（${notes}）` : ''}`)
  })
  const place = result.where[0]
  if (place) lines.push('', `地点：${place.name}，${place.address}`)
  lines.push(`多久：${result.promised_text || daysText(result.promised_days)}；费用：${feeText(result.fee)}；${visitsText(result.visits)}`)
  lines.push('', '内容由天河智慧政务整理，仅供参考，以官方公布为准；可拨打12345咨询。')
  return lines.join('\n')
}
