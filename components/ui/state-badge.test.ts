import { expect, test } from 'vitest'
import { statusStyles } from './state-badge'

const looks = statusStyles({ READY: ['Ready', 'good'], BUILDING: ['Building', 'moving'] })

test('a known state has its word and tone', () => {
  expect(looks('READY')).toMatchObject({ word: 'Ready', tone: 'good' })
  expect(looks('BUILDING')).toMatchObject({ word: 'Building', tone: 'accent' })
})

test('a state that Atlas invents is shown as it came, and none is not taken for one', () => {
  expect(looks('HIBERNATING')).toMatchObject({ word: 'HIBERNATING', tone: 'warn' })
  expect(looks('constructor')).toMatchObject({ word: 'constructor' })
  for (const none of [null, undefined, '']) expect(looks(none)).toMatchObject({ word: 'Unknown' })
})
