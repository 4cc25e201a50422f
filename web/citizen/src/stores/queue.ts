import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Moves whenever the server says that a number of ours moved; pages read it anew. */
export const useQueueStore = defineStore('queue', () => {
  const moves = ref(0)
  return { moves, touch: () => (moves.value += 1) }
})
