/** Check digits of the numbers people type, so a slip is told at once (the server checks again). */

const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const RESIDENT_CHECKS = '10X98765432'
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * What is wrong with a 公民身份号码 (GB 11643-1999), or null where nothing is.
 *
 * @param today for tests; births after it are refused.
 */
export function residentIdFault(text: string, today: Date = new Date()): string | null {
  const value = text.trim().toUpperCase()
  if (value.length !== 18) return `身份证号码应为18位，现为${value.length}位`
  if (!/^\d{17}[\dX]$/.test(value)) return '身份证号码前17位应为数字，末位为数字或X'
  if (!isBirthday(value.slice(6, 14), today)) return '身份证号码中的出生日期不对，请核对第7至14位'
  const sum = RESIDENT_WEIGHTS.reduce((total, weight, i) => total + weight * Number(value[i]), 0)
  if (RESIDENT_CHECKS[sum % 11] !== value[17]) return '身份证号码校验位不符，请核对是否有写错的数字'
  return null
}

/** What is wrong with a 统一社会信用代码 (GB 32100-2015), or null where nothing is. */
export function creditCodeFault(text: string): string | null {
  const value = text.trim().toUpperCase()
  if (value.length !== 18) return `统一社会信用代码应为18位，现为${value.length}位`
  const digits = [...value].map((character) => CREDIT_ALPHABET.indexOf(character))
  if (digits.includes(-1)) return '统一社会信用代码只含数字和大写字母（不用I、O、S、V、Z）'
  let weight = 1
  let sum = 0
  for (const digit of digits.slice(0, 17)) {
    sum += digit * weight
    weight = (weight * 3) % 31
  }
  if ((31 - (sum % 31)) % 31 !== digits[17]) return '统一社会信用代码校验位不符，请核对是否有写错的字符'
  return null
}

/** What is wrong with a mainland mobile or a landline with area code, or null. */
export function phoneFault(text: string): string | null {
  const value = text.replace(/[\s-]/g, '')
  return /^1[3-9]\d{9}$/.test(value) || /^0\d{9,11}$/.test(value)
    ? null
    : '请填11位手机号，或带区号的固定电话，例如 020-12345678'
}

function isBirthday(digits: string, today: Date): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number)
  if (!year || !month || !day || year < 1900) return false
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day && date <= today
}
