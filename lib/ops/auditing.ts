import { z } from 'zod'
import { printJson, readJson } from '@/lib/format/json'
import { JsonBroken } from '@/lib/format/json-tree'
import { sameJson } from '@/lib/format/same'
import { callIfFits, command, query } from './define'
import { jsonInput } from './json-input'
import { projectId } from './shapes'

const settings = z.looseObject({
  enabled: z.boolean().nullish(),
  auditAuthorizationSuccess: z.boolean().nullish(),
  auditFilter: z.string().nullish(),
  configurationType: z.string().nullish(),
})
export type Auditing = z.output<typeof settings>

const TENANT = 'Atlas only audits dedicated clusters. This project has none.'
const refusals = { TENANT_CLUSTER_AUDIT_LOG_NOT_SUPPORTED: TENANT }

export const getAuditing = query({
  id: 'auditing.get',
  title: 'Read the auditing settings of a project',
  atlas: { op: 'getGroupAuditLog', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: settings,
  refusals,
})

/** The values of the form, which are compared. Filters are equal if their JSON is. */
export const auditingOf = ({ enabled, auditAuthorizationSuccess, auditFilter }: Auditing) => ({
  enabled: enabled === true,
  auditAuthorizationSuccess: auditAuthorizationSuccess === true,
  auditFilter: auditFilter || '{}',
})
type Opened = ReturnType<typeof auditingOf>

function filterOf(text: string): unknown {
  try {
    return readJson(text)
  } catch (error) {
    if (error instanceof JsonBroken) return text
    throw error
  }
}
const sameFilter = (a: Opened, b: Opened) =>
  sameJson(filterOf(a.auditFilter), filterOf(b.auditFilter))
const isSame = (a: Opened, b: Opened) =>
  a.enabled === b.enabled &&
  a.auditAuthorizationSuccess === b.auditAuthorizationSuccess &&
  sameFilter(a, b)

const fields = {
  enabled: z.boolean().meta({ label: 'Record events', examples: [true] }),
  auditFilter: jsonInput('Enter a filter, or {} for every event', { atype: 'authenticate' }),
  auditAuthorizationSuccess: z.boolean().meta({
    label: 'Record successful authorization',
    hint: 'Every read and write becomes an event. This can slow down busy clusters considerably.',
    examples: [false],
  }),
}
const changed = z
  .strictObject({
    groupId: projectId,
    ...fields,
    opened: z.strictObject({
      enabled: z.boolean(),
      auditAuthorizationSuccess: z.boolean(),
      auditFilter: z.string(),
    }),
  })
  .refine((i) => !isSame(i, i.opened), 'Nothing has changed')

const asText = ({ enabled, auditAuthorizationSuccess, auditFilter }: Opened) =>
  printJson({ enabled, auditAuthorizationSuccess, auditFilter: filterOf(auditFilter) }, 2)

/** Whether events that are recorded now would not be: what a filter leaves out shows only when it happens. */
const recordsLess = (now: Opened, next: Opened): boolean =>
  now.enabled &&
  (!next.enabled ||
    (now.auditAuthorizationSuccess && !next.auditAuthorizationSuccess) ||
    !(sameFilter(now, next) || sameJson(filterOf(next.auditFilter), {})))

const nowIn = (answer: unknown) => auditingOf(settings.safeParse(answer).data ?? {})

export const updateAuditing = command({
  id: 'auditing.update',
  title: 'Change the auditing settings of a project',
  atlas: { op: 'updateGroupAuditLog', version: '2023-01-01' },
  roles: ['operator'],
  input: changed,
  output: settings,
  body: ({ enabled, auditAuthorizationSuccess, auditFilter }) => ({
    enabled,
    auditAuthorizationSuccess,
    auditFilter: printJson(readJson(auditFilter)),
  }),
  refusals,
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Auditing settings changed' },
  summary: (i) =>
    i.enabled === i.opened.enabled
      ? 'Change what auditing records in this project'
      : `Turn auditing ${i.enabled ? 'on' : 'off'} in this project`,
  friction: (i) =>
    recordsLess(i.opened, i)
      ? {
          level: 'approval',
          because: i.enabled
            ? 'Some events in the clusters of this project may then no longer be recorded.'
            : 'Events in the clusters of this project are then no longer recorded.',
        }
      : {
          level: 'confirm',
          because:
            i.auditAuthorizationSuccess && !i.opened.auditAuthorizationSuccess
              ? 'Every read and write of every dedicated cluster becomes an event. This can slow down busy clusters considerably.'
              : 'This applies to every dedicated cluster of the project.',
        },
  changes: (i) => ({
    label: 'The auditing settings',
    from: asText(i.opened),
    to: asText(i),
    covers: [...Object.keys(fields), 'opened'],
  }),
  invalidates: ['auditing.get'],
  concurrencyKey: (i) => `auditing:${i.groupId}`,
  opened: { read: ({ groupId }) => ({ id: 'auditing.get', input: { groupId } }), now: nowIn },
  precondition: {
    read: ({ groupId }) => ({ id: 'auditing.get', input: { groupId } }),
    whyNot: (answer, i) =>
      isSame(nowIn(answer), i.opened) ? undefined : 'Someone else changed the auditing settings.',
  },
  readBack: {
    read: ({ groupId }) => ({ id: 'auditing.get', input: { groupId } }),
    verdict: (answer, i) => {
      const now = nowIn(answer)
      return isSame(now, i) ? 'done' : isSame(now, i.opened) ? 'absent' : 'other'
    },
  },
  // Recording less again needs approval.
  undo: ({ groupId, opened, ...now }) =>
    recordsLess(now, opened)
      ? undefined
      : callIfFits('auditing.update', changed, { groupId, ...opened, opened: now }),
})
