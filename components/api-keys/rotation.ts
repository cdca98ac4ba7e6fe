import { millis } from '@/lib/format/time'
import { type AccountSecret, secretState } from '@/lib/ops/service-account-shapes'

/** How far the rotation of an account's secret is. */
export type Rotation =
  /** There is nothing to replace the secret yet. */
  | { step: 'create' }
  /** Programs still have to take the new secret. `isOldUsed`: one used an old secret after the new one existed. */
  | { step: 'use'; made: AccountSecret; old: AccountSecret[]; isOldUsed: boolean }
  /** The new secret is used, and no old one since. */
  | { step: 'delete'; made: AccountSecret; old: AccountSecret[] }

const at = (time: string | null | undefined) => millis(time) ?? 0

/** The state of the rotation, from the secrets of an account. `now` in milliseconds. */
export function rotationOf(secrets: readonly AccountSecret[], now: number): Rotation {
  const [made, ...old] = secrets.toSorted((a, b) => at(b.createdAt) - at(a.createdAt))
  if (!made || old.length === 0 || secretState(made, now) === 'EXPIRED') return { step: 'create' }
  const isOldUsed = old.some((one) => at(one.lastUsedAt) > at(made.createdAt))
  return made.lastUsedAt && !isOldUsed
    ? { step: 'delete', made, old }
    : { step: 'use', made, old, isOldUsed }
}
