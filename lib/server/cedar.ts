import type { z } from 'zod'
import { upperFirst } from '@/lib/format/words'
import type { cedarProblem } from '@/lib/ops/resource-policy-shapes'
import { type AskCedar, withCedar } from './cedar-thread'

type Problem = z.output<typeof cedarProblem>

const whyUnchecked = {
  crashed: 'This policy is nested too deeply to check.',
  slow: 'This policy takes too long to check.',
}
const SEVERAL = 'Enter one policy here, and add another text for the next one.'

/** Why a text is not one Cedar policy, with UTF-16 offsets. Empty when it is. */
export const cedarProblems = (text: string): Promise<Problem[]> =>
  withCedar((ask) => problemsIn(text, ask))

async function problemsIn(text: string, ask: AskCedar): Promise<Problem[]> {
  const answer = await ask('checkParsePolicySet', { staticPolicies: { policy: text } })
  if (typeof answer === 'string') return [{ from: 0, to: 0, message: whyUnchecked[answer] }]
  if (answer.type === 'success') return []
  const all = await ask('checkParsePolicySet', { staticPolicies: text })
  const isSeveral = typeof all !== 'string' && all.type === 'success' && text.trim() !== ''
  return answer.errors.map(({ message, help, sourceLocations }) => {
    const [{ start, end, label } = { start: 0, end: 0, label: null }] = sourceLocations ?? []
    const from = utf16(text, start)
    return {
      from,
      // A place without a length is marked at its next character.
      to: Math.max(
        utf16(text, end),
        from + String.fromCodePoint(text.codePointAt(from) ?? 32).length,
      ),
      message: isSeveral
        ? SEVERAL
        : [
            message.replace(/^failed to parse policy with id `policy` from string: /, ''),
            label,
            help,
          ]
            .flatMap((part) => (part ? `${upperFirst(part)}.` : []))
            .join(' '),
    }
  })
}

/** Cedar counts UTF-8 bytes, JavaScript UTF-16 code units. */
const utf16 = (text: string, bytes: number): number =>
  Buffer.from(text).subarray(0, bytes).toString().length

/** A request of Atlas, as its resource policies see it. */
export type CedarRequest = {
  action: string
  resource: { type: string; id: string }
  /** The containers of the resource, from inside to outside. */
  within: ReadonlyArray<{ type: string; id: string }>
  context: Record<string, unknown>
}

/** Whether a policy forbids a request; `unclear` when Cedar can't evaluate it, `slow` when it takes too long. */
export async function cedarVerdict(
  text: string,
  request: CedarRequest,
  ask: AskCedar,
): Promise<'forbidden' | 'allowed' | 'unclear' | 'slow'> {
  const { action, resource, within, context } = request
  const chain = [resource, ...within].map(({ type, id }) => ({
    type: `ResourcePolicy::${type}`,
    id,
  }))
  const answer = await ask('isAuthorized', {
    principal: { type: 'ResourcePolicy::User', id: 'someone' },
    action: { type: 'ResourcePolicy::Action', id: action },
    resource: chain[0] ?? { type: 'ResourcePolicy::Organization', id: '' },
    context: context as never,
    policies: { staticPolicies: { policy: text } },
    entities: chain.map((uid, i) => ({ uid, attrs: {}, parents: chain.slice(i + 1, i + 2) })),
  })
  if (answer === 'slow') return 'slow'
  if (answer === 'crashed' || answer.type !== 'success') return 'unclear'
  const { reason, errors } = answer.response.diagnostics
  return errors.length > 0 ? 'unclear' : reason.length > 0 ? 'forbidden' : 'allowed'
}

/** The actions that a policy names (undefined for all) and the attributes that its conditions read. */
export type CedarNames = {
  actions: readonly string[] | undefined
  attributes: ReadonlySet<string>
}

/** The names in a policy; undefined when it is not valid, `slow` when that takes too long. */
export async function cedarNames(
  text: string,
  ask: AskCedar,
): Promise<CedarNames | undefined | 'slow'> {
  const answer = await ask('policyToJson', text)
  if (answer === 'slow') return 'slow'
  if (answer === 'crashed' || answer.type !== 'success') return undefined
  const { action, conditions } = answer.json
  const named = action as { entity?: unknown; entities?: unknown[] }
  const entities = [named.entity, ...(named.entities ?? [])].filter((one) => one !== undefined)
  const attributes = new Set<string>()
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    for (const [key, value] of Object.entries(part)) {
      if (key === 'attr' && typeof value === 'string') attributes.add(value)
      else visit(value)
    }
  }
  visit(conditions)
  return {
    actions: action.op === 'All' ? undefined : entities.flatMap(idOf),
    attributes,
  }
}

function idOf(entity: unknown): string[] {
  const { __entity: inner = entity } = entity as { __entity?: unknown }
  const { id } = inner as { id?: unknown }
  return typeof id === 'string' ? [id] : []
}
