/** Where a member of staff begins, by what the role allows. */

import type { Permission } from '@/api/types'

export type Home = 'tasks' | 'knowledge' | 'audit' | 'me'

export function homeOf(may: (permission: Permission) => boolean): Home {
  if (may('cases.view')) return 'tasks'
  if (may('knowledge.view')) return 'knowledge'
  return may('audit.read') ? 'audit' : 'me'
}
