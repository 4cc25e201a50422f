/** Which of the citizen's messages changed an answer of guidance given before. */

import type { ChatMessage } from '@/api/types'

interface Given {
  question: string
  text: string
}

/** The question a message asks, `''` where it ends guidance, null where it says nothing of it. */
function questionOf(message: ChatMessage): string | null {
  for (const reply of [...(message.replies ?? [])].reverse()) {
    if (reply.kind === 'question') return `${reply.data.run_id} ${reply.data.question.id}`
    if (reply.kind === 'materials') return ''
  }
  return null
}

/**
 * By message id, the words an answer was changed to. A question asked again after it had been
 * answered is a step back; the answer then given corrects the earlier one where it differs.
 */
export function corrections(messages: ChatMessage[]): Record<string, string> {
  const changed: Record<string, string> = {}
  const earlier: Record<string, string> = {}
  let answers: Given[] = []
  let open = ''
  let said: ChatMessage | null = null
  for (const message of messages) {
    if (message.direction === 'in') {
      said = message
      continue
    }
    const asked = questionOf(message)
    if (asked === null) continue
    const place = answers.findIndex(({ question }) => question === asked)
    if (asked && place >= 0) {
      for (const { question, text } of answers.slice(place)) earlier[question] = text
      answers = answers.slice(0, place)
    } else if (open && said && asked !== open) {
      const text = said.text ?? ''
      if (earlier[open] !== undefined && earlier[open] !== text) changed[said.id] = text
      answers.push({ question: open, text })
    }
    open = asked
    said = null
  }
  return changed
}
