/** Checks the JavaScript of each page's first load against a limit. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Count } from './steps'

/** KiB of gzip at first load. */
const limits = { list: 190, detail: 220 } as const

/** A page about one thing has its id last in its address. All others show lists. */
const kindOf = (route: string) => (route.endsWith(']') ? 'detail' : 'list')

const folder = '.next'
const stats = z.array(
  z.looseObject({ route: z.string(), firstLoadChunkPaths: z.array(z.string()) }),
)

/** Measures and prints every route of the last build. Counts a pass or a failure for each. */
export function bundleGate(say: (line: string) => void): Count {
  const routes = stats.parse(
    JSON.parse(readFileSync(join(folder, 'diagnostics', 'route-bundle-stats.json'), 'utf8')),
  )
  const sizes = new Map<string, number>()
  const size = (path: string) => {
    const known = sizes.get(path) ?? gzipSync(readFileSync(path)).length
    sizes.set(path, known)
    return known
  }
  const count: Count = { passed: 0, failed: 0 }
  const largest = { list: 0, detail: 0 }
  for (const { route, firstLoadChunkPaths } of routes) {
    const kib = firstLoadChunkPaths.reduce((sum, path) => sum + size(path), 0) / 1024
    const kind = kindOf(route)
    const fits = kib <= limits[kind]
    count[fits ? 'passed' : 'failed'] += 1
    largest[kind] = Math.max(largest[kind], kib)
    say(`${fits ? 'ok  ' : 'OVER'} ${kib.toFixed(1).padStart(7)} of ${limits[kind]} KiB  ${route}`)
  }
  const forDevelopment = routes.filter(({ route }) => route.startsWith('/dev/'))
  if (forDevelopment.length > 0)
    throw new Error('The build has a page for development: see pageExtensions in next.config.js.')
  if (routes.length === 0)
    throw new Error('The build lists no routes. The format of its statistics may have changed.')
  for (const kind of ['list', 'detail'] as const)
    say(`Largest ${kind} page: ${largest[kind].toFixed(1)} of ${limits[kind]} KiB`)
  return count
}
