import { describe, expect, it } from 'vitest'

import { en } from '@/words/en'
import { hans } from '@/words/hans'
import { hant } from '@/words/hant'
import { look, t } from '@/lib/look'

const slots = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort()

describe('the words of the screens', () => {
  it.each(Object.keys(hans) as (keyof typeof hans)[])('%s says the same in every language', (key) => {
    expect(slots(hant[key])).toEqual(slots(hans[key]))
    expect(slots(en[key])).toEqual(slots(hans[key]))
    expect(en[key]).not.toBe('')
  })

  it('speaks the chosen language', () => {
    look.language = 'en'
    expect(t('enrol.enter')).toBe('Connect')
    look.language = 'hans'
    expect(t('enrol.enter')).toBe('接入')
  })
})
