import type { z } from 'zod'
import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import { CALL_STAYS } from '@/lib/approvals/file-request'
import { approvedInput, narrowest } from '@/lib/approvals/narrowing'
import { ticketUrl } from '@/lib/approvals/policy'
import type { DecisionRow, RequestRow } from '@/lib/approvals/rows'
import { wholeOf } from '@/lib/approvals/targets'
import { termsOf } from '@/lib/approvals/terms'
import { partOf, timelineOf } from '@/lib/approvals/timeline'
import { windowsInWords } from '@/lib/approvals/window'
import { entries } from '@/lib/audit/read'
import { getRequest } from '@/lib/ops/requests'
import { rolesAt } from '../bindings'
import { breakGlassOffer } from '../break-glass'
import { cardCluster } from '../card-cluster'
import { sql } from '../database'
import { decideAt } from '../decide'
import { directory } from '../directory'
import { driftOf, grantAfter, grantNow, mayFile, revoking } from '../employee-access/facts'
import type { Loaded } from '../loaded'
import { isPlaceGone, placesOfRequest, requestAt, visibleRequest } from '../request-place'
import {
  effectView,
  isInvolved,
  isRequester,
  PART,
  standing,
  summaryOf,
  whyUnreadable,
  withEffects,
} from '../request-view'
import { stepUpState } from '../step-up'
import { stepUpsOf } from '../step-up-terms'
import { stuckOf } from '../stuck'
import { twinsOf } from '../twins'
import { approvalsNow, NO_VOTES, votersOf, votingCard } from '../voting-card'
import { clientOf, planAround } from './client-view'
import type { ConsoleContext } from './context'
import { blast, otherLive, recordOf } from './request-facts'
import { severalShown } from './several-view'

