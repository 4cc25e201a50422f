/** Reading a code with the phone's camera: WeChat has a scanner; a browser leaves it to the camera app. */

import { isH5 } from '@/platform/target'

export const canScan = !isH5

/** What the code says, or an empty string where nothing was read. Mini-program only. */
export function scanCode(): Promise<string> {
  return new Promise((resolve) => {
    uni.scanCode({ success: ({ result }) => resolve(result ?? ''), fail: () => resolve('') })
  })
}
