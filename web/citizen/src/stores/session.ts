import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { isExpired, useTokens } from '@/api/client'
import { endSession, openGuestSession, signInWithCode, signOnAddress } from '@/api/sessions'
import type { Session, SignOnChannel } from '@/api/types'
import { entryChannel } from '@/domain/channels'
import { forget, load, save } from '@/platform/storage'
import { isH5 } from '@/platform/target'
import { tell } from '@/stores/notices'

interface SignOn {
  redirectUri: string
  channel: SignOnChannel
}

/** Who is visiting: a guest opened by itself, or a citizen after the unified sign-on. */
export const useSessionStore = defineStore('session', () => {
  const session = ref<Session | null>(load<Session>('session'))
  const user = computed(() => session.value?.user ?? null)
  const isSignedIn = computed(() => user.value !== null && user.value.kind !== 'guest')
  /** Why the last sign-on failed, for the sign-in page to say. */
  const signInProblem = ref('')
  let opening: Promise<string> | null = null

  function keep(fresh: Session): string {
    session.value = fresh
    save('session', fresh)
    return fresh.token
  }

  /** The token in hand; a guest session is opened where there is none or it has run out. */
  async function current(): Promise<string> {
    const known = session.value
    if (known && new Date(known.expires_at).getTime() > Date.now()) return known.token
    opening ??= openGuestSession().then(keep).finally(() => (opening = null))
    return opening
  }

  /** Put a guest session in the place of `expired`, unless another request already did. */
  async function renew(expired: string): Promise<string> {
    if (session.value?.token === expired) {
      if (isSignedIn.value) tell('登录已过期，需要时请重新登录')
      session.value = null
    }
    return current()
  }

  /** Keep by which platform the H5 was entered (粤省事, 粤商通, 穗好办): signing in goes through it. */
  function enterBy(search: string): void {
    const channel = entryChannel(search)
    if (channel) save('entry_channel', channel)
  }

  /** Go to the sign-on page; afterwards the citizen is brought to `intendedRoute`. */
  async function signIn(intendedRoute: string): Promise<void> {
    signInProblem.value = ''
    save('intended_route', intendedRoute)
    if (!isH5) return signInByWeChat()
    const redirectUri = window.location.origin + window.location.pathname
    const channel = load<SignOnChannel>('entry_channel') ?? 'yueshengshi'
    const { url } = await signOnAddress(channel, redirectUri)
    save('sign_on', { redirectUri, channel } satisfies SignOn)
    window.location.href = url
  }

  /** Mini-program only: known by the phone's WeChat, nothing is asked for. */
  async function signInByWeChat(): Promise<void> {
    const { code } = await uni.login({ provider: 'weixin' })
    keep(await signInWithCode('miniprogram', code, '', await current()))
  }

  /**
   * Finish a sign-on that came back with `code`. A code nobody asked for is ignored, so a
   * forged link cannot sign a citizen in as somebody else.
   */
  async function finishSignIn(code: string): Promise<boolean> {
    const pending = load<SignOn>('sign_on')
    forget('sign_on')
    if (!pending) return false
    keep(await signInWithCode(pending.channel ?? 'yueshengshi', code, pending.redirectUri, await current()))
    return true
  }

  function intendedRoute(): string {
    return load<string>('intended_route') ?? '/pages/index/index'
  }

  /** The route the citizen was on before signing in, once. */
  function takeIntendedRoute(): string {
    const route = intendedRoute()
    forget('intended_route')
    return route
  }

  async function signOut(): Promise<void> {
    await endSession().catch((error: unknown) => {
      if (!isExpired(error)) throw error
    })
    session.value = null
    forget('session')
    await current()
  }

  useTokens({ current, renew })
  return { user, isSignedIn, signInProblem, current, enterBy, signIn, signInByWeChat, finishSignIn, intendedRoute, takeIntendedRoute, signOut }
})
