/** Errors of the API as RFC 9457 problems, always with a sentence a person can act on. */

export interface ProblemBody {
  title?: string
  detail?: string
  code?: string
  trace_id?: string
  errors?: { field: string; message: string }[]
}

const FALLBACK_DETAIL: Record<number, string> = {
  0: '暂时连不上服务器，请检查网络后重试。',
  401: '登录已失效，请重新登录。',
  403: '您没有这项操作的权限，如需办理请联系科室负责人。',
  404: '没有找到对应的办件，可能已被撤回或不在您的受理范围。',
  409: '办件状态刚刚有变化，请以刷新后的内容为准。',
  413: '文件超过大小限制。',
  423: '账号已被临时锁定，请稍后再试。',
  429: '操作太频繁，请稍等片刻再试。',
}

/** A refused or failed request; `message` is Chinese and fit to show as it stands. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly traceId: string | null
  readonly fieldErrors: { field: string; message: string }[]
  /** Seconds to wait as told by `Retry-After`; null when the server did not say. */
  readonly retryAfterSeconds: number | null

  constructor(status: number, body: ProblemBody = {}, retryAfterSeconds: number | null = null) {
    super(body.detail || body.title || fallbackDetail(status))
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? (status === 0 ? 'offline' : 'unknown')
    this.traceId = body.trace_id ?? null
    this.fieldErrors = body.errors ?? []
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** The work moved on under the reader's eyes: reload before anything else. */
  get isStale(): boolean {
    return this.status === 409 || this.status === 404
  }
}

function fallbackDetail(status: number): string {
  return FALLBACK_DETAIL[status] ?? '服务暂时没有响应，请稍后重试；多次失败请联系系统管理员。'
}

/** The sentence to show for anything thrown, ours or the browser's. */
export function describeError(error: unknown): string {
  return error instanceof ApiProblem ? error.message : fallbackDetail(500)
}

/** Reads a failed response into a problem, whatever its body turned out to be. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('Retry-After'))
  const wait = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json')
  const body = isJson ? await response.json().catch(() => ({})) : {}
  return new ApiProblem(response.status, body as ProblemBody, wait)
}
