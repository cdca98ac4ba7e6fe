import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { z } from 'zod'
import { upperFirst } from '@/lib/format/words'
import type { cedarProblem } from '@/lib/ops/resource-policy-shapes'

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs')
type Problem = z.output<typeof cedarProblem>

// Cedar runs here and not in browsers: it is 1.4 MB of compressed WebAssembly, which the Content-Security-Policy of every
// page would have to allow. It is loaded when first needed, at run time, so that no bundle contains it.
const load = createRequire(join(process.cwd(), 'package.json'))
const name = '@cedar-policy/cedar-wasm/nodejs'
let cedar: Cedar | undefined

/** Undefined when Cedar crashed. Deep nesting exhausts WebAssembly's stack, and only a new instance works after that. */
function inCedar<T>(work: (cedar: Cedar) => T): T | undefined {
  cedar ??= load(name) as Cedar
  try {
    return work(cedar)
  } catch {
    cedar = undefined
    delete load.cache[load.resolve(name)]
    return undefined
  }
}

const TOO_DEEP = 'This policy is nested too deeply to check.'
const SEVERAL = 'Enter one policy here, and add another text for the next one.'

/** Why a text is not one Cedar policy, with UTF-16 offsets. Empty when it is. */
export function cedarProblems(text: string): Problem[] {
  const answer = inCedar((c) => c.checkParsePolicySet({ staticPolicies: { policy: text } }))
  if (!answer) return [{ from: 0, to: 0, message: TOO_DEEP }]
  if (answer.type === 'success') return []
  const all = inCedar((c) => c.checkParsePolicySet({ staticPolicies: text }))
  const isSeveral = all?.type === 'success' && text.trim() !== ''
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

/** Whether a policy forbids a request; `unclear` when Cedar can't evaluate it. */
export function cedarVerdict(
  text: string,
  request: CedarRequest,
): 'forbidden' | 'allowed' | 'unclear' {
  const { action, resource, within, context } = request
  const chain = [resource, ...within].map(({ type, id }) => ({
    type: `ResourcePolicy::${type}`,
    id,
  }))
  const answer = inCedar((c) =>
    c.isAuthorized({
      principal: { type: 'ResourcePolicy::User', id: 'someone' },
      action: { type: 'ResourcePolicy::Action', id: action },
      resource: chain[0] ?? { type: 'ResourcePolicy::Organization', id: '' },
      context: context as never,
      policies: { staticPolicies: { policy: text } },
      entities: chain.map((uid, i) => ({ uid, attrs: {}, parents: chain.slice(i + 1, i + 2) })),
    }),
  )
  if (answer?.type !== 'success') return 'unclear'
  const { reason, errors } = answer.response.diagnostics
  return errors.length > 0 ? 'unclear' : reason.length > 0 ? 'forbidden' : 'allowed'
}

/** The actions that a policy names (undefined for all) and the attributes that its conditions read. */
export function cedarNames(
  text: string,
): { actions: readonly string[] | undefined; attributes: ReadonlySet<string> } | undefined {
  const answer = inCedar((c) => c.policyToJson(text))
  if (answer?.type !== 'success') return undefined
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
