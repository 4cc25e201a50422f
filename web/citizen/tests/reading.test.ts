import { describe, expect, it } from 'vitest'

import type { ChatMessage, Reply } from '@/api/types'
import { pieces, speakable } from '@/domain/reading'
import { saidByChecklist, saidByMessage, saidByQuestion, saidByReply, saidByResult } from '@/domain/said'
import { asking, finished, history, item } from './fixtures'

describe('text made ready to be heard', () => {
  it.each([
    ['编码11440106007519140X4000131024', '编码一 一 四 四 零 一 零 六 零 零 七 五 一 九 一 四 零 X 四 零 零 零 一 三 一 零 二 四'],
    ['办件编号 TH202611231234567', '办件编号 T H 二 零 二 六 一 一 二 三 一 二 三 四 五 六 七'],
    ['拨打12345', '拨打一 二 三 四 五'],
    ['电话020-38622000', '电话零 二 零 三 八 六 二 二 零 零 零'],
    ['手机13800138001。', '手机一 三 八 零 零 一 三 八 零 零 一。'],
    ['2026-11-23 起', '二零二六年11月23日 起'],
    ['2020年2月起', '二零二零年2月起'],
    ['9:00–12:00、14:30—17:00', '9点到12点、14点30分到17点'],
    ['3-5个工作日', '3到5个工作日'],
    ['80㎡，减免50%，收¥120', '80平方米，减免百分之50，收120元'],
    ['共50000元，每本120元；急救打120', '共50000元，每本120元；急救打一 二 零'],
    ['开始/guidance_start{"item_code":"1144"}吧', '开始吧'],
    ['见https://www.gd.gov.cn/a?b=1。', '见网址请看屏幕。'],
    ['「食品经营许可」（新办）；免费', '食品经营许可，新办；免费'],
    ['一行\n二行\n', '一行。二行。'],
  ])('%s', (text, said) => expect(speakable(text)).toBe(said))

  it('is read in pieces no longer than a breath, and none without a word', () => {
    const long = `${'很长的一句话，'.repeat(40)}完。短句。`
    expect(pieces(long).every(({ length }) => length <= 120)).toBe(true)
    expect(pieces(long).join('')).toBe(speakable(long))
    expect([pieces(''), pieces('……')]).toEqual([[], []])
    expect(pieces('甲'.repeat(300)).map(({ length }) => length)).toEqual([120, 120, 60])
  })
})

describe('what is said', () => {
  it('of a question: its words and its options by number', () => {
    expect(saidByQuestion(asking.question!)).toBe('您打算做哪一类食品生意？请选一项：第1，餐饮服务。')
  })

  it('of a result: the verdict, the list, what is spared', () => {
    const said = saidByResult(finished.result!)
    expect(said).toContain('场所和品种都可以申请。要准备1样材料。第1，营业执照。您这种情况不用交：授权委托书。')
    expect(said).toContain('时限：5个工作日。费用：不收费。不用跑，全程网上办。')
  })

  it('of a checklist: when each is needed', () => {
    expect(saidByChecklist(item.materials)).toBe('第1，营业执照，看情况。')
  })

  it('of choices: what sets them apart', () => {
    const reply: Reply = {
      kind: 'choices', text: '您要办哪一个？', buttons: [],
      data: { choices: [{ code: 'a', title: '居住证', tells: '第一次办' }, { code: 'b', title: '签注' }] },
    }
    expect(saidByReply(reply)).toBe('您要办哪一个？第1，居住证，第一次办；第2，签注。')
  })

  it('of every answer: never a payload', () => {
    const answer = history.items[1] as ChatMessage
    expect(saidByMessage(answer)).not.toMatch(/[{}]|guidance_start|document_show/)
    expect(saidByMessage(answer)).toContain('您要办的是食品经营许可。')
    expect(saidByMessage({ ...answer, replies: null, text: '请补交布局图' })).toBe('请补交布局图。')
  })
})
