import { nextTick, ref } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'

import { ApiProblem } from '@/api/problem'
import * as client from '@/api/client'
import { readSample, type Sample } from '@/api/samples'
import { useSample } from '@/composables/useSample'
import { anchorOf, pictureLabel, placeOf, roomFor, sampleChoices, sideChoices, sourceText, spokenSpots } from '@/domain/samples'
import { back, face, sample } from './sample_fixtures'

afterEach(() => {
  vi.restoreAllMocks()
})

it('names samples and sides in few words', () => {
  const form = { id: 'form_1', name: '食品经营许可：申请表填写示例' }
  const certificate = { id: 'legal', name: '法人证书（事业单位、社会组织）' }
  expect(sampleChoices([form, certificate]).map(({ label }) => label)).toEqual(['申请表填写示例', '法人证书'])
  expect(sideChoices([face, back])).toEqual([{ id: '1', label: '人像面' }, { id: '2', label: '国徽面' }])
})

it('tells a reader of screens which picture it is', () => {
  expect(pictureLabel('居民身份证', face, 2)).toBe('居民身份证样本图，人像面')
  expect(pictureLabel('营业执照', face, 1)).toBe('营业执照样本图')
  expect(spokenSpots(face)).toBe('第1，和申请表上的姓名一字不差。\n第2，号码看得清。')
})

it('keeps room for the picture, and places spots by their shares of it', () => {
  expect(roomFor(face)).toEqual({ paddingTop: '50%' })
  expect(placeOf(face.spots[0]!)).toEqual({ left: '43.07%', top: '20%' })
  expect(anchorOf(face.spots[1]!)).toEqual({ top: 'max(0px, calc(70% - var(--half-window)))' })
})

it('says where it comes from, and of which day that is', () => {
  expect(sourceText(sample('id_card'))).toBe('依据：《居民身份证法》（资料日期：2026年11月28日）')
})

it('gives pictures an address with the host of the API', async () => {
  vi.spyOn(client, 'request').mockResolvedValue(sample('id_card'))
  vi.spyOn(client, 'wholeUrl').mockImplementation((address) => `https://example.gov.cn${address}`)
  const read = await readSample('id_card')
  expect(read.sides[1]?.picture_url).toBe('https://example.gov.cn/api/v1/samples/id_card/sides/1?v=1')
})

it('reads each sample once, and tries again where one could not be read', async () => {
  const asked = vi.spyOn(client, 'request').mockRejectedValueOnce(new ApiProblem(0, 'unreachable', '网络不通'))
  asked.mockImplementation(async (_method, path) => sample(path.split('/').at(-1) ?? ''))
  const id = ref('id_card')
  const view = useSample(id)
  await vi.waitFor(() => expect(view.problem.value).toBe('网络不通'))
  await view.retry()
  expect([view.problem.value, view.sample.value?.id]).toEqual(['', 'id_card'])
  id.value = 'lease'
  await nextTick()
  expect(view.sample.value).toBeNull()
  await vi.waitFor(() => expect(view.sample.value?.id).toBe('lease'))
  id.value = 'id_card'
  await nextTick()
  expect([view.sample.value?.id, asked.mock.calls.length]).toEqual(['id_card', 3])
})

it('shows no late answer under the name of another', async () => {
  const late: ((read: Sample) => void)[] = []
  vi.spyOn(client, 'request').mockImplementation(() => new Promise((resolve) => late.push(resolve as never)))
  const id = ref('id_card')
  const view = useSample(id)
  id.value = 'lease'
  await nextTick()
  late[1]?.(sample('lease'))
  late[0]?.(sample('id_card'))
  await vi.waitFor(() => expect(view.sample.value?.id).toBe('lease'))
})
