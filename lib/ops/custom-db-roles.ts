import { z } from 'zod'
import { list } from '@/lib/format/words'
import { command, query } from './define'
import { projectId } from './shapes'
import { nameLine } from './text'
import { resource } from './verbs'

const said = z.string().nullish()

const place = z.looseObject({ cluster: z.boolean().nullish(), db: said, collection: said })
const action = z.looseObject({ action: said, resources: z.array(place).nullish() })
const parent = z.looseObject({ role: said, db: said })
const customDbRole = z.looseObject({
  roleName: z.string(),
  actions: z.array(action).nullish(),
  inheritedRoles: z.array(parent).nullish(),
})
export type CustomDbRole = z.output<typeof customDbRole>

const answer = z.array(customDbRole)
const input = z.strictObject({
  groupId: projectId,
  roleName: nameLine('Enter the name of a role'),
})
type At = z.output<typeof input>

/** The actions that a role allows, by where: `shop.orders`, `any database`, `whole cluster`. */
export function privilegesOf({ actions }: CustomDbRole): Map<string, string[]> {
  const where = ({ cluster, db, collection }: z.output<typeof place>) =>
    cluster ? 'whole cluster' : `${db || 'any database'}${collection ? `.${collection}` : ''}`
  const found = new Map<string, string[]>()
  for (const { action: name, resources } of actions ?? [])
    for (const at of resources?.length ? resources.map(where) : ['no resource'])
      found.set(at, [...(found.get(at) ?? []), name ?? 'unknown action'])
  return found
}

/** The names of the roles it inherits from, with the database of those that have one. */
export const parentsOf = ({ inheritedRoles }: CustomDbRole): string[] =>
  (inheritedRoles ?? []).map(({ role, db }) => (db ? `${role}@${db}` : (role ?? 'unknown role')))

/** The names of the roles that inherit from the role of this name, and of those that have nothing else. */
function heirsOf(name: string, all: readonly CustomDbRole[]) {
  const heirs = all.filter(({ inheritedRoles }) => inheritedRoles?.some((one) => one.role === name))
  const empty = heirs.filter(
    (heir) => !heir.actions?.length && heir.inheritedRoles?.every((one) => one.role === name),
  )
  return { heirs: heirs.map((one) => one.roleName), empty: empty.map((one) => one.roleName) }
}

const role = resource({
  read: ({ groupId }: At) => ({ id: 'customDbRoles.list', input: { groupId } }),
  answer,
  find: (all, { roleName }) =>
    all.some((one) => one.roleName === roleName) ? heirsOf(roleName, all) : undefined,
  gone: 'This role no longer exists.',
})

export const listCustomDbRoles = query({
  id: 'customDbRoles.list',
  title: 'List custom database roles',
  atlas: { op: 'listGroupCustomDbRoleRoles', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: answer,
})

export const deleteCustomDbRole = command({
  id: 'customDbRoles.delete',
  title: 'Delete a custom database role',
  atlas: { op: 'deleteGroupCustomDbRoleRole', version: '2023-01-01' },
  roles: ['operator'],
  input,
  verbs: { do: 'Delete role', doing: 'Deleting…', done: (i) => `Role ${i.roleName} deleted` },
  summary: (i) => `Delete the custom database role ${i.roleName}`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: i.roleName,
    because: 'Database users with this role lose its privileges on every cluster of the project.',
  }),
  invalidates: ['customDbRoles.list'],
  impact: {
    read: role.read,
    sentences: (answered, i) => {
      const { heirs = [] } = role.in(answered, i) ?? {}
      return heirs.length > 0
        ? [`Roles that inherit from it and lose the same: ${list(heirs)}`]
        : []
    },
  },
  ...role.removes({
    // Atlas refuses it. Its other reason, a database user without another role, only Atlas knows.
    whyNot: ({ empty }) =>
      empty.length > 0
        ? `${list(empty)} would be left without privileges. Delete ${empty.length === 1 ? 'it' : 'them'} first, or change ${empty.length === 1 ? 'it' : 'them'} in Atlas.`
        : undefined,
  }),
})
