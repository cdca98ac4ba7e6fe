import type { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { OpError } from '@/lib/ops/failure'
import type {
  createMachine,
  getMachine,
  listMachineAbilities,
  listMachineDeeds,
  listMachines,
  revokeMachine,
  revokeMachineSecret,
  rotateMachine,
  updateMachine,
} from '@/lib/ops/machines'
import { byOf } from '../actor'
import { bindingsOf } from '../bindings'
import { notInScope } from '../decide'
import { abilitiesOf } from '../machines/abilities'
import { lastDone } from '../machines/last-done'
import * as manage from '../machines/manage'
import { groupOf } from '../machines/name'
import type { MachineRow } from '../machines/rows'
import { storeUse } from '../machines/use'
import {
  isOwner,
  machineRows,
  machineView,
  managesAll,
  placesOf,
  secretViews,
  sees,
  unboundNames,
  usesOf,
} from '../machines/view'
import { seenPeople } from '../people-near'
import type { Person } from '../person'
import type { ConsoleContext } from './context'

/** `machines.list` */
export async function list(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof listMachines.output>> {
  await storeUse()
  const rows = await machineRows()
  const mine = rows.filter((row) => sees(person, row))
  return {
    results: await Promise.all(mine.map((row) => machineView(row, person))),
    unknown: managesAll(person) ? unboundNames(rows) : [],
  }
}

/** `machines.get` @throws OpError 'not-found' */
export async function get(
  { name }: z.output<typeof getMachine.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof getMachine.output>> {
  await storeUse()
  const row = await visible(name, person)
  const [machine, secrets, uses] = await Promise.all([
    machineView(row, person),
    secretViews(row),
    usesOf(row),
  ])
  return { machine, secrets, uses }
}

/** `machines.abilities` @throws OpError 'not-found' */
export async function abilities(
  { name }: z.output<typeof listMachineAbilities.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof listMachineAbilities.output>> {
  const row = await visible(name, person)
  const group = groupOf(row.name)
  const bindings = row.revoked_at ? [] : await placesOf(bindingsOf([group]), person)
  return { results: abilitiesOf(bindings, group) }
}

/** `machines.deeds` @throws OpError 'not-found' */
export async function deeds(
  { name }: z.output<typeof listMachineDeeds.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof listMachineDeeds.output>> {
  const row = await visible(name, person)
  return { results: await lastDone(row.name, person) }
}

/** `machines.create` */
export async function create(
  { name, withSecret, ...typed }: z.output<typeof createMachine.input>,
  context: ConsoleContext,
): Promise<z.output<typeof createMachine.output>> {
  const settings = await settingsOf(typed)
  const made = await manage.createMachine(name, settings, { withSecret }, changeOf(context))
  return { name, clientId: made.clientId, clientSecret: made.secret ?? null }
}

/** `machines.update` @throws OpError 'not-found', 'conflict', 'invalid' */
export async function update(
  { name, opened, ...typed }: z.output<typeof updateMachine.input>,
  context: ConsoleContext,
): Promise<z.output<typeof updateMachine.output>> {
  const row = await visible(name, context.person)
  const isSame = row.owner_sub === typed.owner
  const owner = { iss: row.owner_iss, sub: row.owner_sub, name: row.owner_name }
  await manage.changeMachine(
    name,
    await settingsOf(typed, isSame ? owner : undefined),
    changeOf(context),
    (now) => sameJson(typedOf(now), { ...opened, endsAt: new Date(opened.endsAt).toISOString() }),
  )
  return { name }
}

/** `machines.rotate` @throws OpError 'not-allowed' for others than admins and its owner, 'conflict' */
export async function rotate(
  { name, keepHours }: z.output<typeof rotateMachine.input>,
  context: ConsoleContext,
): Promise<z.output<typeof rotateMachine.output>> {
  await own(name, context.person)
  const made = await manage.rotateSecret(name, keepHours, changeOf(context))
  return { name, clientId: made.clientId, clientSecret: made.secret ?? null }
}

/** `machines.revokeSecret` @throws OpError 'not-allowed', 'not-found' */
export async function revokeSecret(
  { name, secretId }: z.output<typeof revokeMachineSecret.input>,
  context: ConsoleContext,
): Promise<z.output<typeof revokeMachineSecret.output>> {
  await own(name, context.person)
  await manage.revokeSecret(name, secretId, changeOf(context))
  return { name }
}

/** `machines.revoke` @throws OpError 'not-allowed', 'not-found', 'conflict' */
export async function revoke(
  { name }: z.output<typeof revokeMachine.input>,
  context: ConsoleContext,
): Promise<z.output<typeof revokeMachine.output>> {
  await own(name, context.person)
  await manage.revokeMachine(name, changeOf(context))
  return { name }
}

const changeOf = ({ person, decision, requestId, begin }: ConsoleContext): manage.Change => ({
  by: byOf(person, decision),
  trace: requestId,
  begin,
})

async function visible(name: string, person: Person) {
  const [row] = await machineRows(name)
  if (!row || !sees(person, row)) throw notInScope()
  return row
}

/** Refuses everyone but admins and the owner. */
async function own(name: string, person: Person): Promise<void> {
  const row = await visible(name, person)
  if (!managesAll(person) && !isOwner(row, person))
    throw OpError.of('not-allowed', 'Only admins and the owner of a machine can do this.')
}

const typedOf = (row: MachineRow): Typed => ({
  purpose: row.purpose,
  owner: row.owner_sub,
  endsAt: row.ends_at.toISOString(),
  carryOut: row.carry_out,
  callsPerMinute: row.calls_per_minute,
  gatedPerHour: row.gated_per_hour,
  deletionsPerDay: row.deletions_per_day,
  usesDigest: row.uses_digest,
})

type Typed = Omit<z.output<typeof updateMachine.input>, 'name' | 'opened'>

/** @throws OpError 'invalid' for an owner who is not known */
async function settingsOf(
  { owner: sub, endsAt, ...rest }: Typed,
  kept?: manage.Settings['owner'],
): Promise<manage.Settings> {
  const [found] = kept ? [kept] : await seenPeople(sub)
  if (!found) {
    const why = 'This account has no role in Gatehouse, or has not signed in recently.'
    throw OpError.of('invalid', why, { fields: { owner: why } })
  }
  const owner = { iss: found.iss, sub: found.sub, name: found.name }
  return { ...rest, owner, endsAt: new Date(endsAt) }
}
