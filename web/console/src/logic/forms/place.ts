import type { Field } from './fields'
import { SOURCE, VERIFIED } from './shared'

export const PLACE_FIELDS: Field[] = [
  { kind: 'line', name: 'name', label: '名称', placeholder: '例如：天河区政务服务中心' },
  {
    kind: 'select',
    name: 'kind',
    label: '类型',
    choices: [
      { id: 'hall', label: '政务服务大厅' },
      { id: 'street_centre', label: '街道便民服务中心' },
      { id: 'police', label: '公安窗口' },
      { id: 'self_service', label: '自助服务点' },
    ],
  },
  { kind: 'line', name: 'address', label: '地址' },
  { kind: 'line', name: 'hours', label: '办公时间', placeholder: '例如：周一至周五 9:00–12:00、13:00–17:00' },
  { kind: 'line', name: 'phone', label: '电话', isOptional: true },
  { kind: 'line', name: 'district', label: '所在区', placeholder: '例如：天河区' },
  {
    kind: 'location',
    name: 'location',
    label: '坐标（高德、腾讯地图坐标系）',
    isOptional: true,
    help: '先经度后纬度，例如 113.3612, 23.1247；用来给市民算距离。没有实测过就留空',
  },
  { kind: 'lines', name: 'services', label: '可办业务', help: '一行一项，至少 1 项' },
  SOURCE,
  VERIFIED,
]
