import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const sources = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n')

test('a link to one row names a table of a page', () => {
  const tables = [...sources('lib/fleet/checks', '.ts').matchAll(/listedAt\(.*, '([\w-]+)', /g)]
  expect(tables.length).toBeGreaterThan(1)
  const components = sources('components', '.tsx')
  for (const [, table] of tables) expect(components).toContain(`name="${table}"`)
})
