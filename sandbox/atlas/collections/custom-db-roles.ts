import { z } from 'zod'
import { collection } from '../collection'
import { seedIn } from '../declaration'
import { Reject } from '../reject'
import { projectIdOf } from '../world/projects'

const resource = z.object({ cluster: z.boolean(), db: z.string(), collection: z.string() })
const customDbRole = z.looseObject({
  roleName: z.string(),
  actions: z.array(z.object({ action: z.string(), resources: z.array(resource) })),
  inheritedRoles: z.array(z.object({ db: z.string(), role: z.string() })),
})

const on = (db: string, name = '') => ({ cluster: false, db, collection: name })
const cluster = { cluster: true, db: '', collection: '' }

const roleOf = (
  roleName: string,
  allowed: Record<string, Array<z.output<typeof resource>>>,
  ...parents: string[]
) => ({
  roleName,
  actions: Object.entries(allowed).map(([action, resources]) => ({ action, resources })),
  inheritedRoles: parents.map((role) => ({ db: 'admin', role })),
})

export const customDbRoles = collection<z.output<typeof customDbRole>>({
  name: 'customDbRoles',
  path: '/groups/{groupId}/customDBRoles/roles/{roleName}',
  shape: customDbRole,
  key: 'roleName',
  array: true,
  links: false,
  errors: { notFound: 'ATLAS_CUSTOM_ROLE_NOT_FOUND' },
  seed: () =>
    seedIn({ groupId: projectIdOf('payments-prod') }, [
      roleOf('ledger-reader', {
        FIND: [on('ledger', 'entries'), on('ledger', 'accounts')],
        LIST_COLLECTIONS: [on('ledger')],
      }),
      roleOf('ledger-auditor', {}, 'ledger-reader'),
      roleOf(
        'reconciliation',
        { INSERT: [on('reports', 'runs')], SERVER_STATUS: [cluster] },
        'ledger-reader',
      ),
    ]),
  sample: (n) => roleOf(`role-${n}`, { FIND: [on('shop', 'orders')] }),
  beforeDelete: ({ roleName }, { world, path }) => {
    const empty = customDbRoles
      .rows(world, { groupId: path.groupId ?? '' })
      .map(({ item }) => item)
      .find((r) => !r.actions.length && r.inheritedRoles.every(({ role }) => role === roleName))
    if (empty)
      throw new Reject(
        400,
        'ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS',
        `${empty.roleName} would have neither actions nor inherited roles.`,
      )
  },
})
