import type { z } from 'zod'
import {
  contradictionIn,
  oneTicketPattern,
  rulesInWords,
  stepsInWords,
  termsForAny,
  whyMayNotAsk,
} from '@/lib/approvals/policy'
import type { RequestRow } from '@/lib/approvals/rows'
import { windowsInWords } from '@/lib/approvals/window'
import type { Command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { requestTerms } from '@/lib/ops/requests'
import { whyNotRequest } from '@/lib/ops/why-not'
import { approversAt } from '../approvers'
import { rolesAt } from '../bindings'
import { breakGlassOffer } from '../break-glass'
import { readCluster } from '../cluster-facts'
import { configuration } from '../configuration'
import { sql } from '../database'
import { asOne, decideAt, notInScope, type Place, placeOf, touchedBy } from '../decide'
import { grantNow, readRestriction } from '../employee-access/facts'
import { candidates, explainDeciders, supposed } from '../explain-deciders'
import { parseInput } from '../parse-input'
import type { Person } from '../person'
import { askedOf, noRule } from '../terms'
import type { ConsoleContext } from './context'
import { requestable } from './explain'
import { forEachTarget } from './several'

type Asked = z.output<typeof requestTerms.input>

/** The place that the terms are for. @throws OpError 'invalid' when the input names a different place, 'not-found' */
async function placeAsked(
  op: Command,
  { groupId, clusterName, targets, input: raw }: Asked,
  person: Person,
): Promise<Place> {
  if (targets) return placeOfSeveral(targets, person)
  if (raw === undefined) {
    const place =
      groupId &&
      (await placeOf(
        clusterName ? { kind: 'cluster', groupId, clusterName } : { kind: 'project', groupId },
        person,
      ))
    if (!place) throw notInScope()
    return place
  }
  const places = await touchedBy(op, parseInput(op, raw), person)
  if (!places) throw notInScope()
  const place = asOne(places)
  const differs = (said: string | undefined, is: string | undefined) =>
    said !== undefined && said !== is
  if (differs(groupId, place.groupId) || differs(clusterName, place.clusterName))
    throw OpError.of('invalid', 'The project or cluster differs from the one in the input.')
  return place
}

/** The places of several clusters as one, without a cluster of its own. @throws OpError 'not-found' */
async function placeOfSeveral(
  targets: NonNullable<Asked['targets']>,
  person: Person,
): Promise<Place> {
  const found = await forEachTarget(targets, (one) => placeOf({ kind: 'cluster', ...one }, person))
  const [main, ...others] = found.flatMap((one) => one ?? [])
  if (!main || found.some((one) => one === undefined)) throw notInScope()
  const { clusterName: _, ...place } = asOne([main, ...others])
  return place
}

/** `requests.terms` */
export async function termsOfForm(
  asked: Asked,
  { person, requestId }: ConsoleContext,
): Promise<z.output<typeof requestTerms.output>> {
  const op = requestable(asked.op)
  const place = await placeAsked(op, asked, person)
  decideAt({ ...op, kind: 'query', roles: ['viewer'] }, person, place)
  const input = asked.input && parseInput(op, asked.input)
  const terms = termsForAny(
    configuration().policy.rules,
    askedOf(op.id, input, place, person.groups),
  )
  const glass = await breakGlassOffer(terms, person, [place, ...(place.also ?? [])])
  // Whoever may do it without approval may also request approval.
  const refused = glass ? undefined : whyNotRequest(op, rolesAt(person, place))
  // From the place whose role was checked, not from other input fields.
  const { groupId, clusterName } = place
  const hasSlot = op.slot !== undefined && groupId !== undefined && clusterName !== undefined
  const found = hasSlot ? await readCluster(place, clusterName, requestId) : undefined
  const [open] = hasSlot
    ? await sql()<RequestRow[]>`
        select * from request where group_id = ${groupId} and cluster_name = ${clusterName}
          and op = ${op.id} and state in ('pending', 'approved')
          and id is distinct from ${asked.replaces ?? null} limit 1`
    : []
  const places = [place, ...(place.also ?? [])]
  const bound = await approversAt(place, person)
  const steps = terms
    ? await explainDeciders(supposed(terms, person), [], places, await candidates(terms, places))
    : []
  const people = new Set(steps.flatMap(({ can }) => can.map(({ name }) => name)))
  const named = new Set(steps.flatMap(({ groups }) => groups))
  const reasons = [
    refused,
    terms
      ? ((glass ? undefined : whyMayNotAsk(terms, person.groups)) ?? contradictionIn(terms))
      : noRule(),
    found?.kind === 'flex' ? op.access?.whyNotOn('flex') : undefined,
    found?.kind === 'unknown' ? 'This project has no cluster with this name.' : undefined,
    open
      ? `${open.requester_name} already has ${open.state === 'pending' ? 'a pending request' : 'live access'} on this cluster. A cluster can have one grant at a time.`
      : undefined,
  ]
  return {
    rule: terms ? rulesInWords(terms) : null,
    minMinutes: terms?.minMinutes ?? 1,
    maxMinutes: op.durationField ? (terms?.maxMinutes ?? null) : null,
    defaultMinutes: terms?.defaultMinutes ?? 240,
    decideByMinutes: terms?.decideByMinutes ?? 0,
    ticketPattern: terms ? oneTicketPattern(terms) : null,
    ticketHint: terms?.ticketHint ?? null,
    approvals: terms ? stepsInWords(terms) : null,
    window: terms ? windowsInWords(terms.windows) : null,
    automatic: terms?.automatic ?? false,
    approvers: { people: [...people], groups: named.size > 0 ? [...named] : bound.groups },
    breakGlass: glass,
    missing: steps.find(({ missing }) => missing !== null)?.missing ?? null,
    whyNot: reasons.find((why) => why !== undefined) ?? null,
    restrictEmployeeAccess: op.access ? await readRestriction(place, requestId) : null,
    slot: grantNow(found),
  }
}
