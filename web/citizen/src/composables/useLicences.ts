import { computed, onUnmounted, ref, type Ref } from 'vue'

import { readCase } from '@/api/cases'
import { beginLicence, giveLicenceBack, readLicences, useLicence, type Licences } from '@/api/licences'
import { explain } from '@/api/problem'
import type { Case, CaseMaterial } from '@/api/types'
import { leaveFor } from '@/platform/links'
import { tell } from '@/stores/notices'

const LOOK_AGAIN_MS = 5_000

/** Licences that stand for uploads: offered, lent on the platform's page, given back. */
export function useLicences(document: Ref<Case | null>, replaceMaterial: (fresh: CaseMaterial) => void) {
  const shown = ref<Licences>({ items: [], notice: null })
  /** The material whose button was pressed, until the platform's page or the answer is there. */
  const busyWith = ref('')
  const offers = computed(() => Object.fromEntries(shown.value.items.map((item) => [item.material_id, item])))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const number = document.value?.number
    if (!number) return
    try {
      shown.value = await readLicences(number)
      lookAgainWhileWaiting()
    } catch {
      // Without it every material can still be uploaded.
    }
  }

  function lookAgainWhileWaiting(): void {
    clearTimeout(timer)
    const isWaiting = document.value?.materials.some(({ licence }) => licence?.state === 'waiting')
    if (isWaiting) timer = setTimeout(() => void follow(), LOOK_AGAIN_MS)
  }

  async function follow(): Promise<void> {
    const held = document.value
    if (!held) return
    const fresh = await readCase(held.number).catch(() => null)
    for (const material of fresh?.materials ?? []) {
      const known = held.materials.find(({ id }) => id === material.id)
      if (known?.licence?.state !== material.licence?.state) replaceMaterial(material)
    }
    lookAgainWhileWaiting()
  }

  async function during(materialId: string, act: (number: string) => Promise<void>): Promise<void> {
    const number = document.value?.number
    if (!number || busyWith.value) return
    busyWith.value = materialId
    try {
      await act(number)
    } catch (error) {
      tell(explain(error))
    } finally {
      busyWith.value = ''
    }
  }

  /** A licence lent for another material of this case serves again; else the platform's page opens. */
  function lend(material: CaseMaterial): Promise<void> {
    return during(material.id, async (number) => {
      const same = document.value?.materials.find(
        (other) => other.from_licence === material.from_licence && other.licence?.state === 'granted',
      )
      if (same?.licence) return replaceMaterial(await useLicence(number, material.id, same.licence.id))
      leaveFor((await beginLicence(number, material.id)).authorise_url)
    })
  }

  function giveBack(material: CaseMaterial): Promise<void> {
    return during(material.id, async (number) => replaceMaterial(await giveLicenceBack(number, material.id)))
  }

  onUnmounted(() => clearTimeout(timer))
  return { shown, offers, busyWith, load, follow, lend, giveBack }
}
