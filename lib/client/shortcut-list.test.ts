import { expect, test } from 'vitest'
import { shortcuts } from './shortcut-list'

test('no shortcut sends anything or leads to a destructive action', () => {
  const destructive = /delete|remove|revoke|terminate|pause|stop|end\b|cancel/i
  for (const { label, does } of shortcuts)
    if (destructive.test(label)) expect([label, does]).toEqual([label, 'focus'])
})

test('no two shortcuts of one place have the same keys', () => {
  const keys = shortcuts.map(({ where, keys: pressed }) => `${where}: ${pressed.join(' ')}`)
  expect(new Set(keys).size).toBe(keys.length)
})

test('only what no single character triggers works while shortcuts are switched off', () => {
  const always = shortcuts.filter((one) => one.always)
  for (const { keys } of always) expect(keys.length === 1 && keys[0]?.length === 1).toBe(false)
})
