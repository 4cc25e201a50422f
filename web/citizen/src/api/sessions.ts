/** Sessions: a guest's, and the citizen's after the unified sign-on. */

import { request, send } from '@/api/client'
import type { Session, SignOnChannel } from '@/api/types'

export function openGuestSession(): Promise<Session> {
  return send<Session>('POST', '/sessions', { body: { channel: 'guest' } }, '')
}

/** Exchange a sign-on code; `guestToken` lets the server carry over what the guest began. */
export function signInWithCode(
  channel: SignOnChannel | 'miniprogram', code: string, redirectUri: string, guestToken: string,
): Promise<Session> {
  const body = redirectUri ? { channel, code, redirect_uri: redirectUri } : { channel, code }
  return send<Session>('POST', '/sessions', { body }, guestToken)
}

export function signOnAddress(channel: SignOnChannel, redirectUri: string): Promise<{ url: string }> {
  return request('GET', '/sessions/sign_on', { query: { channel, redirect_uri: redirectUri } })
}

export function endSession(): Promise<unknown> {
  return request('DELETE', '/sessions/current')
}
