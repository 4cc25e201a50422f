import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the browser has a network at all. */
export function useOnline(): Ref<boolean> {
  const isOnline = ref(navigator.onLine)
  const look = (): void => {
    isOnline.value = navigator.onLine
  }
  addEventListener('online', look)
  addEventListener('offline', look)
  onScopeDispose(() => {
    removeEventListener('online', look)
    removeEventListener('offline', look)
  })
  return isOnline
}
