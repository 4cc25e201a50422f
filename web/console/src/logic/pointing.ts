/** Small decisions of pointing on the counter's tablet. */

import type { Part, Pointing, ShowingKind, ShownMaterial, TabletScreen, Whereabouts } from '@/api/tablets'

export const START: Pointing = { page: 1, file_id: '', material_id: '', part: '', x: null, y: null }

/** Only where it is, of whatever else is known of it. */
export const placeOf = (known: Partial<Pointing> | null): Pointing => {
  const { page, file_id, material_id, part, x, y } = { ...START, ...known }
  return { page, file_id, material_id, part, x, y }
}

/** The lines of a material's sample, as the tablet has them. */
export function partsOf({ why, source_explain, copies }: ShownMaterial): { part: Part; text: string }[] {
  const lines: { part: Part; text: string }[] = [
    { part: 'why', text: why ?? '' },
    { part: 'source', text: source_explain ?? '' },
    { part: 'copies', text: copies ? `原件${copies.original}份，复印件${copies.copy}份` : '' },
  ]
  return lines.filter(({ text }) => text)
}

export const isPointed = (kind: ShowingKind): boolean => ['item', 'sample', 'acceptance', 'signature'].includes(kind)

/** Whether a page of its own picture is open there. */
export const hasPage = (screen: TabletScreen, place: Whereabouts): boolean =>
  screen.kind === 'signature' || (screen.kind === 'acceptance' && place.file_id !== '')

/** How many pages what is open has; null where only its end tells. */
export function pagesOf({ kind, content }: TabletScreen, place: Whereabouts): number | null {
  if (kind === 'signature') return content.pages ?? 1
  const file = content.materials?.flatMap(({ files }) => files ?? []).find(({ id }) => id === place.file_id)
  return file?.media_type.startsWith('image/') ? 1 : null
}

/** What lies open of a material: the side that is pointed at, else the first of its first sample. */
export function sampleAt({ id, samples = [] }: ShownMaterial, { file_id, page }: Whereabouts): Whereabouts {
  const isOpen = samples.some((one) => one.id === file_id)
  const turned = isOpen ? { file_id, page } : { file_id: samples[0]?.id ?? '', page: 1 }
  return { material_id: id, part: 'whole', ...turned }
}

/** Where a screen is, in words; `materials` are those on it. */
export function whereIs({ kind }: TabletScreen, place: Whereabouts, materials: readonly ShownMaterial[]): string {
  const material = materials.find(({ id }) => id === place.material_id)
  const name = material?.name ?? ''
  if (kind === 'signature') return `第${place.page}页`
  if (kind === 'acceptance') return place.file_id ? `${name} 第${place.page}页` : '材料清单'
  if (kind === 'item' && !(place.part && name)) return '材料清单'
  const sample = material?.samples?.find(({ id }) => id === place.file_id)
  return sample ? `样本「${sample.name}」第${place.page}面` : name || '样本'
}

/** A press on a picture as shares of its size; one by keyboard is its middle. */
export function shareOf(event: { clientX: number; clientY: number; detail: number }, box: DOMRect): { x: number; y: number } {
  if (event.detail === 0) return { x: 0.5, y: 0.5 }
  const share = (at: number, from: number, size: number): number =>
    Math.round(Math.min(1, Math.max(0, (at - from) / size)) * 1000) / 1000
  return { x: share(event.clientX, box.left, box.width), y: share(event.clientY, box.top, box.height) }
}
