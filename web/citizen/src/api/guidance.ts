import { request } from '@/api/client'
import type { AnswerValue, GuidanceRun } from '@/api/types'

export function startRun(itemCode: string): Promise<GuidanceRun> {
  return request('POST', '/guidance/runs', { body: { item_code: itemCode } })
}

export function readRun(runId: string): Promise<GuidanceRun> {
  return request('GET', `/guidance/runs/${encodeURIComponent(runId)}`)
}

/** Answer the question due, or change an earlier answer. */
export function answer(runId: string, questionId: string, value: AnswerValue): Promise<GuidanceRun> {
  return request('POST', `/guidance/runs/${encodeURIComponent(runId)}/answers`, {
    body: { question_id: questionId, value },
  })
}

/** Go back to `questionId`: it is asked again. */
export function takeBack(runId: string, questionId: string): Promise<GuidanceRun> {
  const question = encodeURIComponent(questionId)
  return request('DELETE', `/guidance/runs/${encodeURIComponent(runId)}/answers/${question}`)
}
