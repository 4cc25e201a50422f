/** The same rules the server holds, told while somebody types. */

const SHORTEST = 10
const CLASSES = 3
const RUN = 4

/** What is weak about a password, in a sentence; null for a strong one. The server has the last word. */
export function faultOfPassword(password: string, username: string): string | null {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password))
  if (password.length < SHORTEST) return `至少${SHORTEST}位，现在${password.length}位`
  if (kinds.length < CLASSES) return '请混合使用大写字母、小写字母、数字、符号中的至少三种'
  if (username && password.toLowerCase().includes(username.toLowerCase())) return '不能包含用户名'
  return hasRun(password.toLowerCase()) ? '不要有连续或重复的四个字符，例如1234、aaaa' : null
}

function hasRun(text: string): boolean {
  let [length, last] = [1, 9]
  for (let i = 1; i < text.length; i += 1) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1)
    length = Math.abs(step) <= 1 ? (step === last ? length + 1 : 2) : 1
    last = step
    if (length >= RUN) return true
  }
  return false
}
