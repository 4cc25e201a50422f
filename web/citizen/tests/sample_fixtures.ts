/** A sample with two sides, as the API answers it. */
import type { Sample, SampleSide } from '@/api/samples'

export const face: SampleSide = {
  number: 1, title: '人像面', picture_url: '/api/v1/samples/id_card/sides/1?v=1', width: 1024, height: 512,
  spots: [{ number: 1, x: 0.4307, y: 0.2, text: '和申请表上的姓名一字不差' }, { number: 2, x: 0.6, y: 0.7, text: '号码看得清' }],
}
export const back: SampleSide = { ...face, number: 2, title: '国徽面', spots: [] }

export function sample(id: string): Sample {
  return {
    id, name: '居民身份证', sides: [face, back], hints: ['两面都要拍'], returned: ['缺国徽面'], note: '示意图',
    source: { title: '《居民身份证法》', url: null, as_of: '2026-11-28' },
  }
}
