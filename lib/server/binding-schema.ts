import { z } from 'zod'
import { list } from '@/lib/format/words'
import { type Role, role } from '@/lib/ops/roles'
import { orgId, projectId } from '@/lib/ops/shapes'
import { groupOf, machineName } from './machines/name'

export const tagText = z.string().regex(/^[^=]+=[^=]+$/, 'write a tag as key=value')

/** The scope of a binding: everything, an organization, a project, or a tag. */
const bindingScope = z.union(
  [
    z.strictObject({ all: z.literal(true) }),
    z.strictObject({ org: orgId }),
    z.strictObject({ project: projectId }),
    z.strictObject({ tag: tagText }),
  ],
  'write one of {all: true}, {org: ID}, {project: ID}, {tag: key=value}',
)

const machineRoles: readonly Role[] = ['viewer', 'requester', 'operator']

/** A binding of a machine has the group `machine:NAME`. */
export const binding = z
  .strictObject({
    group: z.string().min(1).optional(),
    machine: machineName.optional(),
    role,
    scope: bindingScope,
  })
  .check(({ value, issues }) => {
    const wrong = (key: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [key], message })
    const { group, machine } = value
    if ((group === undefined) === (machine === undefined))
      wrong('group', 'name either a group or a machine')
    if (group?.startsWith('machine:')) wrong('group', 'write machine: NAME for a machine')
    if (machine !== undefined && !machineRoles.includes(value.role))
      wrong('role', `a machine can be ${list(machineRoles, 'or')}`)
  })
  .transform(({ group, machine, ...rest }) => ({ group: group ?? groupOf(machine ?? ''), ...rest }))
export type Binding = z.output<typeof binding>
