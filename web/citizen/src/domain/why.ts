import type { Question } from '@/api/types'

const GENERAL = '您的情况不同，要交的材料、去的窗口和办理时间也会不同。答了这一题，清单里只留您用得着的，不让您多准备、多跑路。'

/** Why guidance asks this: what the question itself explains, then what holds for every question. */
export function whyAsked({ help }: Question): string {
  return [help?.trim(), GENERAL].filter(Boolean).join('\n')
}
