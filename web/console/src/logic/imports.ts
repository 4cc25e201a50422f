/** How an import stands, and what follows when somebody decides on it. */

import type { Batch, BatchAct } from '@/api/knowledgeTypes'

export const isUnderway = (batch: Batch): boolean =>
  ['waiting', 'running', 'applying'].includes(batch.state)

export interface DecisionWords {
  heading: string
  told: string
  confirm: string
  tone: 'success' | 'danger'
  done: string
}

/** The words of the confirmation before an import is used or given up. */
export function decisionWords(act: BatchAct, batch: Batch): DecisionWords {
  if (act === 'discard') {
    return {
      heading: '放弃这次导入？',
      told: '读到的内容不会写入，市民看到的不变。以后可以重新上传。',
      confirm: '放弃',
      tone: 'danger',
      done: '已放弃',
    }
  }
  return {
    heading: '确认导入？',
    told: `「${batch.file_name}」里新增和变化的内容会马上发布，市民就能搜到。已由工作台改过的不会被覆盖，新的内容排到「待审核」。`,
    confirm: '确认导入',
    tone: 'success',
    done: '已确认，正在写入',
  }
}
