/** A browser's long name of itself, as people call it. */

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge 浏览器'],
  [/Firefox\//, '火狐浏览器'],
  [/Chrome\//, 'Chrome 内核浏览器'],
  [/Safari\//, 'Safari 浏览器'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, '安卓'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

export function clientName(client: string): string {
  const browser = BROWSERS.find(([mark]) => mark.test(client))?.[1]
  const system = SYSTEMS.find(([mark]) => mark.test(client))?.[1]
  return [browser ?? '未知的程序', system].filter(Boolean).join(' · ')
}
