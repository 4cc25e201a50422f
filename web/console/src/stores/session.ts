/** Who is signed in. The token lives in sessionStorage only: closing the tab forgets it. */

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import * as staffApi from '@/api/staff'
import type { LoginRequest, Permission, StaffMember } from '@/api/types'

const TOKEN_KEY = 'tianhe.console.token'

export const useSessionStore = defineStore('session', () => {
  const token = ref<string | null>(sessionStorage.getItem(TOKEN_KEY))
  const staff = ref<StaffMember | null>(null)
  /** Why the reader finds the sign-in page, said once above the form. */
  const farewell = ref<string | null>(null)
  const isSignedIn = computed(() => token.value !== null && staff.value !== null)

  const may = (permission: Permission): boolean =>
    staff.value?.permissions.includes(permission) ?? false

  function keep(newToken: string | null): void {
    token.value = newToken
    if (newToken) sessionStorage.setItem(TOKEN_KEY, newToken)
    else sessionStorage.removeItem(TOKEN_KEY)
  }

  async function signIn(credentials: LoginRequest): Promise<void> {
    const answer = await staffApi.login(credentials)
    keep(answer.token)
    staff.value = answer.staff
    farewell.value = null
  }

  /** After a reload: asks the server who the kept token belongs to. */
  async function restore(): Promise<void> {
    if (!token.value || staff.value) return
    staff.value = (await staffApi.currentSession()).staff
  }

  /** After something changed what this person may do. */
  async function refresh(): Promise<void> {
    staff.value = (await staffApi.currentSession()).staff
  }

  /** Tells the server that somebody is still working. */
  async function stayAlive(): Promise<void> {
    // A failed call changes nothing yet: the next one, or the server's 401, decides.
    await staffApi.currentSession().catch(() => undefined)
  }

  function forget(reason: string | null = null): void {
    keep(null)
    staff.value = null
    farewell.value = reason
  }

  async function signOut(reason: string | null = null): Promise<void> {
    const ending = token.value ? staffApi.logout() : Promise.resolve()
    // Signing out here must succeed even when the server cannot be told.
    await ending.catch(() => undefined)
    forget(reason)
  }

  return { token, staff, farewell, isSignedIn, may, signIn, restore, refresh, stayAlive, forget, signOut }
})
