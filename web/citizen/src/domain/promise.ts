import { dayText } from '@/domain/dates'

const UNDER_WAY = ['submitted', 'prereview', 'accepted', 'reviewing', 'supplement_required']

/** «承诺 2026年11月30日前办结» while the promise is still running; empty once the case is settled. */
export function promiseText(status: string, due: string | null | undefined): string {
  return due && UNDER_WAY.includes(status) ? `承诺 ${dayText(due)}前办结` : ''
}
