import { z } from 'zod'
import { list } from '@/lib/format/words'
import { command, query } from './define'
import { projectId } from './shapes'
import { nameLine } from './text'
import { resource } from './verbs'

const text = z.string().nullish()
const place = z.looseObject({ cluster: z.boolean().nullish(), db: text, collection: text })
const customDbRole = z.looseObject({
  roleName: z.string(),
  actions: z.array(z.looseObject({ action: text, resources: z.array(place).nullish() })).nullish(),
  inheritedRoles: z.array(z.looseObject({ role: text, db: text })).nullish(),
})
export type CustomDbRole = z.output<typeof customDbRole>

/** What a role allows, by where: `shop.orders: FIND, INSERT`, `any database: FIND`, `whole cluster: SERVER_STATUS`. */
export function privilegesOf({ actions }: CustomDbRole): string[] {
  const where = ({ cluster, db, collection }: z.output<typeof place>) =>
    cluster ? 'whole cluster' : `${db || 'any database'}${collection ? `.${collection}` : ''}`
  const allowed = (actions ?? []).flatMap(({ action, resources }) => {
    const places = resources?.length ? resources.map(where) : ['no resource']
    return places.map((at) => ({ at, action: action ?? 'unknown action' }))
  })
  return [...Map.groupBy(allowed, ({ at }) => at)].map(
    ([at, found]) => `${at}: ${found.map(({ action }) => action).join(', ')}`,
  )
}

/** The roles it inherits from, with the database of those that have one. */
export const parentsOf = ({ inheritedRoles }: CustomDbRole): string[] =>
  (inheritedRoles ?? []).map(({ role, db }) => (db ? `${role}@${db}` : (role ?? 'unknown role')))

export const listCustomDbRoles = query({
  id: 'customDbRoles.list',
  title: 'List custom database roles',
  atlas: { op: 'listGroupCustomDbRoleRoles', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.array(customDbRole),
})

/** A role as those that inherit from it: all, and the ones that have nothing else. */
const role = resource({
  of: listCustomDbRoles,
  find: (all, { roleName }: { roleName: string }) => {
    if (!all.some((one) => one.roleName === roleName)) return undefined
    const isIt = (parent: { role?: string | null }) => parent.role === roleName
    const heirs = all.filter(({ inheritedRoles }) => inheritedRoles?.some(isIt))
    const empty = heirs.filter((one) => !one.actions?.length && one.inheritedRoles?.every(isIt))
    const names = (roles: CustomDbRole[]) => list(roles.map((one) => one.roleName))
    return { heirs: names(heirs), empty: names(empty) }
  },
  gone: 'This role no longer exists.',
})

export const deleteCustomDbRole = command({
  id: 'customDbRoles.delete',
  title: 'Delete a custom database role',
  atlas: { op: 'deleteGroupCustomDbRoleRole', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, roleName: nameLine('Enter the name of a role') }),
  verbs: { do: 'Delete role', doing: 'Deleting…', done: (i) => `Role ${i.roleName} deleted` },
  summary: (i) => `Delete the custom database role ${i.roleName}`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: i.roleName,
    because: 'Database users with this role lose its privileges on every cluster of the project.',
  }),
  invalidates: ['customDbRoles.list'],
  ...role.removes({
    impact: ({ heirs }) => (heirs ? [`Roles that inherit from it lose them too: ${heirs}`] : []),
    // Atlas refuses it. Its other reason, a database user without another role, only Atlas knows.
    whyNot: ({ empty }) =>
      empty
        ? `These roles would have no privileges without it: ${empty}. Delete or change them first.`
        : undefined,
  }),
})
