import { findCommand } from '@/lib/atlas/find-op'
import { forClients } from '@/lib/ops/derived-access'
import { whyNot } from '@/lib/ops/why-not'
import { bindingsOf, rolesAt, type Where } from '../bindings'
import { sql } from '../database'
import { groupOf } from './name'
import type { MachineRow } from './rows'

/** Why a machine may no longer send an approved call. Undefined: it may. */
export async function whyNotMachine(
  machineId: string,
  opId: string,
  places: readonly Where[],
): Promise<string | undefined> {
  const [machine] = await sql()<Array<MachineRow & { is_over: boolean }>>`
    select *, ends_at <= clock_timestamp() as is_over from machine where id = ${machineId}`
  const op = findCommand(opId)
  if (!machine || !op || machine.revoked_at)
    return 'The machine was revoked, so its call was not sent.'
  if (machine.is_over) return 'The machine has expired, so its call was not sent.'
  const bindings = bindingsOf([groupOf(machine.name)])
  const isLost = places.some(
    (place) => whyNot(forClients(op), rolesAt({ bindings }, place)) !== undefined,
  )
  return isLost ? 'The machine lost its role here, so its call was not sent.' : undefined
}
