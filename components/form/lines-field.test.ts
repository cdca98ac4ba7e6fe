import { expect, test } from 'vitest'
import { itemsOf, textOf } from './lines-field'

test('each line is an item, and its last value is kept as typed', () => {
  expect(itemsOf(' EU_WEST_1 \n\nUS_EAST_1')).toEqual(['EU_WEST_1', 'US_EAST_1'])
  expect(itemsOf('rule-1, 10.0.0.4\nteam  data, tools and  more\nalone', ['key', 'value'])).toEqual(
    [
      { key: 'rule-1', value: '10.0.0.4' },
      { key: 'team', value: 'data, tools and  more' },
      { key: 'alone', value: '' },
    ],
  )
})

test.each(['only-a-key', 'a key and its value', ''])(
  '“%s” is the same after it was read',
  (text) => {
    expect(textOf(itemsOf(text, ['key', 'value']))).toBe(text)
  },
)
