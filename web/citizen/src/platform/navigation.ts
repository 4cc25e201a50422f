/** Going from page to page, the same way on both platforms. */

const TAB_PAGES = ['/pages/index/index', '/pages/hall/index', '/pages/cases/index', '/pages/me/index']

/** Open `route`; tab pages are switched to, others go on top. */
export function goTo(route: string): void {
  const [path = ''] = route.split('?')
  if (path === route && TAB_PAGES.includes(path)) uni.switchTab({ url: path })
  else if (TAB_PAGES.includes(path)) uni.reLaunch({ url: route })
  else uni.navigateTo({ url: route, fail: () => uni.redirectTo({ url: route }) })
}

/** Open `route` in place of the present page. */
export function replaceWith(route: string): void {
  const [path = ''] = route.split('?')
  if (TAB_PAGES.includes(path)) uni.reLaunch({ url: route })
  else uni.redirectTo({ url: route })
}

/** Back to where the citizen came from; to the assistant where this page was opened directly. */
export function goBack(): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else uni.reLaunch({ url: '/pages/index/index' })
}

export function dial(phone: string): void {
  uni.makePhoneCall({ phoneNumber: phone, fail: () => undefined })
}
