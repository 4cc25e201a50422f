import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Counts the times something may have moved in a handoff; pages watch it and read theirs anew. */
export const useCounterHandoffStore = defineStore('counter_handoff', () => {
  const moves = ref(0)

  function touch(): void {
    moves.value += 1
  }

  return { moves, touch }
})
