import { expect, test } from 'vitest'
import { compareTerms } from './compare-terms'
import { merged, type PolicyRule } from './policy'

type Said = Omit<PolicyRule, 'name' | 'match'>
const terms = (said: Said) => merged([{ name: 'a', match: {}, ...said }])
const step = (count: number, ...groups: string[]) => ({ groups, count })
const window = (from: string, to: string) => ({ timeZone: 'UTC', days: ['mon' as const], from, to })

test.each<[Said, Said, string]>([
  [{}, {}, 'same'],
  [{ maxMinutes: 60 }, { maxMinutes: 90 }, 'looser'],
  [{ minMinutes: 60 }, { minMinutes: 30 }, 'looser'],
  [{ decideByMinutes: 60 }, { decideByMinutes: 30 }, 'stricter'],
  [{ executeByMinutes: 60 }, { executeByMinutes: 90 }, 'looser'],
  [{ ticketPattern: 'A' }, {}, 'looser'],
  [{ ticketPattern: 'A' }, { ticketPattern: 'B' }, 'both'],
  [{ ticketUrl: 'https://a' }, { ticketUrl: 'https://b' }, 'same'],
  [{}, { stepUpSeconds: 60 }, 'stricter'],
  [{ stepUpAcr: ['phr'] }, { stepUpAcr: ['phr', 'pwd'] }, 'looser'],
  [{ stepUpAcr: ['phr'] }, {}, 'looser'],
  [{ steps: [step(2)] }, {}, 'looser'],
  [{ steps: [step(1, 'a')] }, {}, 'looser'],
  [{ steps: [step(1, 'a')] }, { steps: [step(1, 'a', 'b')] }, 'looser'],
  [{ steps: [step(1, 'a')] }, { steps: [step(1, 'b')] }, 'both'],
  [{ steps: [step(1, 'a')] }, { steps: [step(1, 'a'), step(1, 'b')] }, 'stricter'],
  [{ steps: [step(1, 'a')] }, { steps: [step(1, 'a')], escalate: [{ groups: ['b'] }] }, 'looser'],
  [{ steps: [step(1, 'a')] }, { steps: [step(1), step(1, 'a')] }, 'stricter'],
  [{ steps: [step(1, 'a'), step(1, 'a', 'b')] }, { steps: [step(1, 'a')] }, 'looser'],
  [{ steps: [step(1, 'a'), step(1, 'b')] }, { steps: [step(2)] }, 'looser'],
  [
    { steps: [step(1, 'a', 'b'), step(1, 'a')] },
    { steps: [step(1, 'a'), step(1, 'b')] },
    'stricter',
  ],
  [{}, { automatic: true }, 'looser'],
  [{ automatic: true }, {}, 'stricter'],
  [{ requesters: ['a'] }, {}, 'looser'],
  [{ requesters: ['a'] }, { requesters: ['a', 'b'] }, 'looser'],
  [{ requesters: ['a', 'b'] }, { requesters: ['a'] }, 'stricter'],
  [{ window: window('09:00', '17:00') }, { window: window('10:00', '16:00') }, 'stricter'],
  [{ window: window('09:00', '17:00') }, { window: window('10:00', '18:00') }, 'both'],
  [{ window: window('09:05', '17:00') }, { window: window('09:10', '17:00') }, 'stricter'],
  [
    { window: { ...window('09:00', '17:00'), timeZone: 'Europe/Berlin' } },
    { window: window('08:00', '16:00') },
    'both',
  ],
  [{ window: window('09:00', '17:00') }, {}, 'looser'],
  [
    {},
    { breakGlass: { groups: [], maxMinutes: 60, reviewMinutes: 60, timeZone: 'UTC' } },
    'looser',
  ],
  [
    { breakGlass: { groups: [], maxMinutes: 60, reviewMinutes: 60, timeZone: 'UTC' } },
    { breakGlass: { groups: ['a'], maxMinutes: 60, reviewMinutes: 60, timeZone: 'UTC' } },
    'stricter',
  ],
])('from %j to %j: %s', (before, after, expected) => {
  const verdict = (a: Said, b: Said) => {
    const changes = compareTerms(terms(a), terms(b))
    const looser = changes.some((one) => one.isLooser)
    const stricter = changes.some((one) => one.isStricter)
    return looser ? (stricter ? 'both' : 'looser') : stricter ? 'stricter' : 'same'
  }
  const opposite: Record<string, string> = { looser: 'stricter', stricter: 'looser' }
  expect(verdict(before, after)).toBe(expected)
  expect(verdict(after, before)).toBe(opposite[expected] ?? expected)
})
