/** Where the citizen is, asked only when they want distances, and sent nowhere but to our own API. */

import { toGcj02 } from '@/domain/coordinates'
import { isH5 } from '@/platform/target'

const PATIENCE_MS = 10_000

/**
 * The position as «longitude,latitude» in GCJ-02, to about a hundred metres, which is enough to
 * say how far a hall is.
 * @throws Error with a Chinese message that says how to go on without.
 */
export async function locate(): Promise<string> {
  const { longitude, latitude } = await measure()
  const [east, north] = isH5 ? toGcj02([longitude, latitude]) : [longitude, latitude]
  return `${east.toFixed(3)},${north.toFixed(3)}`
}

/** In the browser uni-app would ask a foreign map service for GCJ-02, hence WGS-84 there. */
function measure(): Promise<{ longitude: number; latitude: number }> {
  return new Promise((resolve, reject) => {
    uni.getLocation({
      type: isH5 ? 'wgs84' : 'gcj02',
      isHighAccuracy: true,
      highAccuracyExpireTime: PATIENCE_MS,
      success: resolve,
      fail: () => reject(new Error('没有取得您的位置（可能没有允许定位），下面不按远近排列。您可以输入街道、社区或小区名称来找。')),
    })
  })
}
