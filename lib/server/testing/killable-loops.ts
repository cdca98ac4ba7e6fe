import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { z } from 'zod'

const running = new Set<ChildProcess>()
let bundle: { folder: string; file: string } | undefined

/** The loops bundled into one file, which loads three times faster. Each kill needs a new process. */
async function bundled(): Promise<string> {
  if (bundle) return bundle.file
  // Inside the checkout, so that Node finds the packages.
  const place = join(process.cwd(), '.gatehouse')
  mkdirSync(place, { recursive: true })
  const folder = mkdtempSync(join(place, 'loops-'))
  const file = join(folder, 'loops.mjs')
  bundle = { folder, file }
  await build({
    entryPoints: [join(import.meta.dirname, 'loops-process.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // Next has no exports that Node could resolve.
    alias: { 'next/headers': 'next/headers.js', 'next/navigation': 'next/navigation.js' },
    // audit-verify.mjs would take the bundle for itself and verify.
    define: { 'import.meta.url': '""' },
  })
  return file
}

type What = 'loops' | 'console' | 'gateway'

/** The background loops in a separate process, with this process's environment: its database, configuration and sandbox. */
export const startLoopsToKill = async (what: Exclude<What, 'gateway'> = 'loops') =>
  (await started(what)).child

/** The gateway in a separate process, and its origin. */
export const startGatewayToKill = () => started('gateway')

async function started(what: What): Promise<{ child: ChildProcess; origin: string }> {
  const child = fork(await bundled(), [what], {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  running.add(child)
  child.on('exit', () => running.delete(child))
  const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  const { success, data } = z.object({ origin: z.string() }).safeParse(said)
  if (!success) throw new Error(`The ${what} ended with ${said} before they began`)
  return { child, ...data }
}

/** Kills with -9. Resolves when the process has ended. */
export async function killNow(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Ends running processes and removes their files. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
  if (bundle) rmSync(bundle.folder, { recursive: true })
  bundle = undefined
}
