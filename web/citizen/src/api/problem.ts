/** What goes wrong, in words a citizen can act on (RFC 9457 problem answers). */

export interface FieldProblem {
  field: string
  message: string
}

interface ProblemBody {
  title?: string
  detail?: string
  code?: string
  trace_id?: string
  errors?: FieldProblem[]
  may_submit_anyway?: boolean
}

/**
 * An answer that is not a success, or no answer at all (`status` 0).
 *
 * `message` is Chinese and may be shown as it is; `code` is for decisions; `traceId` is what a
 * citizen may read out to the 12345 hotline.
 */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: FieldProblem[] = [],
    readonly traceId: string = '',
    /** Refused by the machine alone: the citizen may hand in all the same. */
    readonly maySubmitAnyway: boolean = false,
  ) {
    super(message)
    this.name = 'ApiProblem'
  }

  /** Nothing reached the server, or it could not answer: the same request may be tried again. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429
  }
}

const FALLBACKS: Record<number, string> = {
  401: '登录已过期，请重新登录。',
  403: '您没有查看或办理这项内容的权限。',
  404: '没有找到您要的内容，可能已经变更，请返回上一页重新查找。',
  409: '内容刚刚有变化，请刷新后再试。',
  413: '文件太大，单个文件不能超过 20 MB，请压缩后再传。',
  415: '不支持这种文件，请上传 PDF、JPG 或 PNG。',
  429: '操作太频繁，请稍等片刻再试。',
}

/** The problem a response of `status` carries; the server's own Chinese `detail` comes first. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const problem = asProblemBody(body)
  const firstError = problem.errors?.[0]?.message
  const message = problem.detail || firstError || problem.title || fallbackMessage(status)
  return new ApiProblem(
    status, problem.code ?? `http_${status}`, message, problem.errors ?? [], problem.trace_id ?? '',
    problem.may_submit_anyway ?? false,
  )
}

/** The problem of a request that never got an answer. */
export function unreachable(): ApiProblem {
  return new ApiProblem(0, 'network', '网络连接不上，请检查网络后再试。')
}

/** Any thrown value as a sentence fit to show. */
export function explain(error: unknown): string {
  return error instanceof ApiProblem ? error.message : '出了点问题，请稍后再试；着急可拨打 12345。'
}

function fallbackMessage(status: number): string {
  return FALLBACKS[status] ?? '服务暂时繁忙，请稍后再试；着急可拨打 12345。'
}

function asProblemBody(body: unknown): ProblemBody {
  if (typeof body === 'string') {
    try {
      return asProblemBody(JSON.parse(body))
    } catch {
      return {}
    }
  }
  return typeof body === 'object' && body !== null ? (body as ProblemBody) : {}
}
