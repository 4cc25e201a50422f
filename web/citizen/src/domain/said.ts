/** What an answer, a question or a list says, in words alone: no buttons, no payloads, no sources. */

import type {
  CaseCardData, ChatMessage, GuidanceResult, ItemCardData, ItemMaterial, PlaceCardData, Question, Reply,
} from '@/api/types'
import { copiesText, daysText, feeText, termText, visitsText } from '@/domain/facts'
import { folded } from '@/domain/passages'

const PLACES_READ = 3

/** Sentences, each with one full stop. */
function sentences(parts: (string | null | undefined | false)[]): string {
  return parts
    .filter((part): part is string => Boolean(part && part.trim()))
    .map((part) => part.trim().replace(/[。；，;,]$/, '') + (/[！？?!]$/.test(part.trim()) ? '' : '。'))
    .join('')
}

function numbered(names: string[]): string {
  return names.map((name, index) => `第${index + 1}，${name}`).join('；')
}

export function saidByQuestion(question: Question): string {
  const options = question.options ?? []
  const how = question.kind === 'multiple' ? '可以选几项' : '请选一项'
  return sentences([question.text, question.help, options.length > 0 && `${how}：${numbered(options.map(({ label }) => label))}`])
}

export function saidByMaterials(result: GuidanceResult): string {
  const needed = result.materials.filter(({ required }) => required)
  const optional = result.materials.filter(({ required }) => !required)
  return sentences([
    needed.length > 0 && `要准备${needed.length}样材料`,
    ...needed.map(({ name, copies }, index) => `第${index + 1}，${[name, copiesText(copies)].filter(Boolean).join('，')}`),
    optional.length > 0 && `可以补充：${optional.map(({ name }) => name).join('、')}`,
    result.not_needed.length > 0 && `您这种情况不用交：${result.not_needed.map(({ name }) => name).join('、')}`,
  ])
}

/** The whole list of an item, before its situation is known. */
export function saidByChecklist(materials: ItemMaterial[]): string {
  return sentences(
    materials.map(({ name, conditional, required }, index) => {
      const when = conditional ? '看情况' : required ? '' : '可选'
      return `第${index + 1}，${[name, when].filter(Boolean).join('，')}`
    }),
  )
}

export function saidByResult(result: GuidanceResult): string {
  const place = result.where[0]
  return (
    sentences([...result.reasons, ...(result.advice ?? [])]) +
    saidByMaterials(result) +
    sentences([
      `时限：${result.promised_text || daysText(result.promised_days)}`,
      `费用：${feeText(result.fee)}`,
      visitsText(result.visits),
      place && `地点：${place.name}，${place.address}`,
    ])
  )
}

function saidByItem(data: ItemCardData): string {
  const place = data.places?.[0]
  return sentences([
    data.name, `由${data.department}办理`, `时限：${termText(data.promised)}`, `费用：${feeText(data.fee)}`,
    visitsText(data.visits), place && `地点：${place.name}，${place.address}`,
  ])
}

function saidByCase(data: CaseCardData): string {
  const last = data.last_event
  return sentences([`您办的${data.item_name}，现在是${data.status_label}`, `编号${data.number}`, last?.text || last?.label])
}

function saidByPlaces(data: PlaceCardData | null | undefined): string {
  const places = (data?.places ?? []).slice(0, PLACES_READ)
  return sentences(places.map(({ name, address, hours }) => [name, address, hours].filter(Boolean).join('，')))
}

export function saidByReply(reply: Reply): string {
  switch (reply.kind) {
    case 'question':
      return saidByQuestion(reply.data.question)
    case 'materials':
      return sentences([reply.text]) + saidByResult(reply.data.result)
    case 'item':
      return reply.text ? sentences([reply.text]) : saidByItem(reply.data)
    case 'case':
      return saidByCase(reply.data)
    case 'place':
      return sentences([reply.text]) + saidByPlaces(reply.data)
    case 'policies':
      return sentences((reply.data?.passages ?? []).map(({ title, text }) => `${title}：${folded(text)}`)) || sentences([reply.text])
    case 'choices': {
      const choices = reply.data?.choices ?? []
      const titles = choices.length
        ? choices.map(({ title, tells }) => [title, tells].filter(Boolean).join('，'))
        : (reply.buttons ?? []).map(({ title }) => title)
      return sentences([reply.text, titles.length > 0 && numbered(titles)])
    }
    default:
      return sentences([reply.text])
  }
}

export function saidByMessage(message: ChatMessage): string {
  return message.replies?.length ? message.replies.map(saidByReply).join('') : sentences([message.text])
}
