import { gatehouse } from '@/lib/approvals/effects'
import { append } from '@/lib/audit/append'
import { entries } from '@/lib/audit/read'
import { checkProvider } from './check-provider'
import { configuration } from './configuration'
import { closeConnections } from './connections'
import { sql } from './database'
import { log } from './log'
import { startLoops } from './loops'
import { holdIfRestored } from './restored'

const store = globalThis as typeof globalThis & { gatehouseStarted?: boolean }

/**
 * Starts the background work, once per process. Records the digest of policy and bindings, and whether it changed since
 * the last startup.
 * @throws Error when the console cannot run, for example with an invalid configuration
 */
export async function startConsole(): Promise<void> {
  if (store.gatehouseStarted) return
  store.gatehouseStarted = true
  const { policy, bindings, production, policyDigest } = configuration()
  const [last] = await entries(sql(), { limit: 1, newestFirst: true, type: 'console.started' })
  const before = last?.body.after
  const known =
    typeof before === 'object' && before !== null && 'policy_digest' in before
      ? before.policy_digest
      : null
  const text = (value: unknown) => JSON.parse(JSON.stringify(value))
  await sql().begin((tx) =>
    append(tx, {
      type: 'console.started',
      actor: gatehouse,
      after: {
        policy_digest: policyDigest,
        changed: known !== null && known !== policyDigest,
        ...(known === policyDigest
          ? {}
          : { policy: text(policy), bindings: text(bindings), production: text(production) }),
      },
    }),
  )
  await holdIfRestored()
  void checkProvider()
  const stop = startLoops()
  log.info('Console started', { policyDigest })
  // The launcher sets NEXT_MANUAL_SIG_HANDLE, so Next does not handle these signals.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, async () => {
      stop()
      try {
        // Waits for running calls and their records, revokes the tokens, then closes the pool.
        await closeConnections()
        await sql().end({ timeout: 2 })
      } finally {
        process.exit(0)
      }
    })
}
