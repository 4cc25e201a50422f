/** Words and small decisions of the counter's tablet and of 好差评. */

import type { LoopAct } from '@/api/hallRatings'
import type { ShowingAnswer, ShowingKind, ShowingWish } from '@/api/tablets'

export const KINDS: readonly { kind: ShowingKind; label: string; told: string }[] = [
  { kind: 'acceptance', label: '收件确认', told: '群众核对收到的材料，确认或说明哪里有出入，记入办件流转。' },
  { kind: 'signature', label: '手写签名', told: '群众看过文件后在平板或自己手机上签名，签名和这份文件绑定。' },
  { kind: 'rating', label: '请评价', told: '群众评五个等级，您看不到评了什么；每次服务只评一次。' },
  { kind: 'text', label: '文字说明', told: '把要说明的话放大给群众看。' },
  { kind: 'item', label: '办事指南', told: '给群众看一个事项的指南和材料清单。' },
  { kind: 'sample', label: '材料样本', told: '给群众看一份材料是什么、长什么样。' },
]

export const PURPOSES = [
  { id: 'acceptance', label: '收件确认单' },
  { id: 'application', label: '申请表' },
  { id: 'commitment', label: '承诺书' },
] as const

/** What is still missing before it can be shown; empty when nothing is. */
export function missing(wish: ShowingWish): string {
  const needsCase = wish.kind === 'acceptance' || wish.kind === 'signature'
  if (needsCase && !/^TH\d{15}$/.test(wish.case_number ?? '')) return '请填办件编号（TH 加 15 位数字）'
  if (wish.case_number && !/^TH\d{15}$/.test(wish.case_number)) return '办件编号是 TH 加 15 位数字，没有就留空'
  if (wish.kind === 'text' && !wish.text?.trim()) return '请写要给群众看的内容'
  if (wish.kind === 'signature' && wish.purpose === 'commitment' && !wish.text?.trim()) return '请写承诺的内容'
  if ((wish.kind === 'item' || wish.kind === 'sample') && !wish.item_code) return '请选事项'
  if (wish.kind === 'sample' && !wish.material_id) return '请选材料'
  return ''
}

/** What came of a showing, in one line. */
export function outcomeOf(answer: ShowingAnswer): { label: string; tone: 'good' | 'bad' | 'quiet' } {
  if (answer.state === 'shown') return { label: '正在平板上', tone: 'quiet' }
  if (answer.state === 'taken_back') return { label: '已收回', tone: 'quiet' }
  if (answer.answer?.outcome === 'disputed') return { label: `有出入：${answer.answer.text ?? ''}`, tone: 'bad' }
  const words: Partial<Record<ShowingKind, string>> = { acceptance: '已确认', signature: '已签名', rating: '已评价' }
  return { label: words[answer.kind] ?? '已完成', tone: 'good' }
}

export const ACTS: Record<LoopAct, { label: string; ask: string; isRead?: true }> = {
  confirm: { label: '属实', ask: '核实到了什么' },
  refute: { label: '没有依据', ask: '为什么不属实，怎样向评价人说明', isRead: true },
  rectify: { label: '整改完成', ask: '改了什么', isRead: true },
  satisfied: { label: '评价人认可', ask: '回访情况' },
  unsatisfied: { label: '不认可，继续整改', ask: '评价人还有什么意见' },
  unreachable: { label: '联系不上', ask: '怎样联系过' },
}
