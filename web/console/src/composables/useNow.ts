import { onScopeDispose, ref, type Ref } from 'vue'

/** The present moment, renewed every `intervalMs`, for clocks and countdowns. */
export function useNow(intervalMs: number): Ref<Date> {
  const now = ref(new Date())
  const timer = setInterval(() => (now.value = new Date()), intervalMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
