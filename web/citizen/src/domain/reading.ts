/** Text made ready to be heard: what a voice would stumble over is written out. */

const DIGITS = '零一二三四五六七八九'
/** A voice loses its breath, and Chrome its voice, over longer pieces. */
const LONGEST_PIECE = 120

const spell = (text: string): string =>
  [...text].filter((sign) => sign !== '-').map((sign) => DIGITS[Number(sign)] ?? sign).join(' ')

/** No look-behind: the browsers of older phones do not know it. */
const spellAfter = (_: string, before = '', code = ''): string => before + spell(code)

const clock = (hour: string, minute: string): string => `${Number(hour)}点${minute === '00' ? '' : `${Number(minute)}分`}`

type Rule = [RegExp, string | ((whole: string, ...parts: string[]) => string)]

/** In this order: each rule leaves nothing for a later one to misread. */
const RULES: Rule[] = [
  [/\/[a-z_]+\{[^}]*\}/g, ''],
  [/https?:\/\/[^\s，。；、）)]+/g, '网址请看屏幕'],
  [/(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/g, (_, year = '', month, day) => `${year}年${Number(month)}月${Number(day)}日`],
  [/(\d{4})年/g, (_, year = '') => `${spell(year).replace(/ /g, '')}年`],
  [/(\d{1,2})[:：](\d{2})(?!\d)/g, (_, hour = '', minute = '') => clock(hour, minute)],
  [/(^|[^\w.])(0\d{2,3}-\d{7,8})(?!\d)/g, spellAfter],
  [/(^|[^\w.])((?=[A-Z\d]*\d)[A-Z\d]{8,})(?![\w.])/gi, spellAfter],
  [/[¥￥]\s*(\d+(?:\.\d+)?)/g, (_, figure = '') => `${figure}元`],
  [/(^|[^\d.])(12345|12333|12366|12329|110|120|119)(?![\d.]|\s*[元块平方天个人米日分万亿年岁份次条项%])/g, spellAfter],
  [/([\d点分日月])\s*[–—~～-]\s*(?=\d)/g, (_, before = '') => `${before}到`],
  [/(\d+(?:\.\d+)?)\s*%/g, (_, figure = '') => `百分之${figure}`],
  [/㎡|m²/g, '平方米'],
  [/[「」『』【】《》“”*#|]/g, ''],
  [/[（(]\s*[)）]/g, ''],
  [/[（(]/g, '，'],
  [/[)）](?=[，。；、！？])/g, ''],
  [/[)）]/g, '，'],
  [/\s*\n+\s*/g, '。'],
  [/[，。；、]*([。！？])[，。；、]*/g, (_, end = '') => end],
  [/，{2,}/g, '，'],
]

/** `text` as a voice should say it. */
export function speakable(text: string): string {
  return RULES.reduce((said, [pattern, by]) => said.replace(pattern, by as string), text).trim()
}

/** The text in pieces of whole sentences, none longer than a breath. */
export function pieces(text: string): string[] {
  const found: string[] = []
  for (const sentence of speakable(text).match(/[^。！？；]+[。！？；]?/g) ?? []) {
    const last = found.at(-1)
    if (last !== undefined && last.length + sentence.length <= LONGEST_PIECE) found[found.length - 1] = last + sentence
    else found.push(...cut(sentence))
  }
  return found.filter((piece) => /[\p{L}\p{N}]/u.test(piece))
}

/** A sentence too long for one breath is cut at its commas, and where it has none, anywhere. */
function cut(sentence: string): string[] {
  if (sentence.length <= LONGEST_PIECE) return [sentence]
  const comma = sentence.lastIndexOf('，', LONGEST_PIECE - 1)
  const end = comma > 0 ? comma + 1 : LONGEST_PIECE
  return [sentence.slice(0, end), ...cut(sentence.slice(end))]
}
