import { expect, test } from 'vitest'
import { deleteCustomDbRole, privilegesOf } from './custom-db-roles'

const on = (db: string, cluster = false) => ({ cluster, db, collection: '' })
const find = { action: 'FIND', resources: [on('shop'), on('')] }

test('a role is kept while another one would be empty without it', () => {
  const inherits = (...names: string[]) => names.map((role) => ({ role, db: 'admin' }))
  const roles = [
    { roleName: 'reader', actions: [find], inheritedRoles: null },
    { roleName: 'auditor', actions: null, inheritedRoles: inherits('reader') },
    { roleName: 'writer', actions: [find], inheritedRoles: inherits('reader', 'auditor') },
  ]
  const at = (roleName: string) => ({ groupId: 'a'.repeat(24), roleName })
  const { precondition, impact } = deleteCustomDbRole
  expect(precondition?.whyNot(roles, at('reader'))).toMatch(/no privileges.*auditor/)
  expect(precondition?.whyNot(roles, at('auditor'))).toBeUndefined()
  expect(impact?.sentences(roles, at('auditor'))).toEqual([expect.stringContaining('writer')])
})

test('privileges are grouped by where they apply, with those of a shape that is new', () => {
  const insert = { action: 'INSERT', resources: [on('shop'), on('', true)] }
  const actions = [find, insert, { action: null, resources: null }]
  expect(privilegesOf({ roleName: 'mixed', actions })).toEqual([
    'shop: FIND, INSERT',
    'any database: FIND',
    'whole cluster: INSERT',
    'no resource: unknown action',
  ])
})
