import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { InputFacts } from './input-facts'

test('abbreviations in the names of values are in capitals', () => {
  const shown = renderToStaticMarkup(<InputFacts input={{ snapshotId: 'a1', tenantName: 'eu' }} />)
  expect(shown).toContain('>snapshot ID<')
  expect(shown).toContain('>workspace name<')
})
