import { z } from 'zod'

/** The common events, as MongoDB names them, by what people look for. */
export const eventGroups: ReadonlyArray<{ title: string; types: readonly string[] }> = [
  { title: 'Sign-ins', types: ['authenticate', 'logout'] },
  {
    title: 'Users and roles',
    types: [
      'createUser',
      'updateUser',
      'dropUser',
      'dropAllUsersFromDatabase',
      'grantRolesToUser',
      'revokeRolesFromUser',
      'createRole',
      'updateRole',
      'dropRole',
      'dropAllRolesFromDatabase',
      'grantRolesToRole',
      'revokeRolesFromRole',
      'grantPrivilegesToRole',
      'revokePrivilegesFromRole',
    ],
  },
  {
    title: 'Databases and collections',
    types: [
      'createDatabase',
      'dropDatabase',
      'createCollection',
      'dropCollection',
      'renameCollection',
    ],
  },
  { title: 'Indexes', types: ['createIndex', 'dropIndex'] },
  { title: 'Denied reads and writes', types: ['authCheck'] },
]

const simple = z.strictObject({
  atype: z.union([z.string(), z.strictObject({ $in: z.array(z.string()) })]).optional(),
  'users.user': z.union([z.string(), z.strictObject({ $in: z.array(z.string()) })]).optional(),
  'param.ns': z.string().optional(),
})

const asList = (value: string | { $in: string[] } | undefined): string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value.$in

/** A filter that the builder can show: what, who and where. Undefined for any other filter. */
export function builtFrom(filter: unknown) {
  const found = simple.safeParse(filter).data
  return (
    found && {
      types: asList(found.atype),
      users: asList(found['users.user']),
      namespace: found['param.ns'] ?? '',
    }
  )
}
export type Built = NonNullable<ReturnType<typeof builtFrom>>

const among = (values: readonly string[]) => (values.length === 1 ? values[0] : { $in: values })

/** The names in a list with commas. */
export const namesIn = (text: string): string[] =>
  text.split(',').flatMap((name) => name.trim() || [])

/** The filter of what was chosen. Nothing chosen records every event. */
export const filterOf = ({ types, users, namespace }: Built) => ({
  ...(types.length > 0 ? { atype: among(types) } : {}),
  ...(users.length > 0 ? { 'users.user': among(users) } : {}),
  ...(namespace ? { 'param.ns': namespace } : {}),
})

/** The event types of a filter, in words where a whole group is recorded; undefined for a filter with more conditions. */
export function actionsIn(filter: unknown): 'all' | string[] | undefined {
  const built = builtFrom(filter)
  if (!built || built.users.length > 0 || built.namespace) return undefined
  if (built.types.length === 0) return 'all'
  const groups = eventGroups.filter(({ types }) =>
    types.every((type) => built.types.includes(type)),
  )
  const named = new Set(groups.flatMap(({ types }) => types))
  return [
    ...groups.map(({ title }) => title.toLowerCase()),
    ...built.types.filter((type) => !named.has(type)),
  ]
}
