import { lowerFirst } from '@/lib/format/words'
import { gatedStep } from '@/lib/ops/guided'
import { whyNot } from '@/lib/ops/why-not'
import { bindingsOf, rolesAt } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import { asOne, touchedBy } from '../decide'
import { frictionNow } from '../friction-now'
import { type GuidedRow, type KeptStep, stepCommand } from './rows'

/**
 * A sentence when a step may not be sent any more: it needs a second person by now, or whoever the run goes on for lost the
 * role; undefined: it may, or nobody is kept. A person's groups are those of their last sign-in, as OpenID Connect tells no
 * later ones, held against today's bindings: a session that ended takes nothing away. A call that starts again what the run
 * stopped asks neither: it was decided with the stop, and what stays stopped harms more.
 */
export async function lostRight(row: GuidedRow, step: KeptStep): Promise<string | undefined> {
  if (row.state === 'putting-back' || step.op === row.put_back?.op) return undefined
  const op = stepCommand(step)
  const places = await touchedBy(op, step.input)
  const friction = await frictionNow(op, step.input, places && asOne(places), row.id)
  if (friction.level === 'approval') return gatedStep(op.title, friction.because)
  const who = row.on_behalf_of
  if (!who) return undefined
  const [seen] = await sql()<{ groups: string[] }[]>`
    select groups from person_seen where iss = ${who.iss} and sub = ${who.sub}`
  // Nobody holds a role by an issuer that is no longer configured.
  const isKnown = who.iss === configuration().signIn.issuer
  const bindings = bindingsOf(isKnown ? (seen?.groups ?? who.groups) : [])
  const may = places?.every((place) => whyNot(op, rolesAt({ bindings }, place)) === undefined)
  return may
    ? undefined
    : `${who.name} may not ${lowerFirst(op.title)} here any more, so that was not sent. Somebody who may has to do it.`
}
