import { onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { getEntry, listEntries } from '@/api/knowledge'
import type { Entry } from '@/api/knowledgeTypes'
import type { Term } from '@/api/processTypes'

interface FormBody {
  form?: { sections?: { fields?: { id: string; label: string }[] }[] }
}

const kept = (key: string): string => `tianhe.process.item.${key}`

/**
 * The fields of an item's form, to offer where a step names fields. Which item a process is drawn
 * for is remembered in this browser; without one, fields are named freely.
 */
export function useFormFields(key: string): {
  items: ShallowRef<Entry[]>
  item: Ref<string>
  fields: ShallowRef<Term[]>
} {
  const items = shallowRef<Entry[]>([])
  const item = ref(localStorage.getItem(kept(key)) ?? '')
  const fields = shallowRef<Term[]>([])

  async function read(): Promise<void> {
    fields.value = []
    if (!item.value) return
    // Fields are an offer: without them their ids can still be typed.
    const file = await getEntry(item.value).catch(() => null)
    const body = file?.published?.body as FormBody | undefined
    const found = (body?.form?.sections ?? []).flatMap((section) => section.fields ?? [])
    fields.value = found.map((field) => ({ id: field.id, label: field.label }))
  }

  onMounted(async () => {
    const page = await listEntries({ kind: 'item', state: 'published', limit: 100 }).catch(() => null)
    items.value = page?.items ?? []
    await read()
  })
  watch(item, (id) => {
    localStorage.setItem(kept(key), id ?? '')
    void read()
  })
  return { items, item, fields }
}
