import type { ClientCall } from '@/lib/approvals/client-call'
import type { Asking } from '@/lib/approvals/file-request'
import { contradictionIn, refusedBy, whyMayNotAsk } from '@/lib/approvals/policy'
import { canonical } from '@/lib/audit/canonical'
import { count } from '@/lib/format/words'
import type { Command, Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { mayBreakGlass } from '../break-glass'
import { refuseWithoutProof } from '../checkpoints/health'
import { configuration } from '../configuration'
import { checkPhrase } from '../confirm'
import { sql } from '../database'
import { asOne, type Decision, decideAt, notInScope, type Place, touchedBy } from '../decide'
import { frictionNow } from '../friction-now'
import { noteTags } from '../note-tags'
import { parseInput, refuseSecrets } from '../parse-input'
import { readBack, unmetPrecondition } from '../perform'
import { summaryOf } from '../summary'
import { askedOf, termsNow, termsNowFor } from '../terms'
import type { ConsoleContext } from './context'
import { requestable } from './explain'
import { beneficiaryOf, checkReplaces, type Options, startOf } from './filing-options'
import {
  aboutTarget,
  checkFree,
  checkOneOrg,
  forEachTarget,
  type Named,
  proofOf,
  targetsNamed,
} from './several'

type Wanted = { reason: string; ticket: string } & Options &
  Named & {
    onFailure?: 'stop' | 'continue'
    plan?: string | undefined
    /** The request that is edited. It keeps its own slots. */
    editing?: string
    /** A call of a client. The gateway has read it, and checked that it needs approval. */
    client?: ClientAsking
  }

type ClientAsking = {
  op: Command
  call: ClientCall
  /** The exact body, if Gatehouse sends the call. */
  body: string | null
  /** The owner of the machine. Null for a person's own client. */
  owner: { iss: string; sub: string; name: string } | null
  /** The input with a placeholder for each secret. */
  stored: Record<string, unknown>
}

/** One target of a request, checked. */
type One = {
  input: Record<string, unknown>
  place: Place
  decision: Decision
  confirmed: Asking['confirmed']
  mayBreakGlass: boolean
}

/** Checks everything about a request: who asks, each of its targets, and what the policy says to all of them. */
export async function asking(
  opId: string,
  raw: Record<string, unknown>,
  { reason, ticket, ...options }: Wanted,
  context: Pick<ConsoleContext, 'person' | 'requestId' | 'confirm'>,
): Promise<{ asking: Asking; decision: Decision }> {
  const { person, requestId: trace } = context
  const { client } = options
  const op = client?.op ?? requestable(opId)
  const named = await targetsNamed(op, raw, options, person)
  const all: One[] = named
    ? await forEachTarget(named, (where) =>
        aboutTarget(where, () => askingOne(op, { ...raw, ...where }, context)),
      )
    : [await askingOne(op, raw, context, client)]
  const [first] = all
  if (!first) throw notInScope()
  const { decision, confirmed } = first
  const asked = all.map(({ input, place }) => askedOf(op.id, input, place, person.groups))
  const terms = termsNowFor(asked)
  if (terms.automatic) await refuseWithoutProof()
  const minutes =
    op.durationField && typeof first.input[op.durationField] === 'number'
      ? Number(first.input[op.durationField])
      : null
  const mayNotAsk =
    (first.mayBreakGlass ? undefined : whyMayNotAsk(terms, person.groups)) ?? contradictionIn(terms)
  if (mayNotAsk) throw OpError.of('not-allowed', mayNotAsk)
  const fields = refusedBy(terms, { minutes: minutes ?? undefined, ticket })
  const [refused] = Object.values(fields)
  if (refused) throw OpError.of('invalid', refused, { fields })
  const about = {
    op: op.id,
    confirmed,
    reason,
    ticket: ticket || null,
    minutes,
    terms,
    policyDigest: configuration().policyDigest,
    notBefore: startOf(options.notBefore),
    beneficiary: client ? client.owner : await beneficiaryOf(options.onBehalfOf, person),
    client: client ? { call: client.call, body: client.body } : null,
    ...(options.plan === undefined ? {} : { plan: options.plan }),
  }
  if (named)
    return { decision, asking: { ...about, ...(await severalOf(op, all, options, trace)) } }
  const { input, place } = first
  const slot = op.slot?.(input) ?? null
  const one = {
    orgId: place.orgId,
    groupId: place.groupId ?? null,
    // Only for operations with a slot. Others name the cluster in their input.
    clusterName: op.slot ? (place.clusterName ?? null) : null,
    environment: place.environment,
    slot,
    input: canonical(plain(client?.stored ?? input)),
    says: await summaryOf(op, client?.stored ?? input, place),
    replaces: await checkReplaces(options.replaces, { op: op.id, slot }),
    several: null,
  }
  return { decision, asking: { ...about, ...one } }
}

const plain = (input: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(input))

/** Checks one target: the role, that the command needs approval there, and that it can be sent. */
async function askingOne(
  op: Command,
  raw: Record<string, unknown>,
  { person, requestId: trace, confirm }: Pick<ConsoleContext, 'person' | 'requestId' | 'confirm'>,
  client?: ClientAsking,
): Promise<One> {
  const input = client ? raw : inner(() => parsed(op, raw))
  const known = await touchedBy(op, input, person)
  if (!known) throw notInScope()
  await Promise.all(known.map((one) => noteTags(one, trace)))
  const places = await touchedBy(op, input, person)
  if (!places) throw notInScope()
  const place = asOne(places)
  // Whoever may do it without approval may also ask for approval.
  const glass = mayBreakGlass(op, input, places, person)
  const asked: Op = glass ? { ...op, roles: [...op.roles, 'break-glass'] } : op
  const [decision] = places.map((one) => decideAt(asked, person, one))
  await refuseKind(op, input, place, trace)
  const confirmed = client ? {} : await confirmedBy(op, input, place, { person, trace, confirm })
  // What the approver reads must match Atlas, names included.
  const whyNot = await unmetPrecondition(op, input, place, trace, 'fresh')
  if (whyNot) throw OpError.of('conflict', whyNot)
  termsNow(op.id, input, place, person.groups)
  return { input, place, decision: decision!, confirmed, mayBreakGlass: glass }
}

/** What the person confirmed. @throws OpError 'invalid' if it does not need approval, or the typed phrase is different */
async function confirmedBy(
  op: Command,
  input: Record<string, unknown>,
  place: Place,
  { person, trace, confirm }: Pick<ConsoleContext, 'person' | 'confirm'> & { trace: string },
): Promise<Asking['confirmed']> {
  const friction = await frictionNow(op, input, place, person.groups, trace)
  if (!isGated(friction))
    throw OpError.of('invalid', 'This does not need approval here. Run it directly.')
  const { required: _, ...confirmed } = checkPhrase(friction, confirm)
  return confirmed
}

/** What is special about a request for several targets, with the proof of each. */
async function severalOf(
  op: Command,
  all: readonly One[],
  { tag, onFailure = 'stop', replaces, editing }: Omit<Wanted, 'reason' | 'ticket'>,
  trace: string,
) {
  if (replaces !== undefined)
    throw OpError.of('invalid', 'A request for several clusters can’t replace other access.')
  const places = all.map(({ place }) => place)
  checkOneOrg(places)
  const list = await forEachTarget(all, async ({ input, place }) => {
    const where = { groupId: place.groupId ?? '', clusterName: place.clusterName ?? '' }
    return {
      ...where,
      orgId: place.orgId,
      environment: place.environment,
      slot: op.slot?.(input) ?? null,
      input: plain(input),
      proof: await aboutTarget(where, () => proofOf(op, place, tag, trace)),
      says: await summaryOf(op, input, place),
    }
  })
  await checkFree(list, editing)
  const { groupId: _, clusterName: __, ...shared } = plain(all[0]!.input)
  const groups = new Set(list.map(({ groupId }) => groupId))
  const isProduction = list.some(({ environment }) => environment === 'production')
  return {
    orgId: places[0]!.orgId,
    groupId: groups.size === 1 ? list[0]!.groupId : null,
    clusterName: null,
    environment: isProduction ? ('production' as const) : ('other' as const),
    slot: null,
    input: canonical(shared),
    says: op.several!(shared, count(list.length, 'cluster')),
    replaces: null,
    several: { tag: tag ?? null, list, onFailure },
  }
}

function parsed(op: Command, raw: Record<string, unknown>): Record<string, unknown> {
  const input = parseInput(op, raw)
  refuseSecrets(op, input, true)
  return input
}

/** Moves field paths of the operation's input under `input.`, where the request form has them. */
function inner<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof OpError) || !error.failure.fields) throw error
    const fields = Object.fromEntries(
      Object.entries(error.failure.fields).map(([path, text]) => [
        path ? `input.${path}` : 'input',
        text,
      ]),
    )
    throw new OpError({ ...error.failure, fields })
  }
}

/** @throws OpError 'invalid' when the cluster does not exist, or is of a kind that can't have the access */
async function refuseKind(
  { access, readBack: shows }: Command,
  input: Record<string, unknown>,
  place: Place,
  trace: string,
): Promise<void> {
  const { clusterName } = place
  if (!access || !clusterName) return
  const [row] = await sql()<{ kind: string }[]>`
    select kind from slot where group_id = ${place.groupId ?? ''} and cluster_name = ${clusterName}`
  // The observer does not know a new cluster yet, and Atlas may not answer.
  const isGone =
    !row &&
    shows !== undefined &&
    (await readBack(shows.read(input), place, trace, 'fresh').then(
      (found) => found === undefined,
      () => false,
    ))
  const why = isGone
    ? `This project has no cluster named ${clusterName}. Atlas tells upper and lower case apart.`
    : row && access.whyNotOn(row.kind)
  if (why) throw OpError.of('invalid', why, { fields: { 'input.clusterName': why } })
}
