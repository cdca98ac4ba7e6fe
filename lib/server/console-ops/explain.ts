import type { z } from 'zod'
import { AtlasError } from '@/lib/atlas/errors'
import { fact } from '@/lib/atlas/facts'
import { findOp } from '@/lib/atlas/find-op'
import { asCli, asCurl } from '@/lib/atlas/preview'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { previewOp, stillAnswers } from '@/lib/ops/console'
import { type Command, canNeedApproval, type Op, scopeOf } from '@/lib/ops/define'
import { operationIdOf } from '@/lib/ops/derived-access'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import type { listOps } from '@/lib/ops/operations'
import { ops } from '@/lib/ops/registry'
import { whyNot } from '@/lib/ops/why-not'
import { withoutSecrets } from '@/lib/ops/without-secrets'
import { rolesAt } from '../bindings'
import { atlasCall, readAtlas } from '../call-atlas'
import { asOne, decide, notInScope, type Place, touchedBy } from '../decide'
import { frictionNow, frictionOf, whyNotApprovable } from '../friction-now'
import { stepCommand } from '../guided/rows'
import { planOf } from '../guided/start'
import { lifecycleOfOp } from '../lifecycle-of'
import { parseInput } from '../parse-input'
import { connectionOf, impactOf, type Look, readBack, unmetPrecondition } from '../perform'
import { summaryOf } from '../summary'
import type { ConsoleContext } from './context'

type Preview = z.output<typeof previewOp.output>

/** The exact call of a command as of now, with curl and Atlas CLI text and without a credential or secret. */
export function callOf(
  op: Op,
  given: Record<string, unknown>,
  place: Place | undefined,
  requestId: string,
): Preview['call'] {
  if (!op.atlas || !place) return null
  const input = withoutSecrets(op, given)
  const facts = fact(op.atlas.op)
  const value = bodyOf(op, input, new Date(), facts)
  const call = atlasCall(op, input, value === undefined ? undefined : printJson(value), requestId)
  return {
    method: facts.method,
    url:
      place.connection.baseUrl +
      facts.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(call.path[name] ?? '')),
    version: op.atlas.version,
    body: value === undefined ? null : printJson(value, 2),
    note:
      op.kind === 'command' && op.durationField ? 'The duration starts when the call runs.' : null,
    curl: asCurl(call, place.connection.baseUrl),
    cli: asCli(call),
    roles: facts.roles,
  }
}

/** `ops.preview` */
export async function preview(
  { op: id, input: raw, fresh = false }: z.output<typeof previewOp.input>,
  { person, requestId }: ConsoleContext,
): Promise<Preview> {
  const op = findOp(id)
  if (op?.kind !== 'command') throw notInScope()
  const input = parseInput(op, raw)
  const isConsole = scopeOf(op, input).kind === 'console'
  const places = isConsole ? undefined : await touchedBy(op, input, person)
  const roles = (places ?? [undefined]).map((one) => rolesAt(person, one))
  if ((!isConsole && !places) || roles.some((held) => held.length === 0)) throw notInScope()
  const place = places && asOne(places)
  const refused = roles.map((held) => whyNot(op, held)).find((why) => why !== undefined)
  const how = fresh ? 'fresh' : 'glance'
  const { groups } = person
  const now = refused === undefined ? await whatNow(op, input, place, groups, requestId, how) : {}
  const friction = await shownFriction(op, input, place, groups, requestId, how)
  return {
    summary: await summaryOf(op, input, place),
    impact: await impactNow(op, input, place, requestId, how),
    friction,
    whyNot: refused ?? (isGated(friction) ? whyNotApprovable(op) : undefined) ?? now.whyNot ?? null,
    ...(refused === undefined && now.fields ? { fields: now.fields } : {}),
    ...(await changesOf(op, input, place, requestId, how)),
    ...undoOf(op, input, place, groups),
    call: callOf(op, input, place, requestId),
    steps: now.steps ?? null,
    lifecycle: lifecycleOfOp(op) ?? null,
  }
}

/** `ops.stillAnswers` @throws AtlasError, OpError */
export async function answers(
  { op: id, input: raw }: z.output<typeof stillAnswers.input>,
  { person, requestId, signal }: ConsoleContext,
): Promise<z.output<typeof stillAnswers.output>> {
  const op = findOp(id)
  if (op?.kind !== 'query' || !op.successor) throw notInScope()
  const input = parseInput(op, raw)
  const { place } = await decide(op, input, person)
  try {
    await readAtlas(op, input, connectionOf({ place }), { requestId, signal })
    return { answers: true }
  } catch (error) {
    const { status } = error instanceof AtlasError ? error : {}
    if (status === 404 || status === 410) return { answers: false }
    throw error
  }
}

