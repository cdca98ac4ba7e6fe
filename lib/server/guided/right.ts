import { lowerFirst } from '@/lib/format/words'
import { isGated } from '@/lib/ops/friction'
import { gatedStep } from '@/lib/ops/guided'
import { whyNot } from '@/lib/ops/why-not'
import { bindingsOf, rolesAt } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import { asOne, touchedBy } from '../decide'
import { frictionNow } from '../friction-now'
import { type GuidedRow, type KeptStep, stepCommand } from './rows'

/**
 * Why a step can't be sent: it now needs a second person, or the person of the run lost the role. Undefined: it can.
 * A person's groups are those of their last sign-in, matched with the current bindings. A call that restarts what the
 * run stopped is always sent: the person decided on both together, and leaving it stopped does more harm.
 */
export async function lostRight(row: GuidedRow, step: KeptStep): Promise<string | undefined> {
  if (row.state === 'putting-back' || step.op === row.put_back?.op) return undefined
  const op = stepCommand(step)
  const places = await touchedBy(op, step.input)
  const who = row.on_behalf_of
  const groups = who ? await groupsNow(who) : []
  const friction = await frictionNow(op, step.input, places && asOne(places), groups, row.id)
  if (isGated(friction)) return gatedStep(op.title, friction.because)
  if (!who) return undefined
  const bindings = bindingsOf(groups)
  const may = places?.every((place) => whyNot(op, rolesAt({ bindings }, place)) === undefined)
  return may
    ? undefined
    : // The audit log keeps this message forever, so it names nobody.
      `The person who started or continued this no longer has the role to ${lowerFirst(op.title)}, so the step was not sent. Someone with the role must continue it.`
}

async function groupsNow(who: NonNullable<GuidedRow['on_behalf_of']>): Promise<readonly string[]> {
  const [seen] = await sql()<{ groups: string[] }[]>`
    select groups from person_seen where iss = ${who.iss} and sub = ${who.sub}`
  // People of an issuer that is no longer configured have no roles.
  return who.iss === configuration().signIn.issuer ? (seen?.groups ?? who.groups) : []
}
