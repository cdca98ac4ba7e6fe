import { z } from 'zod'
import { collection } from '../collection'
import { seedIn } from '../declaration'
import { projectIdOf } from '../world/projects'

const resource = z.object({ cluster: z.boolean(), db: z.string(), collection: z.string() })
const customDbRole = z.looseObject({
  roleName: z.string(),
  actions: z.array(z.object({ action: z.string(), resources: z.array(resource) })),
  inheritedRoles: z.array(z.object({ db: z.string(), role: z.string() })),
})

const resourceOf = (at: string) => {
  const [db = '', name = ''] = at.split('.')
  return { cluster: false, db, collection: name }
}
const roleOf = (roleName: string, allowed: Record<string, string[]>, ...parents: string[]) => ({
  roleName,
  actions: Object.entries(allowed).map(([action, on]) => ({
    action,
    resources: on.map(resourceOf),
  })),
  inheritedRoles: parents.map((role) => ({ db: 'admin', role })),
})

export const customDbRoles = collection({
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
        FIND: ['ledger.entries', 'ledger.accounts'],
        LIST_COLLECTIONS: ['ledger'],
      }),
      roleOf('ledger-auditor', {}, 'ledger-reader'),
      roleOf('reconciliation', { INSERT: ['reports.runs'] }, 'ledger-reader'),
    ]),
  sample: (n) => roleOf(`role-${n}`, { FIND: ['shop.orders'] }),
})