/** The difference to review. Empty if Atlas can't be read: the consequences say so. */
async function changesOf(
  op: Command,
  input: Record<string, unknown>,
  place: Place | undefined,
  requestId: string,
  how: Look,
): Promise<Pick<Preview, 'changes'>> {
  try {
    const told = op.compared
      ? op.compared.changes(await readBack(op.compared.read(input), place, requestId, how), input)
      : op.changes?.(input)
    return told ? { changes: { ...told, covers: [...told.covers] } } : {}
  } catch (error) {
    if (error instanceof OpError || error instanceof AtlasError) return {}
    throw error
  }
}

/** The command that reverses it, where that needs approval too. Direct commands offer theirs right after they are done. */
function undoOf(
  op: Command,
  input: Record<string, unknown>,
  place: Place | undefined,
  groups: readonly string[],
): Pick<Preview, 'undo'> {
  const undo = op.undo?.(input)
  const by = undo && findOp(undo.id)
  if (by?.kind !== 'command' || by.internal || !canNeedApproval(by)) return {}
  const { data } = by.input.safeParse(undo?.input)
  return data && isGated(frictionOf(by, data, place, groups))
    ? { undo: { op: by.id, input: data } }
    : {}
}

/** The current friction, or that of the input alone while Atlas can't be read. The call checks again. */
async function shownFriction(...asked: Parameters<typeof frictionNow>) {
  const [op, input, place, groups] = asked
  try {
    return await frictionNow(...asked)
  } catch (error) {
    if (error instanceof OpError || error instanceof AtlasError)
      return frictionOf(op, input, place, groups)
    throw error
  }
}

const stops: readonly OpError['kind'][] = ['conflict', 'invalid', 'needs-approval', 'unavailable']

/** Why a command can't run now, and its steps. Empty while Atlas can't be read, since the call checks again. */
async function whatNow(
  op: Command,
  input: Record<string, unknown>,
  place: Place | undefined,
  groups: readonly string[],
  requestId: string,
  how: Look,
): Promise<{
  whyNot?: string | undefined
  fields?: Preview['fields']
  steps?: Preview['steps']
}> {
  try {
    if (!op.guided) return { whyNot: await unmetPrecondition(op, input, place, requestId, how) }
    const { steps } = await planOf(op, input, place, groups, requestId, how)
    return {
      steps: steps.map(({ summary, call }) => {
        const step = stepCommand({ op: call.id })
        const shown = callOf(step, parseInput(step, call.input), place, requestId)
        if (!shown) throw new Error(`${call.id} can’t be a step: it has no place`)
        return { summary, call: shown }
      }),
    }
  } catch (error) {
    // An unreadable answer also stops the command.
    if (error instanceof OpError && stops.includes(error.kind))
      return { whyNot: error.message, fields: error.failure.fields }
    if (error instanceof OpError || error instanceof AtlasError) return {}
    throw error
  }
}

/** The consequences, for anyone with access to the place. An approver decides on them. */
async function impactNow(...[op, ...more]: Parameters<typeof impactOf>): Promise<string[]> {
  try {
    return [...(await impactOf(op, ...more))]
  } catch (error) {
    if (error instanceof OpError || error instanceof AtlasError)
      return [`The consequences could not be read: ${error.message}`]
    throw error
  }
}

/** `ops.list`: for the permissions page. */
export async function list(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof listOps.output>> {
  const roles = rolesAt(person, undefined)
  return {
    results: [...ops.values()]
      .filter((op) => !(op.internal && op.kind === 'query'))
      .map((op) => {
        const facts = op.atlas && fact(op.atlas.op)
        return {
          id: op.id,
          title: op.title,
          kind: op.kind,
          needs: [...op.roles],
          atlas:
            op.atlas && facts
              ? {
                  op: op.atlas.op,
                  method: facts.method,
                  path: facts.path,
                  version: op.atlas.version,
                  roles: facts.roles,
                  sunset:
                    facts.versions.find((v) => v.version === op.atlas?.version)?.sunset ?? null,
                }
              : null,
          mine: whyNot(op, roles) === undefined,
          fields: Object.keys(op.input.shape),
          internal: op.internal === true,
        }
      }),
  }
}

/** The description of a command that can be requested. @throws OpError 'not-found', 'invalid' */
export function requestable(id: string) {
  const op = findOp(id)
  if (op?.kind !== 'command' || !op.atlas) throw notInScope()
  // Only the gateway files these: Gatehouse has rules of its own for the operation, or its answer is a secret.
  if (op.internal && operationIdOf(id) !== undefined) throw notInScope()
  if (!canNeedApproval(op))
    throw OpError.of(
      'invalid',
      `“${op.title}” can’t be requested, because Gatehouse can’t check its result, or its input or answer contains a secret.`,
    )
  return op
}
