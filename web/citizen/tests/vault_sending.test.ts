/** A file stored whose list cannot be read afterwards: the citizen hears that it is stored. */
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'

import { unreachable } from '@/api/problem'
import { useVault } from '@/composables/useVault'
import { useNoticesStore } from '@/stores/notices'

vi.stubGlobal('uni', { getAppBaseInfo: () => ({}), getStorageSync: () => '' })
vi.mock('@/platform/pick_files', () => ({ pickFiles: async () => [{ name: '营业执照.jpg', size: 1000 }] }))
vi.mock('@/api/upload_in_parts', () => ({ UploadInParts: class { send = async () => 'id' } }))
vi.mock('@/api/vault', () => ({ listVault: () => Promise.reject(unreachable()) }))

it('says so, and does not send it again', async () => {
  setActivePinia(createPinia())
  const vault = useVault()
  await vault.add()
  expect(vault.sending.value).toEqual([])
  expect(JSON.stringify(useNoticesStore().$state)).toContain('「营业执照.jpg」已存好')
})
