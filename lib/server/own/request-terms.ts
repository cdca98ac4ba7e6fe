import type { z } from 'zod'
import { ruleForAny } from '@/lib/approvals/policy'
import type { RequestRow } from '@/lib/approvals/rows'
import { lowerFirst } from '@/lib/format/words'
import { slotOf } from '@/lib/ops/employee'
import type { requestTerms } from '@/lib/ops/requests'
import { whyNot } from '@/lib/ops/why-not'
import { approversAt } from '../approvers'
import { rolesAt } from '../bindings'
import { readCluster, readRestriction } from '../cluster-facts'
import { configuration } from '../configuration'
import { sql } from '../database'
import { asOne, decideAt, notInScope, placeOf, touchedBy } from '../decide'
import { parseInput } from '../parse-input'
import type { OwnContext } from './context'
import { FLEX_REASON } from './directory'
import { requestable } from './explain'

/** `requests.terms` */
export async function terms(
  { op: id, groupId, clusterName, input: raw }: z.output<typeof requestTerms.input>,
  { person, requestId }: OwnContext,
): Promise<z.output<typeof requestTerms.output>> {
  const op = requestable(id)
  const placeAsked = async () => {
    if (raw) {
      const places = await touchedBy(op, parseInput(op, raw))
      return places && asOne(places)
    }
    if (!groupId) return undefined
    return placeOf(
      clusterName ? { kind: 'cluster', groupId, clusterName } : { kind: 'project', groupId },
    )
  }
  const place = await placeAsked()
  if (!place) throw notInScope()
  decideAt({ ...op, kind: 'query', needs: ['viewer'] }, person, place)
  const rule = ruleForAny(configuration().policy.rules, {
    op: id,
    orgId: place.orgId,
    groupId: place.groupId,
    environment: place.environment,
  })
  const refused = whyNot({ ...op, title: `ask to ${lowerFirst(op.title)}` }, rolesAt(person, place))
  const found = clusterName ? await readCluster(place, clusterName, requestId) : undefined
  const [open] =
    groupId && clusterName
      ? await sql()<RequestRow[]>`
        select * from request where group_id = ${groupId} and cluster_name = ${clusterName}
          and op = ${id} and state in ('pending', 'approved') limit 1`
      : []
  const approvers = await approversAt(place, person)
  const reasons = [
    refused,
    rule
      ? undefined
      : `No rule of the approval policy covers this. Ask ${configuration().contact} to add one.`,
    found?.kind === 'flex' ? FLEX_REASON : undefined,
    found?.kind === 'unknown' ? 'Atlas knows no such cluster in this project.' : undefined,
    open
      ? `${open.requester_name} already has ${open.state === 'pending' ? 'a request waiting' : 'a grant running'} on this cluster: a cluster holds one grant.`
      : undefined,
  ]
  return {
    rule: rule?.name ?? null,
    minMinutes: rule?.minMinutes ?? 1,
    maxMinutes: op.lasts ? (rule?.maxMinutes ?? null) : null,
    defaultMinutes: Math.min(rule?.defaultMinutes ?? 240, rule?.maxMinutes ?? 240),
    decideByMinutes: rule?.decideByMinutes ?? 0,
    ticketPattern: rule?.ticketPattern ?? null,
    ticketHint: rule?.ticketHint ?? null,
    approvers: { people: approvers.people.map((p) => p.name), groups: approvers.groups },
    whyNot: reasons.find((why) => why !== undefined) ?? null,
    restrictEmployeeAccess: await readRestriction(place, requestId),
    slot: found?.kind === 'cluster' ? { now: slotOf(found.body) ?? null, asOf: found.asOf } : null,
  }
}
