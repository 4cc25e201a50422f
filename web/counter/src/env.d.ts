/// <reference types="vite/client" />

declare module 'opencc-js/from/cn' {
  import type { DictGroup } from 'opencc-js/core'
  const groups: readonly DictGroup[]
  export default groups
}

declare module 'opencc-js/to/hk' {
  import type { DictGroup } from 'opencc-js/core'
  const groups: readonly DictGroup[]
  export default groups
}
