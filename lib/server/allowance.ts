import { AsyncLocalStorage } from 'node:async_hooks'
import { type Budget, budget } from '@/lib/atlas/budget'
import type { Connection } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'
import { OpError } from '@/lib/ops/failure'
import { configuration } from './configuration'
import type { Person } from './person'

type Payer = Pick<Person, 'iss' | 'sub'>

/** One person's share of a connection's budget, so that others can work too. */
const SHARE = 1 / 2
/** Verifications and exports of the audit log: each reads all of it. */
const CHAIN_PER_MINUTE = 30
const PEOPLE = 5_000

const payers = perProcess('gatehousePayers', () => new AsyncLocalStorage<Payer | undefined>())
const kept = perProcess('gatehouseAllowances', () => new Map<string, Budget>())

/** Counts what `work` reads from Atlas against this person's allowance. */
export const paidBy = <T>(person: Payer, work: () => T): T => payers().run(person, work)

/** Counts what `work` reads from Atlas against nobody, because it is for everyone or urgent. */
export const unpaid = <T>(work: () => T): T => payers().run(undefined, work)

/**
 * Takes one call to a connection from the allowance of the person this work counts against, if any. Waits up to 5 s.
 * @throws OpError 'slow-down'
 */
export async function pay({ name }: Connection, signal?: AbortSignal): Promise<void> {
  const payer = payers().getStore()
  if (!payer) return
  const perMinute =
    configuration().connections.find((one) => one.name === name)?.requestsPerMinute ?? 600
  await spend(payer, name, perMinute * SHARE, signal)
}

/** Whether the current work counts against a person's allowance. */
export const isPaid = (): boolean => payers().getStore() !== undefined

/** Takes one read of the whole audit log from a person's allowance. @throws OpError 'slow-down' */
export const payForChain = (person: Payer): Promise<void> =>
  spend(person, 'audit log', CHAIN_PER_MINUTE)

async function spend(
  { iss, sub }: Payer,
  what: string,
  perMinute: number,
  signal?: AbortSignal,
): Promise<void> {
  const allowances = kept()
  const key = JSON.stringify([what, iss, sub])
  const own = allowances.get(key) ?? budget(perMinute)
  // Insertion order is order of use: the first is the least recently used, and its allowance is full again.
  allowances.delete(key)
  allowances.set(key, own)
  const oldest = allowances.keys().next().value
  if (allowances.size > PEOPLE && oldest !== undefined) allowances.delete(oldest)
  const retryAfterSeconds = await own.spend('', signal ? { signal } : {})
  if (retryAfterSeconds !== undefined)
    throw OpError.of(
      'slow-down',
      `You have sent too many requests. Wait ${retryAfterSeconds} s, then try again.`,
      { retryAfterSeconds },
    )
}
