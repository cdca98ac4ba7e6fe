import { z } from 'zod'
import { query } from './define'
import { orgId, projectId, tag } from './shapes'

/** The worst first. */
export const findingLevels = ['bad', 'warn', 'info'] as const
const findingLevel = z.enum(findingLevels)
export type FindingLevel = z.output<typeof findingLevel>

/**
 * `pending`: not read yet. `unread`: it could not be read, or not completely, so nothing says that it is fine.
 * `none`: it does not apply here.
 */
const cellStates = ['fine', 'found', 'unread', 'pending', 'none'] as const

const checkId = z.string().max(60)

const fleetCheck = z.object({
  id: z.string(),
  label: z.string(),
  group: z.string(),
  /** The kind of place it is about. */
  per: z.enum(['project', 'organization']),
  /** What it finds, as a sentence. */
  about: z.string(),
  /** The word of a fine cell. */
  fine: z.string(),
  /** The page of a cell without its own, for `pageOf`. */
  href: z.string(),
})
export type FleetCheck = z.output<typeof fleetCheck>

/**
 * The result of one check at one place. A fleet has thousands of cells, so what most of them share is in the check, and
 * fields that have nothing to say are left out.
 */
const fleetCell = z.object({
  state: z.enum(cellStates),
  /** Findings. */
  count: z.number().optional(),
  /** Of the worst finding. */
  level: findingLevel.optional(),
  word: z.string().optional(),
  /** Since when the oldest finding is there, ISO 8601. */
  since: z.string().optional(),
  /** When it was last read completely, ISO 8601. */
  readAt: z.string().optional(),
  /** Why it is not read, or why the last try to read it again failed. */
  why: z.string().optional(),
  /** Of the worst finding. */
  href: z.string().optional(),
})
export type FleetCell = z.output<typeof fleetCell>

/** Stand for the ids of a place in the `href` of a check. Their characters are never encoded in an address. */
export const anyPlace = { orgId: '~orgId~', groupId: '~groupId~' }

/** The page of a check at a place, where nothing was found. */
export const pageOf = (
  { href }: Pick<FleetCheck, 'href'>,
  { orgId, groupId }: { orgId: string; groupId: string | null },
): string => href.replaceAll(anyPlace.orgId, orgId).replaceAll(anyPlace.groupId, groupId ?? '')

/** In the order of `checks`; null for a check about another kind of place. */
const cells = z.array(fleetCell.nullable())

const fleetProject = z.object({
  groupId: z.string(),
  name: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  environment: z.enum(['production', 'other']),
  tags: z.array(tag),
  cells,
})
export type FleetProject = z.output<typeof fleetProject>

const fleetOrg = z.object({ orgId: z.string(), name: z.string(), cells })
export type FleetOrg = z.output<typeof fleetOrg>

export const getFleet = query({
  id: 'fleet.get',
  title: 'View the fleet',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    asOf: z.string(),
    checks: z.array(fleetCheck),
    /** The projects where the reader has a role, by name. */
    projects: z.array(fleetProject),
    /** The organizations where the reader has a role, by name. */
    organizations: z.array(fleetOrg),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 30_000,
})
export type Fleet = z.output<typeof getFleet.output>

/** A field of a command's input that people enter once for all findings. */
const askedField = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string(),
  kind: z.enum(['time', 'text']),
})

/** A command that settles findings. */
const fleetFix = z.object({
  op: z.string(),
  /** `Remove` */
  verb: z.string(),
  /** The plural of what it is sent for: `entries`. */
  what: z.string(),
  /** `Removing…` */
  doing: z.string(),
  /** It deletes something. */
  isDanger: z.boolean(),
  invalidates: z.array(z.string()),
  asks: z.array(askedField),
})
export type FleetFix = z.output<typeof fleetFix>

export const finding = z.object({
  id: z.string(),
  /** The id of its check. */
  check: z.string(),
  checkLabel: z.string(),
  level: findingLevel,
  /** `Search index films of movies.films failed to build`. */
  says: z.string(),
  /** What is wrong, a part of a sentence: `is open to the whole internet`. */
  what: z.string(),
  /** The name of what it is about: `0.0.0.0/0`. */
  subject: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  /** Null for a finding about the organization itself. */
  groupId: z.string().nullable(),
  groupName: z.string().nullable(),
  environment: z.enum(['production', 'other']).nullable(),
  /** By Atlas's time if it has one, else when Gatehouse first saw it. ISO 8601. */
  since: z.string(),
  readAt: z.string(),
  /** When it was no longer found; null while it is there. */
  goneAt: z.string().nullable(),
  href: z.string(),
  /** The label of the link: `View entries`. */
  action: z.string(),
  /** What settles it, with the input apart from what people enter. Null: nothing that Gatehouse can send. */
  fix: z
    .object({
      op: z.string(),
      input: z.record(z.string(), z.unknown()),
      /** Why the reader can't send it. Null: their roles allow it. */
      whyNot: z.string().nullable(),
      /** If Atlas no longer has it, there is nothing left to do. */
      isGoneDone: z.boolean(),
    })
    .nullable(),
})
export type Finding = z.output<typeof finding>

/** Findings in one answer. */
export const MAX_FINDINGS = 1_000

export const listFindings = query({
  id: 'fleet.findings',
  title: 'List what needs attention',
  roles: ['viewer'],
  // Places outside of the reader's roles have no findings, so they are no place of this operation.
  scope: () => ({ kind: 'console' }),
  input: z.strictObject({
    check: checkId.optional(),
    orgId: orgId.optional(),
    groupId: projectId.optional(),
    level: findingLevel.optional(),
    /** Only those that appeared after this time. */
    since: z.iso.datetime({ offset: true }).optional(),
    /** Those that are gone, of the last 90 days, in place of the current ones. */
    gone: z.boolean().optional(),
    limit: z.int().min(1).max(MAX_FINDINGS).default(200),
    offset: z.int().min(0).max(1_000_000).default(0),
  }),
  /** Worst first, then the oldest; gone ones by when they went, newest first. */
  output: z.object({
    results: z.array(finding),
    totalCount: z.number(),
    /** The commands that settle these results. */
    fixes: z.array(fleetFix),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 30_000,
})

export const compareFleet = query({
  id: 'fleet.compare',
  title: 'Compare the fleet with an earlier time',
  roles: ['viewer'],
  input: z.strictObject({ at: z.iso.datetime({ offset: true, error: 'Choose a date and time.' }) }),
  output: z.object({
    checks: z.array(
      z.object({
        id: z.string(),
        /** Findings at that time. */
        before: z.number(),
        now: z.number(),
        /** Findings that appeared since and are still there. */
        appeared: z.number(),
        /** Findings of that time that are gone. */
        gone: z.number(),
        /** Places first read after that time. What was found there then is not known. */
        firstReadSince: z.number(),
      }),
    ),
  }),
  maxAgeSeconds: 0,
})
