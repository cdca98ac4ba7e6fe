import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fact } from '@/lib/atlas/facts'
import { ops } from '@/lib/ops/registry'
import { policySchema } from '@/lib/server/policy-schema'
import { documents, gateable, withTables } from '@/scripts/docs-tables'

test.each(documents)('the tables in %s are up to date: npm run docs writes them', (path) => {
  const text = readFileSync(path, 'utf8')
  expect(text).toContain('<!-- table: ')
  expect(text).toBe(withTables(text))
})

test('the README names a role for every operation', () => {
  const text = readFileSync('README.md', 'utf8')
  const missing = [...ops.values()].filter(({ atlas }) => {
    const roles = atlas ? fact(atlas.op).roles : []
    return roles.length > 0 && !roles.some((role) => text.includes(`| ${role} |`))
  })
  expect(missing.map(({ id }) => id)).toEqual([])
})

test('the documented gateable operations are those that the configuration accepts', () => {
  const ids = new Set(gateable().map(({ id }) => id))
  const rules = [{ name: 'all' }]
  for (const { id, kind, internal: onlyGatehouse } of ops.values()) {
    if (kind !== 'command' || onlyGatehouse) continue
    const taken = policySchema.safeParse({ rules, friction: { [id]: 'approval' } }).success
    expect(taken, id).toBe(ids.has(id))
  }
})
