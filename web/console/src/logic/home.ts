/** Where a member of staff begins, by what the role allows. */

import type { Permission } from '@/api/types'

export type Home = 'tasks' | 'knowledge' | 'me'

export function homeOf(may: (permission: Permission) => boolean): Home {
  if (may('cases.view')) return 'tasks'
  return may('knowledge.view') ? 'knowledge' : 'me'
}
