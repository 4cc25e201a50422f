import { request } from '@/api/client'

export interface OpenedCode {
  kind: 'item' | 'counter' | 'case' | 'handoff' | 'device' | 'terminal' | 'hall' | 'ticket'
  title: string
  page: string
}

/** Where a scanned code leads; the server counts the scan at its place. */
export function openCode(token: string): Promise<OpenedCode> {
  return request('GET', `/codes/${encodeURIComponent(token)}`, { query: { way: 'mini_program' } })
}
