import { ApiProblem } from '@/api/problem'
import { replaceWith } from '@/platform/navigation'
import { useSessionStore } from '@/stores/session'

/** Sends guests to the sign-in page, which brings them back to `route`. */
export function useSignInGate() {
  const session = useSessionStore()

  function signInFirst(route: string, level = ''): void {
    replaceWith(`/pages/sign-in/index?to=${encodeURIComponent(route)}${level}`)
  }

  /** False, and on the way to sign-in, where the visitor is a guest. */
  function passes(route: string): boolean {
    if (session.isSignedIn) return true
    signInFirst(route)
    return false
  }

  /** True where `error` says that signing in is missing; the visitor is then on the way there. */
  function caught(error: unknown, route: string): boolean {
    if (!(error instanceof ApiProblem)) return false
    if (error.code === 'sign_in_required') signInFirst(route)
    else if (error.code === 'assurance_too_low') signInFirst(route, '&level=low')
    else return false
    return true
  }

  return { passes, caught }
}
