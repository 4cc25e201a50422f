import { ref, type Ref } from 'vue'

import { tellPosition, type Position } from '@/api/inspections'

const TELL_EVERY_MS = 15_000

/** Follows where the device is while asked to, and tells the server of it now and then. Browser only. */
export function usePositionWatch(id: Ref<string>) {
  const last = ref<Position | null>(null)
  const words = ref('')
  let watching: number | null = null
  let toldAt = 0

  function heard({ coords }: GeolocationPosition): void {
    last.value = { longitude: coords.longitude, latitude: coords.latitude, accuracy: coords.accuracy }
    words.value = `已定位（误差约${Math.round(coords.accuracy)}米）`
    if (Date.now() - toldAt < TELL_EVERY_MS) return
    toldAt = Date.now()
    // Told again with the next position; a still carries its own.
    tellPosition(id.value, last.value).catch(() => (toldAt = 0))
  }

  function begin(): void {
    if (watching !== null || typeof navigator === 'undefined' || !navigator.geolocation) return
    watching = navigator.geolocation.watchPosition(
      heard,
      () => (words.value = '手机没有给出位置，请在系统设置里允许浏览器定位'),
      { enableHighAccuracy: true, maximumAge: 10_000 },
    )
  }

  function end(): void {
    if (watching !== null) navigator.geolocation.clearWatch(watching)
    watching = null
    last.value = null
    words.value = ''
    toldAt = 0
  }

  return { last, words, begin, end }
}
