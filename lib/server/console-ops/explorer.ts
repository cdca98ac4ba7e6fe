import type { z } from 'zod'
import { bodyFieldsOf } from '@/lib/atlas/bodies'
import { allFacts, fact } from '@/lib/atlas/facts'
import { bareOf, describedAs, findOp, whyNotDerivable } from '@/lib/atlas/find-op'
import { lifecycleOf } from '@/lib/atlas/lifecycle'
import { derive, newestOf, rolesOf, titleOf } from '@/lib/ops/derived'
import { derivedId } from '@/lib/ops/derived-access'
import type { getAtlasCall, getAtlasOperation, listAtlasOperations } from '@/lib/ops/explorer'
import type { Fact } from '@/lib/ops/fact'
import { OpError } from '@/lib/ops/failure'
import { notInScope, touchedBy } from '../decide'
import { parseInput } from '../parse-input'
import type { ConsoleContext } from './context'
import { callOf } from './explain'

const known = (id: string) => {
  const all = describedAs(id)
  const own = all.find((op) => !op.internal) ?? all[0]
  const why = whyNotDerivable(id)
  return {
    id,
    title: own?.title ?? titleOf(id),
    roles: [...(own?.roles ?? rolesOf(fact(id)))],
    own: own?.id ?? null,
    whyNot: why ?? null,
  }
}

const stageOf = (facts: Fact) =>
  lifecycleOf(facts, newestOf(facts), new Date().toISOString().slice(0, 10)) ?? null

/** `explorer.list` */
export async function list(): Promise<z.output<typeof listAtlasOperations.output>> {
  const results = allFacts().map(([id, facts]) => ({
    ...known(id),
    method: facts.method,
    path: facts.path,
    tag: facts.tag,
    stage: stageOf(facts)?.sentence ?? null,
  }))
  return { results }
}

/** `explorer.get` */
export async function get({
  operationId,
}: z.output<typeof getAtlasOperation.input>): Promise<z.output<typeof getAtlasOperation.output>> {
  const bare = bareOf(operationId)
  if (!bare)
    throw OpError.of('not-found', 'Atlas has no operation with this ID. Search the API explorer.')
  const { read } = bare
  return {
    ...bare,
    ...known(operationId),
    read: read && { ...read, names: [...read.names] },
    body: bodyOf(operationId),
    lifecycle: stageOf(bare.fact),
    invalidates: [...(bare.invalidates ?? [])],
  }
}

/** The fields of a body, with what the form of Gatehouse's own command says about them. */
function bodyOf(operationId: string) {
  const found = bodyFieldsOf(operationId)
  if (!found) return null
  const words = new Map(
    describedAs(operationId).flatMap(({ input }) =>
      Object.entries(input.shape).flatMap(([name, field]) => {
        const { label, hint } = (field as z.ZodType).meta() ?? {}
        const text = [label, hint].filter((one) => typeof one === 'string').join('. ')
        return text ? [[name, text] as const] : []
      }),
    ),
  )
  return {
    ...found,
    fields: found.fields.map((field) => {
      const about = field.depth === 0 ? words.get(field.name) : undefined
      return about ? { ...field, about } : field
    }),
  }
}

/** The title of an operation, for its heading. The ID itself if Atlas has no such operation. */
export const operationTitle = (operationId: string): string =>
  bareOf(operationId) ? known(operationId).title : operationId

/** `explorer.call` */
export async function call(
  { operationId, input: raw }: z.output<typeof getAtlasCall.input>,
  { person, requestId }: ConsoleContext,
): Promise<z.output<typeof getAtlasCall.output>> {
  const bare = bareOf(operationId)
  // Gatehouse doesn't run what answers with a file. People can copy the call.
  const op = bare?.fact.answer ? derive(bare) : findOp(derivedId(operationId))
  if (!op || op.internal) throw notInScope()
  const input = parseInput(op, raw)
  const places = await touchedBy(op, input, person)
  if (!places) throw notInScope()
  return { call: callOf(op, input, places[0], requestId) }
}
