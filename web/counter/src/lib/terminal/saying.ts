/** What went wrong, in words for whoever stands there. */

import { Refused } from '../http'
import { t } from '../look'

/** A device said no; `message` says what to do. */
export class DeviceFailed extends Error {}

export const wordsOf = (error: unknown): string =>
  error instanceof Refused || error instanceof DeviceFailed ? error.message : t('self.broken')
