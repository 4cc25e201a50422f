/** What the screens say, in simplified Chinese; the other languages have the same keys. */
export const hans = {
  'frame.large': '大字',
  'frame.language': '语言',
  'frame.offline': '网络中断，正在重新连接；您签的字、拍的材料会先存在这台设备上。',
  'enrol.title': '把这台设备接入大厅',
  'enrol.lead': '请管理员在工作台「大厅」里生成入网码，在这里输入或扫描。入网码 30 分钟内有效，只能用一次。',
  'enrol.code': '入网码',
  'enrol.enter': '接入',
  'enrol.entering': '正在接入…',
  'enrol.scan': '扫描入网码',
  'enrol.scanning': '请把入网码的二维码对准摄像头。',
  'enrol.stop': '停止扫描',
  'enrol.noCamera': '没有可用的摄像头，请手工输入入网码。',
  'enrol.short': '入网码是 10 位字母和数字，请对照工作台再核对一次。',
  'enrol.lost': '这台设备已被停用或换了窗口，请管理员重新生成入网码。',
  'enrol.elsewhere': '这台设备的用途不是这一屏，正在打开它自己的那一屏。',
}

export type Words = Record<keyof typeof hans, string>
