import { expect, test } from 'vitest'
import { code, isTest } from './sources'

/** They measure durations, or name a file after the person's own time. */
const own = [
  'components/access-list/states.ts',
  'components/blocks/use-bulk.ts',
  'components/data/save-file.ts',
  'components/streams/asked.ts',
]

test('components take the time from the server’s clock, because a browser’s can be wrong', () => {
  const wrong = code
    .filter(({ path }) => path.startsWith('components/') && !path.includes('/gallery/'))
    .filter(({ path }) => !isTest(path) && !own.includes(path))
    .filter(({ text }) => /\bDate\.now\(\)|\bnew Date\(\)/.test(text))
  expect(wrong.map(({ path }) => path)).toEqual([])
})
