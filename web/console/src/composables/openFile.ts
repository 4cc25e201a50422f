import { ElMessage } from 'element-plus/es/components/message/index'

import { describeError } from '@/api/problem'

/** Long enough for the other window to have read the file. */
const LENT_MS = 60_000

/** Opens a file that is fetched with the token in a window of its own. */
export async function openFile(fetchIt: () => Promise<Blob>): Promise<void> {
  // Opened before the wait: browsers block windows opened after it.
  const view = window.open('', '_blank')
  try {
    const address = URL.createObjectURL(await fetchIt())
    setTimeout(() => URL.revokeObjectURL(address), LENT_MS)
    if (view) view.location.href = address
  } catch (error) {
    view?.close()
    ElMessage.error(describeError(error))
  }
}
