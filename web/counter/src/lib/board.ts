/** What the display board works out by itself. */

export interface Call {
  number: string
  counter_number: string
  state: string
  calls: number
  called_at: string
}

/** Calls of `next` that were not there before, or are called again; the oldest first. */
export function freshCalls(before: readonly Call[], next: readonly Call[]): Call[] {
  const heard = new Map(before.map((call) => [call.number, call.calls]))
  return next.filter((call) => call.state === 'called' && (heard.get(call.number) ?? 0) < call.calls).reverse()
}

/** «请 A 0 1 2 号到 A 0 2 窗口»: digit by digit, as people listen for them. */
export function sentenceFor(call: Call): string {
  const spelt = (text: string): string => [...text].join(' ')
  return `请 ${spelt(call.number)} 号到 ${spelt(call.counter_number)} 窗口`
}

/** Guangzhou's clock, HH:MM. */
export const clockOf = (moment: Date): string =>
  new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' }).format(moment)
