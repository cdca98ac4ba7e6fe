import { createRequire } from 'node:module'

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs')

const load = createRequire(import.meta.url)
const name = '@cedar-policy/cedar-wasm/nodejs'

/** Runs `work` in Cedar; undefined when it crashes, which deep nesting does. Only a new instance works after that. */
function inCedar<T>(work: (cedar: Cedar) => T): T | undefined {
  try {
    return work(load(name))
  } catch {
    delete load.cache[load.resolve(name)]
    return undefined
  }
}

/** Why a text is not one Cedar policy; undefined: it is. */
export function whyNoPolicy(body: string): string | undefined {
  const answer = inCedar((c) => c.checkParsePolicySet({ staticPolicies: { policy: body } }))
  if (!answer) return 'the policy is nested too deeply'
  if (answer.type === 'success') return undefined
  const [error] = answer.errors
  const at = error?.sourceLocations?.[0]
  return `${error?.message ?? 'unknown error'}${at ? ` (bytes ${at.start} to ${at.end})` : ''}`
}

/** An entity or an address in a context, as Cedar writes it in JSON. */
export const entity = (type: string, id: string) => ({
  __entity: { type: `ResourcePolicy::${type}`, id },
})
export const ip = (arg: string) => ({ __extn: { fn: 'ip', arg } })

/** Whether a policy forbids an action on a resource. A policy that can't be evaluated forbids nothing. */
export function forbids(
  body: string,
  action: string,
  resource: { type: string; id: string },
  context: Record<string, unknown>,
): boolean {
  const uid = (type: string, id: string) => ({ type: `ResourcePolicy::${type}`, id })
  const answer = inCedar((c) =>
    c.isAuthorized({
      principal: uid('User', 'anyone'),
      action: uid('Action', action),
      resource: uid(resource.type, resource.id),
      context: context as never,
      policies: { staticPolicies: { policy: body } },
      entities: [],
    }),
  )
  return answer?.type === 'success' && answer.response.diagnostics.reason.length > 0
}
