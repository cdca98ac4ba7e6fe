import { gatehouse } from '@/lib/approvals/gatehouse'
import { perProcess } from '@/lib/atlas/per-process'
import { unusedExceptions } from '@/lib/atlas/proxy'
import { append } from '@/lib/audit/append'
import { checkProvider } from './check-provider'
import { checkpointAtStop } from './checkpoints/loops'
import { configuration, problemsInWords } from './configuration'
import { closeConnections } from './connections'
import { sql } from './database'
import { leaveReplicas } from './health/replica'
import { log } from './log'
import { startLoops } from './loops'
import { storeUse } from './machines/use'
import { startMeasuring } from './metrics/registry'
import { recordPolicy } from './policy-record'
import { policyWarnings } from './policy-warnings'
import { holdIfRestored } from './restored'
import { startTracing, stopTracing } from './tracing/start'

const start = perProcess('gatehouseStart', () => ({ began: false }))

/**
 * Starts the background work, once per process. Records the start, and the policy if it changed.
 * @throws Error when the console can't run, for example with an invalid configuration
 */
export async function startConsole(): Promise<void> {
  if (start().began) return
  start().began = true
  const { policyDigest, metrics } = configuration()
  if (metrics.token) await startMeasuring()
  await startTracing()
  await recordPolicy()
  await sql().begin((tx) =>
    append(tx, {
      type: 'console.started',
      actor: gatehouse,
      after: { policy_digest: policyDigest },
    }),
  )
  await holdIfRestored()
  void checkProvider()
  void warnOfPolicy()
  for (const entry of unusedExceptions())
    log.warn('An entry of NO_PROXY matches no host. Write a host, an IP address or a CIDR block', {
      entry,
    })
  const stop = startLoops()
  log.info('Console started', { policyDigest })
  // The launcher sets NEXT_MANUAL_SIG_HANDLE, so Next does not handle these signals.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, async () => {
      stop()
      try {
        // Waits for running calls and their records, revokes the tokens, then closes the pool.
        await closeConnections()
        await checkpointAtStop()
        await storeUse()
        await leaveReplicas()
        await sql().end({ timeout: 2 })
        await stopTracing().stop()
      } finally {
        process.exit(0)
      }
    })
}

async function warnOfPolicy(): Promise<void> {
  const { lineOf } = configuration()
  try {
    for (const one of await policyWarnings())
      log.warn('A policy rule may not work', { problem: problemsInWords([one], lineOf) })
  } catch (error) {
    log.warn('The policy could not be compared with Atlas', { error: String(error) })
  }
}
