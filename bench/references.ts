/** The references for reads: an upstream that costs almost nothing, and a Next server with a bare and a naive handler. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { OnStop } from '@/scripts/command'
import { freePort } from '@/scripts/ports'
import { supervise } from '@/scripts/supervise'
import { ordinaryEnvironment, runTool } from '@/scripts/tool'

const next = 'node_modules/next/dist/bin/next'

/** Starts the upstream in front of the sandbox Atlas. Returns its origin. */
export async function startUpstream(sandbox: string, onStop: OnStop): Promise<string> {
  const port = await freePort()
  const parts = supervise(console.log)
  onStop(() => parts.stopAll())
  await parts.start({
    name: 'upstream',
    file: 'bench/upstream.ts',
    env: ordinaryEnvironment({ UPSTREAM_ORIGIN: sandbox, UPSTREAM_PORT: String(port) }),
    log: console.log,
    ready: { line: (line) => line === 'listening' },
  })
  return `http://127.0.0.1:${port}`
}

/** Builds and starts the reference server. Returns its origin and process id. */
export async function startReference(
  env: { REFERENCE_UPSTREAM: string; REFERENCE_COOKIE: string; NEXTAUTH_SECRET: string },
  onStop: OnStop,
): Promise<{ origin: string; pid: number | undefined }> {
  // Outside of the checkout, because Next would otherwise include its instrumentation and proxy.
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-reference-'))
  onStop(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('bench/reference', folder, { recursive: true })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const built = await runTool(
    { file: next, args: ['build', folder], env: ordinaryEnvironment(), show: false },
    onStop,
  )
  if (built.code !== 0) throw new Error(`The reference could not be built:\n${built.output}`)
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const parts = supervise(console.log)
  onStop(() => parts.stopAll())
  await parts.start({
    name: 'reference',
    file: next,
    args: ['start', folder, '--port', String(port), '--hostname', '127.0.0.1'],
    env: ordinaryEnvironment({ ...env, NODE_ENV: 'production' }),
    log: () => undefined,
    ready: { url: `${origin}/` },
  })
  return { origin, pid: parts.pid('reference') }
}
