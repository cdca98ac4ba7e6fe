import type postgres from 'postgres'
import type { By } from '@/lib/approvals/ballot'
import { demandPerson } from '@/lib/approvals/people-only'
import { append } from '@/lib/audit/append'
import { personal } from '@/lib/audit/entry'
import type { EventType } from '@/lib/audit/event-types'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { sql } from '../database'
import { ha1Of } from './digest-secret'
import type { MachineRow } from './rows'
import { hashOfSecret, hintOf, newClientId, newSecret } from './secrets'

type Tx = postgres.TransactionSql
type Owner = { iss: string; sub: string; name: string }

/** What an admin sets. */
export type Settings = {
  purpose: string
  owner: Owner
  endsAt: Date
  carryOut: 'permit' | 'send'
  callsPerMinute: number
  gatedPerHour: number
  deletionsPerDay: number
  usesDigest: boolean
}

/** The longest time until a machine ends, in days. Its end can be moved before that. */
const MOST_DAYS = 366
/** Valid secrets of one machine. */
const MOST_SECRETS = 2

/** Someone who changes a machine, in the call `trace`. `begin` records in the same transaction that it began. */
export type Change = { by: By; trace: string; begin?: ((tx: Tx) => Promise<void>) | undefined }

/** A new secret, which only this answer has. */
export type Shown = { clientId: string; secret: string | undefined }

/** @throws OpError 'invalid' for a name that is or was used, and an end that is past or too far away */
export const createMachine = (
  name: string,
  settings: Settings,
  { withSecret }: { withSecret: boolean },
  change: Change,
): Promise<Shown> =>
  changing(change, async (tx) => {
    await checkEnd(tx, settings.endsAt)
    const [row] = await tx<MachineRow[]>`
      insert into machine ${tx({ id: newId(), client_id: newClientId(), name, ...columns(settings) })}
      on conflict (name) do nothing returning *`
    if (!row) throw invalid('name', 'Another machine has or had this name. Names can’t be reused.')
    const secret = withSecret ? await addSecret(tx, row, change.by) : undefined
    await record(tx, 'machine.created', row, change, {
      after: { client_id: row.client_id, ...recordedSettings(row), secret: secret?.id ?? null },
    })
    return { clientId: row.client_id, secret: secret?.text }
  })

/**
 * `isSeen` says whether the settings are still those that the person saw.
 * @throws OpError 'not-found', 'conflict' for a revoked machine and for settings not seen, 'invalid'
 */
export const changeMachine = (
  name: string,
  settings: Settings,
  change: Change,
  isSeen: (now: MachineRow) => boolean = () => true,
): Promise<void> =>
  changing(change, async (tx) => {
    const before = await lock(tx, name)
    refuseRevoked(before)
    if (!isSeen(before))
      throw OpError.of('conflict', 'This machine was changed since you opened this form.')
    if (settings.endsAt.getTime() !== before.ends_at.getTime()) await checkEnd(tx, settings.endsAt)
    const [after] = await tx<MachineRow[]>`
      update machine set ${tx(columns(settings))} where id = ${before.id} returning *`
    if (!settings.usesDigest)
      await tx`update machine_secret set ha1 = null where machine_id = ${before.id}`
    await record(tx, 'machine.changed', before, change, {
      before: recordedSettings(before),
      after: recordedSettings(after!),
    })
  })

/** Adds a secret. The others work for `keepHours` more, at most. @throws OpError 'conflict' */
export const rotateSecret = (name: string, keepHours: number, change: Change): Promise<Shown> =>
  changing(change, async (tx) => {
    const row = await lock(tx, name)
    refuseRevoked(row)
    const [live] = await tx<{ count: number }[]>`
      select count(*)::int as count from machine_secret where ${isLive(tx, row.id)}`
    if (keepHours > 0 && live!.count >= MOST_SECRETS)
      throw OpError.of(
        'conflict',
        'This machine already has two valid secrets. Revoke one of them first.',
      )
    await (keepHours > 0
      ? tx`update machine_secret set expires_at = least(expires_at, clock_timestamp() + make_interval(hours => ${keepHours}))
          where ${isLive(tx, row.id)}`
      : tx`update machine_secret set revoked_at = clock_timestamp(), ha1 = null where ${isLive(tx, row.id)}`)
    const secret = await addSecret(tx, row, change.by)
    await record(tx, 'machine.rotated', row, change, {
      after: { secret: secret.id, former_work_for_hours: keepHours },
    })
    return { clientId: row.client_id, secret: secret.text }
  })

