import { expect, test } from 'vitest'
import { deleteCustomDbRole, privilegesOf } from './custom-db-roles'

const groupId = 'a'.repeat(24)
const find = { action: 'FIND', resources: [{ cluster: false, db: 'shop', collection: 'orders' }] }
const inherits = (...names: string[]) => names.map((role) => ({ role, db: 'admin' }))

test('a role is kept while another one would be empty without it', () => {
  const roles = [
    { roleName: 'reader', actions: [find], inheritedRoles: null },
    { roleName: 'auditor', actions: null, inheritedRoles: inherits('reader') },
    { roleName: 'writer', actions: [find], inheritedRoles: inherits('reader', 'auditor') },
  ]
  const { precondition, impact } = deleteCustomDbRole
  const whyNot = (roleName: string) => precondition?.whyNot(roles, { groupId, roleName })
  expect(['reader', 'auditor', 'writer'].map(whyNot)).toEqual([
    expect.stringMatching(/no privileges.*auditor/),
    undefined,
    undefined,
  ])
  const sentences = impact?.sentences(roles, { groupId, roleName: 'auditor' })
  expect(sentences).toEqual([expect.stringContaining('writer')])
})

test('privileges are grouped by where they apply, with those of a shape that is new', () => {
  const place = (cluster: boolean, db?: string) => ({ cluster, db, collection: '' })
  const actions = [
    { action: 'FIND', resources: [place(false, 'shop'), place(false, '')] },
    { action: 'INSERT', resources: [place(false, 'shop')] },
    { action: 'SERVER_STATUS', resources: [place(true)] },
    { action: null, resources: null },
  ]
  expect(privilegesOf({ roleName: 'mixed', actions })).toEqual([
    'shop: FIND, INSERT',
    'any database: FIND',
    'whole cluster: SERVER_STATUS',
    'no resource: unknown action',
  ])
})
