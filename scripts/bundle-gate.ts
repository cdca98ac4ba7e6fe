/** Checks the JavaScript of each page's first load against a budget, and that Cedar stays on the server. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Count } from './steps'

/** The limit in KiB of gzip at first load, for every page. */
const LIMIT_KIB = 220

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
    const fits = kib <= LIMIT_KIB
    count[fits ? 'passed' : 'failed'] += 1
    say(`${fits ? 'ok  ' : 'OVER'} ${kib.toFixed(1).padStart(7)} of ${LIMIT_KIB} KiB  ${route}`)
  }
  const strays = browserFiles().filter((path) => /cedar_wasm|\.wasm$/.test(path + read(path)))
  count[strays.length === 0 ? 'passed' : 'failed'] += 1
  for (const path of strays) say(`STRAY ${path} has WebAssembly, which only the server may load`)
  if (routes.length === 0)
    throw new Error('The build lists no routes. The format of its statistics may have changed.')
  return count
}

const read = (path: string) => readFileSync(path, 'latin1')

const browserFiles = () =>
  readdirSync(join(folder, 'static'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? join(entry.parentPath, entry.name) : [],
  )
