import { z } from 'zod'
import { collection } from '../collection'
import { Reject } from '../reject'
import { projectIdOf } from '../world/projects'

const customDbRole = z.looseObject({
  roleName: z.string(),
  actions: z.array(
    z.object({
      action: z.string(),
      resources: z.array(
        z.object({ cluster: z.boolean(), db: z.string(), collection: z.string() }),
      ),
    }),
  ),
  inheritedRoles: z.array(z.object({ db: z.string(), role: z.string() })),
})
type CustomDbRole = z.output<typeof customDbRole>

const on = (db: string, name = '') => ({ cluster: false, db, collection: name })
const roleOf = (
  roleName: string,
  actions: CustomDbRole['actions'] = [],
  inherited: string[] = [],
): CustomDbRole => ({
  roleName,
  actions,
  inheritedRoles: inherited.map((role) => ({ db: 'admin', role })),
})

const groupId = projectIdOf('payments-prod')
const initial = [
  roleOf('ledger-reader', [
    { action: 'FIND', resources: [on('ledger', 'entries'), on('ledger', 'accounts')] },
    { action: 'LIST_COLLECTIONS', resources: [on('ledger')] },
  ]),
  roleOf('ledger-auditor', [], ['ledger-reader']),
  roleOf(
    'reconciliation',
    [
      { action: 'INSERT', resources: [on('reports', 'runs')] },
      { action: 'SERVER_STATUS', resources: [{ cluster: true, db: '', collection: '' }] },
    ],
    ['ledger-reader'],
  ),
]

export const customDbRoles = collection<CustomDbRole>({
  name: 'customDbRoles',
  path: '/groups/{groupId}/customDBRoles/roles/{roleName}',
  shape: customDbRole,
  key: 'roleName',
  unique: 'roleName',
  array: true,
  links: false,
  errors: { notFound: 'ATLAS_CUSTOM_ROLE_NOT_FOUND' },
  seed: () => initial.map((item) => ({ place: { groupId }, item })),
  sample: (n) => roleOf(`role-${n}`, [{ action: 'FIND', resources: [on('shop', 'orders')] }]),
  beforeDelete: ({ roleName }, { world, path }) => {
    const { groupId: project = '' } = path
    for (const { item } of customDbRoles.rows(world, { groupId: project }))
      if (item.actions.length === 0 && item.inheritedRoles.every(({ role }) => role === roleName))
        throw new Reject(
          400,
          'ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS',
          `${item.roleName} would have neither actions nor inherited roles.`,
        )
  },
})