/** `requests.get`: everything needed for a decision. */
export async function card(
  { requestId: id }: z.output<typeof getRequest.input>,
  { person, requestId }: ConsoleContext,
): Promise<z.output<typeof getRequest.output>> {
  const { r, place } = await requestAt(id)
  const places = await placesOfRequest(r).catch(() => [])
  const seen = places.find((one) => rolesAt(person, one).length > 0)
  if (r.targets !== null) await visibleRequest(id, person)
  else if (!isInvolved(r, person)) decideAt(getRequest, person, seen ?? place)
  // What people filed is theirs to see and to end. The rest of a place is not, without a role there.
  const isInside = rolesAt(person, seen ?? place).length > 0
  const whole = await wholeOf(sql(), r)
  const known = await directory()
  const [slot] = await sql()<SlotRow[]>`
    select s.*, ${revoking(sql())} from slot s where group_id = ${r.group_id} and cluster_name = ${r.cluster_name}`
  const at = standing(r, known, slot)
  const [loaded] = await withEffects(sql(), [r])
  if (!loaded) throw new Error(`Request ${r.id} disappeared during the read`)
  const { effects } = loaded
  const decisions =
    whole.id === r.id
      ? loaded.decisions
      : await sql()<
          DecisionRow[]
        >`select * from decision where request_id = ${whole.id} order by id`
  const cluster = isInside ? await cardCluster(r, effects, place, requestId) : undefined
  const grant = grantNow(cluster)
  const isTwin = await twinsOf(person)
  const inPlaces = places.length > 0 ? places : [at]
  const [first, ...others] = inPlaces
  const voters = await votersOf(whole, approvalsNow(whole, decisions), inPlaces, person)
  const summary = summaryOf(loaded, person, at, isTwin, inPlaces, voters.electorate)
  const voting = whyUnreadable(whole)
    ? NO_VOTES
    : votingCard(whole, decisions, inPlaces, person, voters)
  const narrowedInput: unknown = JSON.parse(approvedInput(r, narrowest(r, loaded.votes)))
  const own = isRequester(r, person)
  const isPart = r.part_of === null ? null : PART
  const canStop = r.state === 'pending' || isUnsent(loaded)
  const [successor] = await sql()<{ id: string }[]>`
    select id from request where replaces = ${r.id} order by created_at desc limit 1`
  const clusters = await sql()<
    Pick<SlotRow, 'tags'>[]
  >`select tags from slot where group_id = ${r.group_id}`
  const seenClusters = clusters.filter((one) => rolesAt(person, standing(r, known, one)).length > 0)
  return {
    request: {
      ...summary,
      input: JSON.parse(r.input),
      orgId: r.org_id,
      organizations: [
        ...new Set(
          places.map((one) => (rolesAt(person, one).length > 0 ? one.orgName : one.orgId)),
        ),
      ],
      revision: r.revision,
      digest: whole.digest,
      executeBy: r.execute_by?.toISOString() ?? null,
      startsAt: r.not_before?.toISOString() ?? null,
      partOf: r.part_of,
      replaces: r.replaces,
      replacedBy: successor?.id ?? null,
      beneficiary:
        r.beneficiary_name === null
          ? null
          : {
              name: r.beneficiary_name,
              kind: 'human',
              role: null,
              isMe: r.beneficiary_iss === person.iss && r.beneficiary_sub === person.sub,
            },
      policy: {
        rule: r.rule,
        digest: r.policy_digest,
        maxMinutes: r.max_minutes,
        window: whyUnreadable(r) ? null : windowsInWords(termsOf(r).windows),
      },
      ticketUrl: whyUnreadable(r) ? null : ticketUrl(termsOf(r), r.ticket),
      tags: isInside ? at.tags.map(({ key, value }) => ({ key, value })) : [],
      isPlaceGone: await isPlaceGone(r),
    },
    breakGlassOffer:
      r.state === 'pending' && own && first && r.targets === null && !whyUnreadable(r)
        ? await breakGlassOffer(termsOf(r), person, [first, ...others], r.digest)
        : null,
    steps: voting.steps,
    client: await clientOf(r),
    plan: await planAround(r, person),
    several: await severalShown(loaded, person, known),
    decisions: voting.decisions,
    narrowed: voting.narrowed,
    levels: voting.levels,
    stepUp:
      r.state === 'pending' && !whyUnreadable(r)
        ? stepUpState(person, await stepUpsOf(r, places))
        : null,
    effects: effects.map(effectView),
    may: {
      approve: summary.mayApprove,
      deny: isPart ?? (canStop ? voting.denyWhyNot : summary.mayApprove),
      edit:
        isPart ??
        (!own
          ? 'Only the requester can edit a request.'
          : r.state !== 'pending'
            ? 'The request is closed. Send a new one.'
            : r.call === null
              ? null
              : CALL_STAYS),
      cancel:
        isPart ??
        (!canStop
          ? 'The request is already closed.'
          : own ||
              (r.call !== null && isInvolved(r, person)) ||
              inPlaces.every((one) => rolesAt(person, one).includes('admin'))
            ? null
            : 'Only the requester or an admin can cancel a request.'),
      revoke: summary.mayRevoke,
      replace: mayFile(person, at),
    },
    slot: grant && { ...grant, after: grantAfter(r, loaded.begin, narrowedInput) },
    drift: slot && isInside ? driftOf(slot, person, at, loaded.begin) : null,
    stuck: await stuckOf(r.id, person),
    blast: isInside ? await blast(r, place, cluster, seenClusters.length, requestId) : null,
    unread:
      cluster?.kind === 'unread'
        ? cluster.why
        : cluster?.kind === 'unknown'
          ? 'The cluster no longer exists in Atlas.'
          : null,
    otherLive: await otherLive(r, person, known),
    record: await recordOf(r, person),
    timeline: timelineOf(await rowsOf(r, whole), person),
  }
}

/** Whether nothing of an approved request was sent yet. */
const isUnsent = ({ begin, parts }: Loaded) =>
  parts.length > 0
    ? parts.every((part) => part.begin === undefined || part.begin.state === 'planned')
    : begin?.state === 'planned'

/** The audit rows of a request, oldest first. Those of its parts are on their own pages, with what is about all. */
async function rowsOf(r: RequestRow, whole: RequestRow) {
  const rows = await entries(sql(), { limit: 500, requestId: whole.id, newestFirst: true })
  const isShown = (part: string | undefined) =>
    part === undefined || part === (r.part_of === null ? undefined : r.id)
  return rows.filter(({ body }) => body.type === 'part.closed' || isShown(partOf(body))).reverse()
}
