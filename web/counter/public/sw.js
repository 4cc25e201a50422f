/* The shell of the page, kept so that a tablet without a network still opens: nothing of a case. */
const KEPT = 'counter-shell-1'
const SHELL = '/counter/'

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(SHELL)) return
  // Names of assets carry their hash: what is kept is right for ever.
  if (pathname.startsWith(`${SHELL}assets/`)) event.respondWith(keptFirst(request))
  else event.respondWith(newestFirst(request))
})

/** The page and what it names: it was loaded before this worker could see it. */
async function keepShell() {
  const kept = await caches.open(KEPT)
  const page = await fetch(SHELL, { cache: 'no-cache' })
  const names = (await page.clone().text()).match(/\/counter\/assets\/[^"']+/g) ?? []
  await kept.addAll(names)
  await kept.put(SHELL, page)
}

async function keptFirst(request) {
  const kept = await caches.open(KEPT)
  return (await kept.match(request)) ?? keep(kept, request)
}

async function newestFirst(request) {
  const kept = await caches.open(KEPT)
  try {
    return await keep(kept, request, AbortSignal.timeout(4000))
  } catch {
    return (await kept.match(request)) ?? (await kept.match(SHELL)) ?? Response.error()
  }
}

async function keep(kept, request, signal) {
  const answer = await fetch(request, signal ? { signal } : {})
  if (answer.ok) await kept.put(request, answer.clone())
  return answer
}
