import { expect, test } from 'vitest'
import { byRank, likely, match, type Ranked } from './rank'

test.each<[typed: string, name: string, others: string[], how: number | undefined]>([
  ['main', 'main', [], 0],
  ['MAIN', 'main', [], 0],
  ['mai', 'main', [], 1],
  ['prod pay', 'prod-payments', [], 1],
  ['pay prod', 'prod-payments', [], 2],
  ['pay', 'prod-payments', [], 2],
  ['ayme', 'prod-payments', [], 3],
  ['main shop', 'main', ['Shop · Example Corp'], 3],
  ['prdpay', 'prod-payments', [], 4],
  ['cafe', 'Café', [], 0],
  ['zz', 'prod-payments', [], undefined],
  ['paymentz', 'prod-payments', [], undefined],
  ['', 'anything', [], 1],
  ['10.0.0.1', 'catalog-eu-103', [], undefined],
  ['10.0.0.1', '10.0.0.128', [], 1],
])('%j matches %j as %s', (typed, name, others, how) => {
  expect(match(typed, name, others)).toBe(how)
})

const order = (...rows: Ranked[]) => rows.toSorted(byRank).map(({ name }) => name)

test('the exact name is first, then recent places, then the better match, then what is near', () => {
  expect(
    order(
      { match: 3, name: 'somewhere inside', recent: 0 },
      { match: 2, name: 'word' },
      { match: 1, name: 'prefix far' },
      { match: 1, name: 'prefix near', near: 1 },
      { match: 2, name: 'visited before', recent: 1 },
      { match: 2, name: 'visited just now', recent: 0 },
      { match: 0, name: 'exact' },
    ),
  ).toEqual([
    'exact',
    'visited just now',
    'visited before',
    'prefix near',
    'prefix far',
    'word',
    'somewhere inside',
  ])
})

test('a name with only the letters of what was typed is listed when nothing matches better', () => {
  const [exact, loose] = [{ match: 3 }, { match: 4 }] as const
  expect(likely([exact, loose])).toEqual([exact])
  expect(likely([loose])).toEqual([loose])
})
