import { describe, expect, it } from 'vitest'

import type { ChatMessage, Question, Reply } from '@/api/types'
import { commandRoute } from '@/domain/commands'
import { corrections } from '@/domain/corrections'
import { leadOf } from '@/domain/notes'
import { offers, restOf } from '@/domain/offers'
import { whyAsked } from '@/domain/why'
import { asking, finished } from './fixtures'

let seq = 0

function said(text: string): ChatMessage {
  seq += 1
  return { id: `in-${seq}`, seq, direction: 'in', author: 'citizen', text, created_at: '' }
}

function asks(id: string): ChatMessage {
  const question: Question = { id, text: `${id}？`, kind: 'text' }
  return out({ kind: 'question', data: { run_id: 'r', item_code: '', item_name: '', question, progress: asking.progress } })
}

function out(...replies: Reply[]): ChatMessage {
  seq += 1
  return { id: `out-${seq}`, seq, direction: 'out', author: 'assistant', replies, created_at: '' }
}

function ends(): ChatMessage {
  return out({ kind: 'materials', data: { run_id: 'r', item_code: '', item_name: '', result: finished.result! } })
}

describe('corrections', () => {
  it('are answers given again with other words, wherever the talk went meanwhile', () => {
    const mended = said('80')
    const talk = [
      asks('form'), said('餐饮'), asks('area'), said('800'), asks('by'), said('上一步'), asks('area'),
      said('几点开门？'), out({ kind: 'text', text: '九点。' }, ...(asks('area').replies ?? [])), mended, asks('by'), said('自己'), ends(),
    ]
    expect(corrections(talk)).toEqual({ [mended.id]: '80' })
  })

  it('are found after several steps back, and not where the same is answered again', () => {
    const other = said('销售')
    const talk = [
      asks('form'), said('餐饮'), asks('area'), said('80'), asks('by'), said('上一步'), asks('area'), said('上一步'),
      asks('form'), other, asks('area'), said('80'), asks('by'), said('自己'), ends(),
    ]
    expect(corrections(talk)).toEqual({ [other.id]: '销售' })
  })

  it('include the last answer, changed after the end', () => {
    const mended = said('别人')
    expect(corrections([asks('by'), said('自己'), ends(), said('修改上一个回答'), asks('by'), mended, ends()])).toEqual({
      [mended.id]: '别人',
    })
    expect(corrections([])).toEqual({})
  })
})

describe('choices', () => {
  const choices = [
    { code: 'a', title: '办居住证', tells: '第一次办' }, { code: 'b', title: '居住证签注', tells: null }, { code: 'c', title: '丙' },
    { code: 'd', title: '丁' }, { code: 'e', title: '戊' },
  ]
  const buttons = [
    { title: '别的叫法', payload: '/item_ask{"item_code":"a"}' }, { title: '居住证签注', payload: '居住证签注' },
    { title: '咨询人工', payload: '/human{}' },
  ]

  it('take the button of their code or title, else ask about the item; four at most', () => {
    expect(offers(choices, buttons)).toEqual([
      { title: '办居住证', tells: '第一次办', payload: '/item_ask{"item_code":"a"}' },
      { title: '居住证签注', tells: '', payload: '居住证签注' },
      { title: '丙', tells: '', payload: '/item_ask{"item_code":"c"}' },
      { title: '丁', tells: '', payload: '/item_ask{"item_code":"d"}' },
    ])
  })

  it('leave the other buttons', () => expect(restOf(choices, buttons)).toEqual([buttons[2]]))
})

describe('around a question', () => {
  it('the words before it are kept, the question is not said twice', () => {
    expect(leadOf('已改为80平方米。\n由谁来办？', '由谁来办？')).toBe('已改为80平方米。')
    expect(leadOf('由谁来办？', '由谁来办？')).toBe('')
    expect(leadOf(null, '由谁来办？')).toBe('')
  })

  it('there is always a reason', () => {
    expect(whyAsked({ ...asking.question!, help: '要先有主体资格。' })).toMatch(/^要先有主体资格。\n您的情况不同/)
    expect(whyAsked(asking.question!)).toMatch(/^您的情况不同/)
  })

  it('guidance has its own page in elder mode only', () => {
    const command = { name: 'guidance_start', args: { item_code: 'A' } }
    expect([commandRoute(command), commandRoute(command, true)]).toEqual([null, '/pages/guidance/index?code=A'])
  })
})
