import type { z } from 'zod'
import type { Me } from '@/lib/client/use-me'
import { byPlan } from '@/lib/format/by-plan'
import type { Finding, FindingLevel } from '@/lib/ops/fleet'
import type { GuidedRun } from '@/lib/ops/guided'
import type { inbox } from '@/lib/ops/inbox'
import type { Drift, RequestSummary, Stuck } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { foundAt } from '../blocks/finding-words'
import { pageOfRun, stepAt } from '../ops/guided'

export type Inbox = z.output<typeof inbox.output>

/** One thing to look at, with the one thing to do about it. */
export type Item = {
  id: string
  level: FindingLevel
  what: string
  /** How many more of the same kind are at this place. */
  more: number
  /** What kind of thing it is: a check's label, or `Request`. */
  kind: string
  /** The id of its check; empty for requests and stuck calls. */
  check: string
  orgName: string
  orgId: string | null
  groupId: string | null
  groupName: string | null
  environment: 'production' | 'other' | null
  since: string
  /** Until when somebody has to decide. */
  due?: string
  href: string
  action: string
}

const requestItem = (r: RequestSummary): Item => ({
  id: r.id,
  level: r.breakGlass ? 'bad' : 'warn',
  what: r.summary,
  more: 0,
  kind: r.breakGlass ? 'Break-glass to review' : `Request from ${r.requester.name}`,
  check: '',
  orgName: r.orgName,
  orgId: null,
  groupId: r.groupId,
  groupName: r.groupId === null ? null : r.groupName,
  environment: r.environment,
  since: r.createdAt,
  due: r.breakGlass?.reviewDue ?? r.decideBy,
  href: routes.request(r.id),
  action: 'Review',
})

/** Requests that were sent together, as one item. */
const planItem = (first: RequestSummary, total: number): Item =>
  total === 1
    ? requestItem(first)
    : { ...requestItem(first), more: total - 1, href: routes.requestPlan(first.plan ?? first.id) }

/** The check that finds incidents, too. */
const ACCESS_CHECK = 'employee-access'

const driftSays = ({ observed, expected }: Drift) =>
  observed
    ? expected
      ? 'Access differs from what was approved'
      : 'Access was granted outside Gatehouse'
    : 'Approved access was removed in Atlas before it expired'

const driftItem = (d: Drift): Item => ({
  id: `drift/${d.groupId}/${d.clusterName}`,
  level: 'bad',
  what: `${d.clusterName}: ${driftSays(d)}`,
  more: 0,
  kind: 'Incident',
  check: ACCESS_CHECK,
  orgName: d.orgName,
  orgId: null,
  groupId: d.groupId,
  groupName: d.groupName,
  environment: d.environment,
  since: d.firstSeenAt,
  href: routes.cluster(d.groupId, d.clusterName),
  action: 'View cluster',
})

const stuckItem = (s: Stuck): Item => ({
  id: s.effectId,
  level: s.isRevoke ? 'bad' : 'warn',
  what: `${s.clusterName ?? s.summary}: ${s.why}`,
  more: 0,
  kind: s.isRevoke ? 'Revoke not confirmed' : s.isHeld ? 'On hold' : 'Not sent yet',
  check: '',
  orgName: s.orgName,
  orgId: null,
  groupId: s.groupId,
  groupName: s.groupName,
  environment: null,
  since: s.since,
  href:
    s.requestId !== null
      ? routes.request(s.requestId)
      : s.groupId && s.clusterName
        ? routes.cluster(s.groupId, s.clusterName)
        : routes.approvals('live'),
  action: s.requestId !== null ? 'View request' : 'View cluster',
})

/** What Gatehouse itself waits for a person with: incidents and revokes first, then reviews by their deadline. */
export const ownItems = ({ drift, stuck, toReview, forMe, plans }: Inbox): Item[] => [
  ...drift.map(driftItem),
  ...stuck.filter((s) => s.isRevoke).map(stuckItem),
  ...toReview.map(requestItem),
  ...byPlan(forMe).map(([first, ...others]) =>
    planItem(first, plans[first.plan ?? '']?.forMe ?? others.length + 1),
  ),
  ...stuck.filter((s) => !s.isRevoke).map(stuckItem),
]

/** Guided changes that stopped and wait for a person, as items. */
export const haltedItems = (runs: readonly GuidedRun[], me: Me | undefined): Item[] =>
  runs
    .filter(({ state }) => state === 'halted')
    .map((run) => {
      const project = me?.projects.find(({ groupId }) => groupId === run.groupId)
      const org = me?.organizations.find(({ orgId }) => orgId === project?.orgId)
      return {
        id: run.id,
        level: 'bad',
        what: run.summary,
        more: 0,
        kind: `Stopped at step ${(stepAt(run)?.at ?? 0) + 1} of ${run.steps.length}`,
        check: '',
        orgName: org?.name ?? '',
        orgId: org?.orgId ?? null,
        groupId: run.groupId,
        groupName: run.groupName,
        environment: project?.environment ?? null,
        since: run.changedAt,
        href: pageOfRun(run, '') ?? routes.streams(run.groupId),
        action: 'View change',
      }
    })

/**
 * Findings as items, in their order. Those of one check at one place are one item. Those that are incidents already are left
 * out.
 */
export function findingItems(
  findings: readonly Finding[],
  incidents: readonly Drift[] = [],
): Item[] {
  const known = new Set(incidents.map((d) => `${d.groupId}/${d.clusterName}`))
  const items = new Map<string, Item>()
  for (const f of findings) {
    if (f.check === ACCESS_CHECK && known.has(`${f.groupId}/${f.subject}`)) continue
    const key = `${f.check}/${f.orgId}/${f.groupId}/${f.level}`
    const first = items.get(key)
    if (first) {
      first.more += 1
      first.href = foundAt(f)
      first.action = `View all ${first.more + 1}`
      if (f.since < first.since) first.since = f.since
    } else
      items.set(key, {
        id: f.id,
        level: f.level,
        what: f.says,
        more: 0,
        kind: f.checkLabel,
        check: f.check,
        orgName: f.orgName,
        orgId: f.orgId,
        groupId: f.groupId,
        groupName: f.groupName,
        environment: f.environment,
        since: f.since,
        href: f.href,
        action: f.action,
      })
  }
  return [...items.values()]
}
