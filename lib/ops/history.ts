import { z } from 'zod'
import { query } from './define'
import { failure } from './failure'
import { clusterName, orgId, projectId } from './shapes'
import { line } from './text'

const time = z.iso.datetime({ offset: true, error: 'Enter a date and time.' })

const entry = z.object({
  /** Unique among entries, the same each time. */
  id: z.string(),
  time: z.string(),
  /**
   * Who made the change: `gatehouse` through Gatehouse, `outside` past it, `unexplained` with Gatehouse's own credential but
   * without a record of it, `atlas` Atlas itself.
   */
  by: z.enum(['gatehouse', 'outside', 'unexplained', 'atlas']),
  actor: z.string(),
  /** `Remove an access list entry` */
  what: z.string(),
  /** The type of the audit row or of Atlas's event. */
  type: z.string(),
  target: z.string().nullable(),
  outcome: z.string().nullable(),
  requestId: z.string().nullable(),
  /** The audit row, for people who can open it. */
  seq: z.number().nullable(),
  /** Types of Atlas's events that this change caused. */
  events: z.array(z.string()),
  /** The values before, where they are known, and what was sent. Values that the reader can't see are `(hidden)`. */
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
})
export type HistoryEntry = z.output<typeof entry>

/** Shown in place of text that only auditors can read. */
export const HIDDEN_TEXT = '(hidden)'

export const listHistory = query({
  id: 'history.list',
  title: 'View what changed',
  roles: ['viewer'],
  input: z
    .strictObject({
      /** One of both. */
      groupId: projectId.optional(),
      orgId: orgId.optional(),
      clusterName: clusterName.optional(),
      /** Only changes to these resources: the first part of operation ids. */
      resources: z.array(z.string().max(60)).max(10).optional(),
      /** Only changes that name all of these: ids or names. */
      values: z.array(line().min(1).max(300)).max(5).optional(),
      /** Only changes that name one of these: the ID and the names of one thing. */
      anyOf: z.array(line().min(1).max(300)).max(10).optional(),
      /** Inclusive. */
      from: time.optional(),
      /** Inclusive: where the next page begins. */
      until: time.optional(),
    })
    .refine((i) => (i.groupId === undefined) !== (i.orgId === undefined), {
      error: 'Give a project or an organization.',
      path: ['groupId'],
    }),
  scope: (i) =>
    i.groupId === undefined
      ? { kind: 'organization', orgId: i.orgId ?? '' }
      : i.clusterName === undefined
        ? { kind: 'project', groupId: i.groupId }
        : { kind: 'cluster', groupId: i.groupId, clusterName: i.clusterName },
  output: z.object({
    /** Newest first. */
    results: z.array(entry),
    /** `until` of the next page. Null: this was the last. */
    next: z.string().nullable(),
    /** Why there are no events of Atlas. */
    problem: failure.nullable(),
    /** What else may be missing and why, in sentences. */
    gaps: z.array(z.string()),
  }),
  maxAgeSeconds: 0,
})