/** @throws OpError 'not-found', also for a secret that was revoked before */
export const revokeSecret = (name: string, secretId: string, change: Change): Promise<void> =>
  changing(change, async (tx) => {
    const row = await lock(tx, name)
    const gone = await tx`
      update machine_secret set revoked_at = clock_timestamp(), ha1 = null
      where id = ${secretId} and machine_id = ${row.id} and revoked_at is null returning id`
    if (gone.length === 0)
      throw OpError.of('not-found', 'This secret does not exist or is already revoked.')
    await record(tx, 'machine.secret-revoked', row, change, { after: { secret: secretId } })
  })

/** Ends a machine for good, with all its secrets and tokens. @throws OpError 'not-found', 'conflict' */
export const revokeMachine = (name: string, change: Change): Promise<void> =>
  changing(change, async (tx) => {
    const row = await lock(tx, name)
    refuseRevoked(row)
    await tx`update machine set revoked_at = clock_timestamp() where id = ${row.id}`
    await tx`
      update machine_secret set revoked_at = clock_timestamp(), ha1 = null
      where machine_id = ${row.id} and revoked_at is null`
    await record(tx, 'machine.revoked', row, change, {})
  })

async function changing<T>({ by, begin }: Change, work: (tx: Tx) => Promise<T>): Promise<T> {
  demandPerson(by)
  return sql().begin(async (tx) => {
    await begin?.(tx)
    return work(tx)
  }) as Promise<T>
}

async function lock(tx: Tx, name: string): Promise<MachineRow> {
  const [row] = await tx<MachineRow[]>`select * from machine where name = ${name} for update`
  if (!row) throw OpError.of('not-found', 'It does not exist, or you do not have access to it.')
  return row
}

function refuseRevoked({ revoked_at }: MachineRow): void {
  if (revoked_at) throw OpError.of('conflict', 'This machine is revoked. Create another one.')
}

const isLive = (tx: Tx, machineId: string) =>
  tx`machine_id = ${machineId} and revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`

async function checkEnd(tx: Tx, endsAt: Date): Promise<void> {
  const [row] = await tx<{ is_wrong: boolean }[]>`
    select ${endsAt} <= clock_timestamp() or ${endsAt} > clock_timestamp() + make_interval(days => ${MOST_DAYS}) as is_wrong`
  if (row?.is_wrong)
    throw invalid('endsAt', `Choose an end date in the future, at most ${MOST_DAYS} days from now.`)
}

const invalid = (field: string, why: string) =>
  OpError.of('invalid', why, { fields: { [field]: why } })

async function addSecret(tx: Tx, row: MachineRow, by: By): Promise<{ id: string; text: string }> {
  const text = newSecret()
  const id = newId()
  await tx`insert into machine_secret ${tx({
    id,
    machine_id: row.id,
    hash: hashOfSecret(text),
    hint: hintOf(text),
    ha1: row.uses_digest ? ha1Of(row.client_id, text) : null,
    shown_iss: by.iss,
    shown_sub: by.sub,
    shown_name: by.display,
  })}`
  return { id, text }
}

const columns = ({ owner, ...rest }: Settings) => ({
  purpose: rest.purpose,
  owner_iss: owner.iss,
  owner_sub: owner.sub,
  owner_name: owner.name,
  ends_at: rest.endsAt,
  carry_out: rest.carryOut,
  calls_per_minute: rest.callsPerMinute,
  gated_per_hour: rest.gatedPerHour,
  deletions_per_day: rest.deletionsPerDay,
  uses_digest: rest.usesDigest,
})

const recordedSettings = (row: MachineRow) => ({
  purpose: personal(row.purpose),
  owner: { iss: row.owner_iss, sub: row.owner_sub },
  ends: row.ends_at.toISOString(),
  carry_out: row.carry_out,
  calls_per_minute: row.calls_per_minute,
  gated_per_hour: row.gated_per_hour,
  deletions_per_day: row.deletions_per_day,
  digest: row.uses_digest,
})

const record = (
  tx: Tx,
  type: EventType,
  { name }: MachineRow,
  { by, trace }: Change,
  what: Pick<Parameters<typeof append>[1], 'before' | 'after'>,
) => append(tx, { type, actor: by, target: `machine ${name}`, ...what, trace })
