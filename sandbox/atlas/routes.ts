import { allFacts } from '@/lib/atlas/facts'

export type Fact = ReturnType<typeof allFacts>[number][1]
type Route = { id: string; fact: Fact; pattern: RegExp; names: string[]; weight: number }

/** `{name}` matches a raw path segment up to the literal after it, so `x:grant…` needs an unencoded colon. */
function routeOf([id, fact]: [string, Fact]): Route {
  const names: string[] = []
  const source = fact.path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      names.push(part.slice(1, -1))
      return '([^/]+)'
    })
    .join('')
  const weight = fact.path.replace(/\{[^}]+\}/g, '').length
  return { id, fact, pattern: new RegExp(`^${source}/?$`), names, weight }
}

/** The most specific template first: `…/{clusterName}:grant…` before `…/{clusterName}`. */
const routes = allFacts()
  .map(routeOf)
  .sort((a, b) => b.weight - a.weight)
const segments = (path: string) => path.replace(/\/$/, '').split('/').length
const routesBySegments = Map.groupBy(routes, ({ fact }) => segments(fact.path))

export type Match = { id: string; fact: Fact; path: Record<string, string> }

/** The operation of a method and raw pathname; `'wrong method'` when only other methods have that path. */
export function matchRoute(method: string, pathname: string): Match | 'wrong method' | undefined {
  const candidates = routesBySegments.get(segments(pathname)) ?? []
  const matching = candidates.filter((r) => r.pattern.test(pathname))
  if (!matching.length) return undefined
  const route = matching.find((r) => r.fact.method === method)
  if (!route) return 'wrong method'
  const values = route.pattern.exec(pathname)?.slice(1) ?? []
  const path: Record<string, string> = {}
  for (const [i, name] of route.names.entries()) path[name] = decoded(values[i] ?? '')
  return { id: route.id, fact: route.fact, path }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
