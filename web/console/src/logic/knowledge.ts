/** Kinds, states and the words that stand between a click and the citizens. */

import type { Entry, EntryState, Kind, OpenState, Shape } from '@/api/knowledgeTypes'
import type { Tone } from './tones'

export const KINDS: readonly { id: Kind; label: string }[] = [
  { id: 'item', label: '事项' },
  { id: 'faq', label: '常见问题' },
  { id: 'document', label: '政策文件' },
  { id: 'place', label: '办事地点' },
  { id: 'rules', label: '预审规则' },
  { id: 'letter', label: '文书用语' },
  { id: 'checklist', label: '勘察清单' },
]

export const STATES: readonly { id: string; label: string }[] = [
  { id: '', label: '全部' },
  { id: 'published', label: '已发布' },
  { id: 'in_review', label: '待审核' },
  { id: 'draft', label: '草稿' },
  { id: 'returned', label: '退回' },
  { id: 'not_yet', label: '待生效' },
  { id: 'expired', label: '已失效' },
  { id: 'withdrawn', label: '已撤下' },
]

export const OPEN_LABELS: Record<OpenState, string> = {
  draft: '草稿',
  in_review: '待审核',
  returned: '退回修改',
}

export const STATE_TONES: Record<EntryState | OpenState, Tone> = {
  published: 'good',
  not_yet: 'working',
  expired: 'bad',
  withdrawn: 'quiet',
  unpublished: 'quiet',
  draft: 'quiet',
  in_review: 'waiting',
  returned: 'paused',
}

export const SHAPE_LABELS: Record<Shape, string> = {
  item: '完整事项',
  brief: '简要事项',
  faq: '常见问题',
  document: '政策文件',
  place: '办事地点',
  rules: '预审规则',
  letter: '文书用语',
  checklist: '勘察清单',
}

/** What an empty list says, and what to do about it. */
export function emptyWords(kind: Kind | '', state: string, q: string): string {
  const what = KINDS.find((known) => known.id === kind)?.label ?? '知识'
  if (q) return `没有标题或编号包含「${q}」的${what}，换个说法试试。`
  const said: Record<string, string> = {
    in_review: '没有等待审核的内容。同事提交审核后会出现在这里。',
    draft: '没有正在写的草稿。',
    returned: '没有被退回的内容。',
    not_yet: '没有等着生效的内容。',
    expired: '没有已失效的内容，很好。',
    withdrawn: '没有撤下的内容。',
    published: `还没有发布的${what}。`,
  }
  return said[state] ?? `还没有${what}，可以点「新建」写一条，或到「导入」批量带入。`
}

export interface ActWords {
  title: string
  confirm: string
  /** What follows for citizens, in the editor's words. */
  consequence: string
  tone: 'primary' | 'success' | 'warning' | 'danger'
  /** Asked for with the act; null where none is. */
  note: { label: string; placeholder: string; isRequired: boolean } | null
}

export type Confirmed =
  | 'submit'
  | 'recall'
  | 'discard'
  | 'publish'
  | 'return'
  | 'withdraw'
  | 'restore'

/** The words of the confirmation before an act. */
export function actWords(act: Confirmed, entry: Entry, effectiveFrom: string | null = null): ActWords {
  const name = `「${entry.title}」`
  const isNew = entry.state === 'unpublished' || entry.state === 'withdrawn'
  switch (act) {
    case 'submit':
      return {
        title: '提交审核？',
        confirm: '提交审核',
        consequence: `${name}会交给另一位同事审核。审核通过前，市民看到的内容不变；等待期间不能再改，可以撤回。`,
        tone: 'primary',
        note: null,
      }
    case 'recall':
      return {
        title: '撤回送审？',
        confirm: '撤回送审',
        consequence: `${name}会变回草稿，继续修改后再提交。市民看到的内容不变。`,
        tone: 'primary',
        note: null,
      }
    case 'discard':
      return {
        title: '放弃这份草稿？',
        confirm: '放弃草稿',
        consequence: isNew
          ? '这一条还没有发布过，放弃后市民也不会看到。草稿留在历史版本里，以后可以恢复。'
          : '市民看到的内容不变。草稿留在历史版本里，以后可以恢复。',
        tone: 'danger',
        note: null,
      }
    case 'publish':
      return {
        title: '通过并发布？',
        confirm: '通过并发布',
        consequence: publishedWords(name, isNew, effectiveFrom),
        tone: 'success',
        note: { label: '审核意见（可不填）', placeholder: '例如：已与原文核对。', isRequired: false },
      }
    case 'return':
      return {
        title: '退回修改？',
        confirm: '退回修改',
        consequence: '提交人会看到您写的意见，改好后重新提交。市民看到的内容不变。',
        tone: 'warning',
        note: {
          label: '要改什么（必填）',
          placeholder: '例如：第二段的收费标准没有写依据，请补充文号。',
          isRequired: true,
        },
      }
    case 'withdraw':
      return {
        title: '撤下？',
        confirm: '立即撤下',
        consequence: `${name}会马上从搜索和对话里消失，正在看的市民刷新后也看不到。要再发布，须重新提交审核。`,
        tone: 'danger',
        note: {
          label: '撤下的原因（必填，留痕）',
          placeholder: '例如：原文件已废止，新规定下周发布。',
          isRequired: true,
        },
      }
    case 'restore':
      return {
        title: '恢复这一版？',
        confirm: '恢复为草稿',
        consequence: '旧版本会成为新的草稿，可以先修改，再提交审核。发布之前，市民看到的内容不变。',
        tone: 'primary',
        note: null,
      }
  }
}

function publishedWords(name: string, isNew: boolean, effectiveFrom: string | null): string {
  if (effectiveFrom) {
    return `发布后，${name}从 ${effectiveFrom} 起用来回答市民${isNew ? '' : '，并取代现在的内容'}。`
  }
  return isNew
    ? `发布后，市民马上就能搜到${name}，对话也会用它回答。`
    : `发布后，市民马上看到${name}的新内容，原来的内容成为旧版本。`
}

/** Why an act cannot be sent yet, or null when it can. */
export function noteObstacle(words: ActWords, note: string): string | null {
  return words.note?.isRequired && note.trim() === '' ? `请填写${words.note.label.replace(/（.*）/, '')}。` : null
}
