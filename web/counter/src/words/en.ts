import type { Words } from './hans'

export const en: Words = {
  'frame.large': 'Large type',
  'frame.language': 'Language',
  'frame.offline': 'No network; reconnecting. Signatures and photos are kept on this device meanwhile.',
  'enrol.title': 'Connect this device to the hall',
  'enrol.lead': 'An administrator draws a code in the console under 大厅. Type or scan it here; it works once, for 30 minutes.',
  'enrol.code': 'Enrolment code',
  'enrol.enter': 'Connect',
  'enrol.entering': 'Connecting…',
  'enrol.scan': 'Scan the code',
  'enrol.scanning': 'Hold the QR code in front of the camera.',
  'enrol.stop': 'Stop scanning',
  'enrol.noCamera': 'No camera available. Please type the code.',
  'enrol.short': 'The code has 10 letters and digits. Please check it again.',
  'enrol.lost': 'This device was revoked or moved to another counter. Please ask for a new code.',
  'enrol.elsewhere': 'This device has another purpose; opening its own screen.',
}
