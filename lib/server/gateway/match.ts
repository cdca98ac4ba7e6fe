import { allFacts } from '@/lib/atlas/facts'
import type { Fact } from '@/lib/ops/fact'

export type Match = {
  operationId: string
  fact: Fact
  /** Path parameters by name, decoded. */
  params: Record<string, string>
}

/** Values that hold slashes: address ranges, Azure resource ids, ARNs and distinguished names, namespaces. */
const withSlashes: ReadonlySet<string> = new Set([
  'collectionName',
  'endpointId',
  'entryValue',
  'ipAddress',
  'sourceNamespace',
  'userName',
  'username',
])

type Route = { id: string; fact: Fact; pattern: RegExp; names: string[] }

const routeOf = ([id, fact]: [string, Fact]): Route => {
  const names: string[] = []
  const source = fact.path.replaceAll(/\{(\w+)\}|[^{}]+/g, (literal, name?: string) => {
    if (name === undefined) return literal.replaceAll(/[.$]/g, '\\$&')
    names.push(name)
    return '([^/]+)'
  })
  return { id, fact, pattern: new RegExp(`^${source}$`), names }
}

const keyOf = (method: string, path: string) => `${method} ${path.split('/').length}`

/** A literal comes before a parameter in the same place: `/groups/byName/{groupName}` before `/groups/{groupId}/x`. */
const rank = (path: string) =>
  path
    .split('/')
    .map((part) => (part.startsWith('{') ? (part.includes(':') ? 1 : 2) : 0))
    .join('')

const routes = Map.groupBy(
  allFacts()
    .map(routeOf)
    .sort((a, b) => rank(a.fact.path).localeCompare(rank(b.fact.path))),
  ({ fact }) => keyOf(fact.method, fact.path),
)
const templates = new Set(allFacts().map(([, { path }]) => path))

/**
 * The Atlas operation of a method and a path as sent. Each segment is decoded once. Undefined for what is no operation,
 * and for a path that a proxy, or Atlas, could read differently.
 */
export function matchOf(method: string, path: string): Match | undefined {
  if (!isPlain(path)) return undefined
  for (const { id, fact, pattern, names } of routes.get(keyOf(method, path)) ?? []) {
    const found = pattern.exec(path)
    if (!found) continue
    const params: Record<string, string> = {}
    for (const [i, name] of names.entries()) {
      const value = decoded(found[i + 1] ?? '')
      if (value === undefined || isAmbiguous(name, value)) return undefined
      params[name] = value
    }
    return hasHiddenVerb(fact.path, params) ? undefined : { operationId: id, fact, params }
  }
  return undefined
}

/** Without characters that servers treat differently: parameters (`;`), backslashes, raw bytes. */
const isPlain = (path: string) => /^\/[\w\-./~!$&'()*+,=:@%|]*$/.test(path)

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Also for overlong UTF-8.
    return undefined
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
const control = /[\u0000-\u001f\u007f]/
const isDots = (text: string) => text.split(/[/\\]/).some((part) => part === '.' || part === '..')

/** A second decoding, as by a proxy, must not find another path either. */
function isAmbiguous(name: string, value: string): boolean {
  const again = decoded(value) ?? value
  const hasSlash = (text: string) => /[/\\]/.test(text)
  return [value, again].some((text) => control.test(text) || isDots(text) || text.includes(';'))
    ? true
    : (hasSlash(value) && !withSlashes.has(name)) || (!hasSlash(value) && hasSlash(again))
}

/** `{clusterName}` with `a:revoke…` encoded: whoever decodes it reads the operation of that verb. */
function hasHiddenVerb(path: string, params: Record<string, string>): boolean {
  const name = /\{(\w+)\}$/.exec(path)?.[1]
  const verb = /:\w+$/.exec(params[name ?? ''] ?? '')?.[0]
  return verb !== undefined && templates.has(path + verb)
}
