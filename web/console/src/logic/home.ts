/** Where a member of staff begins, by what the role allows. */

import type { Permission } from '@/api/types'

export type Home = 'tasks' | 'knowledge' | 'grants' | 'organisation' | 'audit' | 'me'

export function homeOf(may: (permission: Permission) => boolean): Home {
  if (may('cases.view')) return 'tasks'
  if (may('knowledge.view')) return 'knowledge'
  if (may('access.manage')) return 'grants'
  if (may('audit.read')) return 'audit'
  return may('organisation.view') ? 'organisation' : 'me'
}
