/** Checks the JavaScript of each page's first load against a budget. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Count } from './steps'

/** The limit in KiB of gzip at first load. A heavier route needs a reason here. */
const budget: { otherwise: number; routes: Record<string, number> } = {
  otherwise: 230,
  routes: {
    // Deciding and revoking must not wait for more code: their dialogs come with the page.
    '/approvals': 245,
    '/approvals/[id]': 256,
    '/projects/[groupId]/clusters/[clusterName]': 242,
  },
}

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
  for (const { route, firstLoadChunkPaths } of routes) {
    const kib = firstLoadChunkPaths.reduce((sum, path) => sum + size(path), 0) / 1024
    const limit = budget.routes[route] ?? budget.otherwise
    const fits = kib <= limit
    count[fits ? 'passed' : 'failed'] += 1
    say(`${fits ? 'ok  ' : 'OVER'} ${kib.toFixed(1).padStart(7)} of ${limit} KiB  ${route}`)
  }
  if (routes.length === 0)
    throw new Error('The build lists no routes. The format of its statistics may have changed.')
  return count
}
