/** Line icons on a 24×24 grid, as the inside of an SVG; drawn by AppIcon in the text colour. */
export const ICONS = {
  chat: '<path d="M4 5h16v11H9l-5 4z"/><path d="M8 9h8M8 12h5"/>',
  hall: '<path d="M3 10 12 4l9 6"/><path d="M5 10v9M10 10v9M14 10v9M19 10v9M3 20h18"/>',
  folder: '<path d="M3 6h6l2 2h10v11H3z"/><path d="M8 13h8"/>',
  user: '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>',
  send: '<path d="M4 12 20 4l-5 16-4-6z"/><path d="m11 14 9-10"/>',
  back: '<path d="m15 5-7 7 7 7"/>',
  next: '<path d="m9 5 7 7-7 7"/>',
  down: '<path d="m5 9 7 7 7-7"/>',
  check: '<path d="m5 12 5 5 9-10"/>',
  close: '<path d="M6 6l12 12M18 6 6 18"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  upload: '<path d="M12 16V5M7 9l5-5 5 5"/><path d="M4 16v4h16v-4"/>',
  file: '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
  image: '<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="9" cy="10" r="1.5"/><path d="m4 18 6-5 4 3 3-2 4 4"/>',
  phone: '<path d="M6 3h4l1 5-2 2c1 2 3 4 5 5l2-2 5 1v4c0 2-1 3-3 3C11 21 3 13 3 6c0-2 1-3 3-3z"/>',
  place: '<path d="M12 21c5-6 7-9 7-12a7 7 0 0 0-14 0c0 3 2 6 7 12z"/><circle cx="12" cy="9" r="2.5"/>',
  bell: '<path d="M5 17h14l-2-3V10a5 5 0 0 0-10 0v4z"/><path d="M10 20h4"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 3"/>',
  money: '<circle cx="12" cy="12" r="9"/><path d="m8 7 4 5 4-5M12 12v6M8.500 12h7M8.500 15h7"/>',
  walk: '<circle cx="13" cy="4.500" r="1.500"/><path d="m9 21 2-6-1-6 4 3 3 1M11 15l4 2 1 4M10 9l-3 2v3"/>',
  edit: '<path d="m4 20 1-5L16 4l4 4L9 19z"/>',
  trash: '<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14"/>',
  refresh: '<path d="M20 12a8 8 0 1 1-2-5.300"/><path d="M20 3v5h-5"/>',
  search: '<circle cx="11" cy="11" r="7"/><path d="m16 16 5 5"/>',
  info: '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
  warn: '<path d="M12 3 2 20h20z"/><path d="M12 10v4M12 17v.5"/>',
  copy: '<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>',
  type: '<path d="M3 19 9 5l6 14M5 14h8M16 19l3-7 3 7M17 17h4"/>',
  shield: '<path d="M12 3 4 6v6c0 5 4 8 8 9 4-1 8-4 8-9V6z"/><path d="m8.500 12 2.500 2.500 4.500-5"/>',
  list: '<path d="M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5"/>',
  compass: '<circle cx="12" cy="12" r="9"/><path d="m15 9-2 4-4 2 2-4z"/>',
  home: '<path d="m3 11 9-8 9 8"/><path d="M5 10v10h14V10M10 20v-6h4v6"/>',
  card: '<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="8" cy="11" r="2"/><path d="M5 16c.5-2 5.500-2 6 0M14 10h4M14 14h4"/>',
  heart: '<path d="M12 20C5 15 3 12 3 9a4.500 4.500 0 0 1 9-1 4.500 4.500 0 0 1 9 1c0 3-2 6-9 11z"/>',
  shop: '<path d="M4 10v10h16V10M3 8l2-4h14l2 4c0 3-4 3-4.500 0-.5 3-4.500 3-4.500 0-.5 3-4.500 3-4.500 0C8 11 3 11 3 8z"/><path d="M9 20v-5h6v5"/>',
  work: '<rect x="3" y="8" width="18" height="12" rx="2"/><path d="M9 8V5h6v3M3 13h18M11 13v2h2v-2"/>',
  plane: '<path d="M3 13 21 4l-4 17-4-7z"/><path d="m13 14 8-10"/>',
  link: '<path d="M14 4h6v6M20 4l-9 9"/><path d="M17 14v6H4V7h6"/>',
  book: '<path d="M12 6c-2-2-5-2-8-2v14c3 0 6 0 8 2 2-2 5-2 8-2V4c-3 0-6 0-8 2z"/><path d="M12 6v14"/>',
  sound: '<path d="M4 9h4l5-4v14l-5-4H4z"/><path d="M16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11"/>',
  stop: '<rect x="6" y="6" width="12" height="12" rx="1"/>',
  mic: '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3M9 21h6"/>',
  people: '<circle cx="9" cy="8" r="3.500"/><path d="M3 20c.5-4 3-6 6-6s5.500 2 6 6M16 5a3.500 3.500 0 0 1 0 6.500M17.500 14.500c2 .7 3.200 2.700 3.500 5.500"/>',
  download: '<path d="M12 4v11M7 11l5 5 5-5"/><path d="M4 20h16"/>',
} as const

export type IconName = keyof typeof ICONS

/** The icon that fits a theme of the catalogue. */
export function themeIcon(theme: string): IconName {
  const pairs: [RegExp, IconName][] = [
    [/文化|教育|科研/, 'book'], [/公证|执法|安全|消费/, 'shield'], [/职业资格/, 'work'],
    [/住|房|居|户籍/, 'home'], [/户|证|身份/, 'card'], [/社保|社会保障|医|养老|残|健康|育|婚/, 'heart'],
    [/食|餐|准营|经营|卫生|开店|个体/, 'shop'], [/就业|人才|劳动|失业|工作/, 'work'], [/企业|设立|登记|公司/, 'hall'],
    [/出境|护照|出入/, 'plane'], [/交通|出行|旅游/, 'walk'], [/税|补贴/, 'money'], [/规划|建设|公用/, 'hall'],
  ]
  return pairs.find(([words]) => words.test(theme))?.[1] ?? 'list'
}
