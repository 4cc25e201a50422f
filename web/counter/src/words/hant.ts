import type { Words } from './hans'

/** Traditional characters, worded as people in Guangzhou speak. */
export const hant: Words = {
  'frame.large': '大字',
  'frame.language': '語言',
  'frame.offline': '斷咗網，正喺度重新連接；你簽嘅名、影嘅材料會先存喺呢部機。',
  'enrol.title': '將呢部機接入大廳',
  'enrol.lead': '請管理員喺工作台「大廳」度生成入網碼，喺呢度輸入或者掃描。入網碼 30 分鐘內有效，只可以用一次。',
  'enrol.code': '入網碼',
  'enrol.enter': '接入',
  'enrol.entering': '接入緊…',
  'enrol.scan': '掃描入網碼',
  'enrol.scanning': '請將入網碼嘅二維碼對準鏡頭。',
  'enrol.stop': '停止掃描',
  'enrol.noCamera': '搵唔到鏡頭，請手動輸入入網碼。',
  'enrol.short': '入網碼係 10 個字母同數字，請對住工作台再核對一次。',
  'enrol.lost': '呢部機已經停用或者換咗窗口，請管理員重新生成入網碼。',
  'enrol.elsewhere': '呢部機唔係用嚟顯示呢一版，正喺度打開佢自己嗰版。',
}
