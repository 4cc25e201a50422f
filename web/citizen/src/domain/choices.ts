/** One of a few to choose from; `count` says how much is behind it. */
export interface Choice {
  id: string
  label: string
  count?: number | string
}
