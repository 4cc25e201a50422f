import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick, watchEffect } from 'vue'

import { shownValue, type SharedField } from '@/lib/handoff'
import { toHongKong } from '@/lib/hongkong'
import { hant } from '@/words/hant'

type Modules = [typeof import('@/lib/content'), typeof import('@/lib/look')]

/** Fresh, as a screen that was just opened. */
async function opened(): Promise<Modules> {
  vi.resetModules()
  return Promise.all([import('@/lib/content'), import('@/lib/look')])
}

async function inHant(): Promise<Modules> {
  const [content, look] = await opened()
  look.look.language = 'hant'
  await vi.waitFor(() => expect(content.c('门')).toBe('門'))
  return [content, look]
}

afterEach(() => vi.doUnmock('@/lib/hongkong'))

describe('content in 繁體', () => {
  it('turns with the language, by itself and at once', async () => {
    const [{ c, contentLang }, { look }] = await opened()
    let shown = ''
    watchEffect(() => (shown = c('居民身份证')))
    expect([shown, contentLang.value]).toEqual(['居民身份证', undefined])
    look.language = 'hant'
    await nextTick()
    expect([shown, contentLang.value]).toEqual(['居民身份证', 'zh-CN'])
    await vi.waitFor(() => expect(shown).toBe('居民身份證'))
    expect(contentLang.value).toBeUndefined()
    for (const language of ['en', 'hans'] as const) {
      look.language = language
      await nextTick()
      expect(shown).toBe('居民身份证')
      expect(contentLang.value).toBe(language === 'en' ? 'zh-CN' : undefined)
    }
    look.language = 'hant'
    await nextTick()
    expect(shown).toBe('居民身份證')
  })

  it('keeps names and values within a sentence, and takes nothing for an empty one', async () => {
    const [{ c }] = await inHant()
    expect(c('「身份证」上的姓名是范丽华，和申请表的不一致（钟发）', ['钟发', '范丽华', null])).toBe('「身份證」上的姓名是范丽华，和申請表的不一致（钟发）')
    expect([c(null), c(undefined), c('')]).toEqual(['', '', ''])
  })

  it('stays simplified where the converter does not come', async () => {
    vi.doMock('@/lib/hongkong', () => {
      throw new Error('no network')
    })
    const [{ c, contentLang }, { look }] = await opened()
    look.language = 'hant'
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([c('居民身份证'), contentLang.value]).toEqual(['居民身份证', 'zh-CN'])
  })

  it('turns the labels of a shared form, never what somebody typed', async () => {
    await inHant()
    const { shownValue: shown } = await import('@/lib/handoff')
    const field = { options: [{ id: 'r', label: '个体经营' }], unit: '间' } as SharedField
    expect(shown(field, 'r')).toBe('個體經營間')
    expect(shown({ ...field, unit: null }, '范丽华')).toBe('范丽华')
    expect(shownValue({ ...field, unit: null }, 'r')).toBe('个体经营')
  })
})

describe('the characters of Hong Kong', () => {
  it.each([
    ['签名后核发，换发的当天发到养老金发放账户', '簽名後核發，換發的當天發到養老金發放賬戶'],
    ['指南里写明了，指南回答；位置和面积写在表里', '指南裏寫明了，指南回答；位置和面積寫在表裏'],
    ['面包店、理发店，平台、台湾', '麵包店、理髮店，平台、台灣'],
    ['居住证过期了如何签注？不是只开网店', '居住證過期了如何簽注？不是只開網店'],
    ['附产权证明复印件，请尽快答复；行政复议', '附產權證明複印件，請盡快答覆；行政覆議'],
    ['「食品经营许可证」已被发证机关注销或吊销；因工致残', '「食品經營許可證」已被發證機關註銷或吊銷；因工致殘'],
    ['满六周岁，周一至周五；说明税务、户口、干净、若干', '滿六周歲，週一至週五；說明稅務、戶口、乾淨、若干'],
  ])('%s', (hans, hong) => expect(toHongKong(hans)).toBe(hong))

  it('leave sentences of our own as they are, where one may stand in place of the server’s', () => {
    for (const key of ['enrol.noCamera', 'enrol.lost', 'enrol.short', 'self.broken', 'self.noCamera', 'self.answerFirst', 'self.licenceLate', 'self.title', 'accept.title', 'rate.title'] as const) {
      expect(toHongKong(hant[key])).toBe(hant[key])
    }
  })
})
