/** The way to a place: WeChat's own map; in the browser a map service, opened by the citizen. */

import { copyText } from '@/platform/clipboard'
import { isH5 } from '@/platform/target'

export interface Destination {
  name: string
  address: string
  /** GCJ-02 longitude and latitude; without it only the address can be given. */
  location: [number, number] | null
}

export function showWay({ name, address, location }: Destination): void {
  if (!location) return copyText(address, '地址已复制，可粘贴到地图里查找')
  const [longitude, latitude] = location
  if (isH5) {
    const to = encodeURIComponent(`${longitude},${latitude},${name}`)
    window.open(`https://uri.amap.com/navigation?to=${to}&coordinate=gaode`, '_blank', 'noopener,noreferrer')
  } else {
    uni.openLocation({ longitude, latitude, name, address, scale: 16, fail: () => copyText(address, '地址已复制') })
  }
}
