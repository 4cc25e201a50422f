/** The commands behind reply buttons: `/name{json}`. */

export interface Command {
  name: string
  args: Record<string, unknown>
}

/** The command in `payload`, or null where it is plain text. */
export function parseCommand(payload: string): Command | null {
  const match = /^\/([a-z_]+)(\{.*\})?$/s.exec(payload)
  if (!match?.[1]) return null
  try {
    return { name: match[1], args: match[2] ? (JSON.parse(match[2]) as Record<string, unknown>) : {} }
  } catch {
    return null
  }
}

export function buildCommand(name: string, args: Record<string, unknown>): string {
  return `/${name}${JSON.stringify(args)}`
}

/**
 * The page a command opens; null where it is to be sent to the assistant instead. In 长者模式
 * (`isElder`) guidance has a page of its own, which asks one thing a screen.
 */
export function commandRoute(command: Command, isElder = false): string | null {
  const argument = (name: string): string => encodeURIComponent(String(command.args[name] ?? ''))
  switch (command.name) {
    case 'item_show':
      return `/pages/item/index?code=${argument('item_code')}`
    case 'case_open':
      return `/pages/draft/index?run_id=${argument('run_id')}&code=${argument('item_code')}`
    case 'case_show':
      return `/pages/case/index?number=${argument('number')}`
    case 'case_list':
      return '/pages/cases/index'
    case 'document_show':
      return `/pages/document/index?id=${argument('document_id')}&article=${argument('article')}`
    case 'guidance_start':
      return isElder ? `/pages/guidance/index?code=${argument('item_code')}` : null
    default:
      return null
  }
}
