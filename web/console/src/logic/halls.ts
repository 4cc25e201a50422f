/** What the page of halls works out by itself. */

export const WAY_LABELS: Record<string, string> = {
  mini_program: '小程序',
  wechat: '微信',
  yueshengshi: '粤省事',
  yueshangtong: '粤商通',
  browser: '其他浏览器和相机',
}

/** A picture of a code for `<img>`: as data, so that nothing in it can run. */
export const pictureOf = (svg: string): string => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`

/** The last `count` days in Guangzhou, today last, as ISO dates. */
export function daysBack(count: number, today: Date = new Date()): string[] {
  const local = new Date(today.getTime() + 8 * 3_600_000)
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(local)
    day.setUTCDate(local.getUTCDate() - (count - 1 - index))
    return day.toISOString().slice(0, 10)
  })
}
