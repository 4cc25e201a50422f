/** What a return for supplement starts from, and what it may not be sent without. */

import type { Finding, Material } from '@/api/types'
import { findingsOf } from './findings'

/** Sentences officers write every day; each says what is wrong and what to do. */
export const RETURN_PHRASES: readonly string[] = [
  '照片或扫描件不清晰，请在光线充足处重新拍摄后上传。',
  '缺少签字或盖章，请补签（盖章）后重新上传。',
  '材料已过有效期，请上传在有效期内的材料。',
  '上传的文件与材料名称不符，请核对后重新上传。',
  '材料上的姓名、证件号码与申请表不一致，请核对后更正。',
  '材料缺页，请上传完整材料。',
]

export const REJECT_PHRASES: readonly string[] = [
  '经审查，申请不符合法定条件：',
  '经现场核查，经营场所不符合要求：',
  '申请材料与实际情况不符：',
]

export const APPROVE_PHRASES: readonly string[] = ['材料齐全，符合法定条件，准予办理。']

/** Stands for the form itself in the list of things to mend; never sent as a material. */
export const FORM_ENTRY = '@form'

/** Materials the pre-review already objects to: blocking findings and missing required files. */
export function suggestedMaterials(materials: Material[], findings: Finding[]): string[] {
  const isBlocked = (material: Material): boolean =>
    findingsOf(findings, material.id).some((finding) => finding.level === 'blocking')
  const isMissing = (material: Material): boolean =>
    material.required && material.files.length === 0 && !material.from_licence
  return materials.filter((m) => isBlocked(m) || isMissing(m)).map((m) => m.id)
}

/** A note drafted from the findings of the chosen materials, one line a material. */
export function draftNote(
  materials: Material[],
  findings: Finding[],
  chosen: ReadonlySet<string>,
): string {
  return materials
    .filter((material) => chosen.has(material.id))
    .map((material) => `《${material.name}》：${reasonsFor(material, findings)}`)
    .join('\n')
}

function reasonsFor(material: Material, findings: Finding[]): string {
  const said = findingsOf(findings, material.id)
    .filter((finding) => finding.level !== 'info')
    .map((finding) => finding.advice || finding.message)
  if (said.length > 0) return said.map(asSentence).join('')
  return material.files.length === 0 ? '尚未上传，请补充。' : '请核对后重新上传。'
}

const asSentence = (text: string): string => (/[。！？]$/.test(text) ? text : `${text}。`)

/** Adds a phrase on a line of its own, once. */
export function appendPhrase(note: string, phrase: string): string {
  if (note.includes(phrase)) return note
  return note.trim() === '' ? phrase : `${note.trimEnd()}\n${phrase}`
}

/** Why the return cannot be sent yet, or null when it can. */
export function returnObstacle(
  note: string,
  chosen: ReadonlySet<string>,
): string | null {
  if (note.trim() === '') return '请写明需要补正的内容，申请人会原样看到这段话。'
  if (chosen.size === 0) return '请至少勾选一项需要补正的内容。'
  return null
}

export function materialIdsOf(chosen: ReadonlySet<string>): string[] {
  return [...chosen].filter((entry) => entry !== FORM_ENTRY)
}
