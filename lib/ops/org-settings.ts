import { z } from 'zod'
import { command } from './define'
import { getOrgSettings } from './directory'
import { orgId } from './shapes'

const read = (i: { orgId: string }) => ({ id: 'orgs.settings', input: { orgId: i.orgId } })
const isRestricted = (answer: unknown) =>
  getOrgSettings.output.safeParse(answer).data?.restrictEmployeeAccess ?? undefined

export const restrictEmployeeAccess = command({
  id: 'orgs.restrictEmployeeAccess',
  title: 'Change whether MongoDB employees need a grant',
  atlas: { op: 'updateOrgSettings', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ orgId, restrictEmployeeAccess: z.boolean() }),
  output: getOrgSettings.output,
  verbs: {
    do: 'Change setting',
    doing: 'Changing…',
    done: (i) =>
      i.restrictEmployeeAccess
        ? 'MongoDB employees now need a grant'
        : 'MongoDB employees no longer need a grant',
  },
  summary: (i) =>
    i.restrictEmployeeAccess
      ? 'Restrict the access of MongoDB employees in this organization'
      : 'Stop restricting the access of MongoDB employees in this organization',
  friction: (i) =>
    i.restrictEmployeeAccess
      ? {
          level: 'confirm',
          because: 'MongoDB employees can then access a cluster only with a grant.',
        }
      : {
          level: 'approval',
          because:
            'MongoDB employees can then access the infrastructure of every cluster in this organization without a grant.',
        },
  invalidates: ['orgs.settings', 'slots.get', 'slots.list', 'requests.terms'],
  precondition: {
    read,
    whyNot: (answer, i) =>
      isRestricted(answer) === i.restrictEmployeeAccess
        ? 'The organization already has this setting.'
        : undefined,
  },
  readBack: {
    read,
    verdict: (answer, i) => (isRestricted(answer) === i.restrictEmployeeAccess ? 'done' : 'absent'),
  },
  // The opposite change needs approval.
  undo: (i) =>
    i.restrictEmployeeAccess
      ? undefined
      : { id: 'orgs.restrictEmployeeAccess', input: { ...i, restrictEmployeeAccess: true } },
})
