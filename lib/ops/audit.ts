import { z } from 'zod'
import { command, query } from './define'
import { line } from './text'

const text = line().min(1).max(255, 'At most 255 characters')
const names = z.array(line().min(1).max(130)).max(50)
const id = line().max(40, 'At most 40 characters')
const time = z.iso.datetime({ offset: true, error: 'Enter a date and time' })

/** What a row must match, for a list and for an export. Nothing: every row. */
const filter = {
  /** The subject at the identity provider; `gatehouse`, or `people` for everyone but Gatehouse. */
  person: text.optional(),
  /** With `person`: also the rows of machines that the person owned. */
  machines: z.boolean().optional(),
  types: names.optional(),
  ops: names.optional(),
  outcomes: names.optional(),
  /** Rows of requests that have no row of these types. */
  without: names.optional(),
  requestId: id.optional(),
  groupId: id.optional(),
  orgId: id.optional(),
  /** Inclusive. */
  from: time.optional(),
  /** Exclusive. */
  to: time.optional(),
  /** Part of the stored text. Personal text is stored as a hash, so this can't find it. */
  text: text.optional(),
}
export const auditFilter = z.strictObject(filter)
export type AuditFilter = z.output<typeof auditFilter>

const row = z.object({
  seq: z.number(),
  hash: z.string(),
  /** Null for a row that Gatehouse can't read. `body` is the stored text. */
  time: z.string().nullable(),
  type: z.string(),
  /** The type in words: `Request approved`. */
  event: z.string(),
  actor: z.string(),
  /** The actor's subject. */
  person: z.string().nullable(),
  role: z.string().nullable(),
  op: z.string().nullable(),
  /** The title of the operation. */
  operation: z.string().nullable(),
  target: z.string().nullable(),
  outcome: z.string().nullable(),
  requestId: z.string().nullable(),
  /** A command without an outcome yet. */
  isOpen: z.boolean(),
  body: z.string(),
})
export type AuditRow = z.output<typeof row>

// At the console's scope, so that auditors of one project can read the rows of that project.
const scope = () => ({ kind: 'console' }) as const

export const listAudit = query({
  id: 'audit.list',
  title: 'View the audit log',
  roles: ['auditor'],
  input: z.strictObject({ ...filter, before: z.int().optional() }),
  scope,
  output: z.object({
    head: z.object({ seq: z.number(), hash: z.string() }),
    /** False: only rows of the projects and organizations where the reader is an auditor. */
    isComplete: z.boolean(),
    rows: z.array(row),
  }),
  maxAgeSeconds: 0,
})

/** What the filters of the audit log can be set to. */
export const auditChoices = query({
  id: 'audit.choices',
  title: 'List filters of the audit log',
  roles: ['auditor'],
  input: z.strictObject({}),
  scope,
  output: z.object({
    people: z.array(z.object({ person: z.string(), name: z.string() })),
    types: z.array(z.object({ type: z.string(), event: z.string() })),
    ops: z.array(z.object({ op: z.string(), title: z.string() })),
  }),
  maxAgeSeconds: 0,
})

export const getAuditRow = query({
  id: 'audit.get',
  title: 'View an audit row',
  roles: ['auditor'],
  input: z.strictObject({ seq: z.string().regex(/^[1-9]\d{0,14}$/, 'This is not a row number') }),
  scope,
  output: z.object({
    row,
    prev: z.string(),
    /** With the personal texts that were not erased. Null if Gatehouse can't read the row. */
    readable: z.record(z.string(), z.unknown()).nullable(),
    call: z
      .object({
        method: z.string().nullable(),
        path: z.string().nullable(),
        bodyHash: z.string().nullable(),
        /** The bytes of this hash, if Gatehouse still has them. */
        body: z.string().nullable(),
        status: z.number().nullable(),
        atlasRequestId: z.string().nullable(),
      })
      .nullable(),
    trace: z.string().nullable(),
    /** Rows of the same request or call, oldest first. At most 200. */
    related: z.array(row),
  }),
  maxAgeSeconds: 0,
})

export const exportFormats = ['jsonl', 'csv', 'ocsf'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Records an export. Its row is the ticket for the download. */
export const exportAudit = command({
  id: 'audit.export',
  title: 'Export the audit log',
  roles: ['auditor'],
  input: z.strictObject({ format: z.enum(exportFormats), filter: auditFilter }),
  scope,
  output: z.object({ seq: z.number() }),
  verbs: { do: 'Export', doing: 'Exporting…', done: () => 'Export started' },
  summary: () => 'Export the audit log',
  target: () => 'the audit log',
  friction: () => ({ level: 'none' }),
})

export const verifyAudit = query({
  id: 'audit.verify',
  title: 'Verify the audit log',
  roles: ['auditor'],
  input: z.strictObject({}),
  output: z.object({
    ok: z.boolean(),
    rows: z.number(),
    head: z.object({ seq: z.number(), hash: z.string() }),
    /** The first bad row and what is wrong with it. */
    broken: z.object({ seq: z.number(), what: z.string(), why: z.string() }).nullable(),
    /** So many rows are those of the newest signed checkpoint; null without one. */
    checkpointed: z.number().nullable(),
    took: z.number(),
  }),
  maxAgeSeconds: 0,
})
