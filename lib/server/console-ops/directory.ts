import type { z } from 'zod'
import type { whoAmI as meOp } from '@/lib/ops/me'
import type { Role } from '@/lib/ops/roles'
import { rolesAt } from '../bindings'
import { proofWarnings, whyNoApprovals } from '../checkpoints/health'
import { addressForAtlas } from '../client-address'
import { clockWarnings } from '../clocks'
import { configuration } from '../configuration'
import { cutCommands } from '../cut-command'
import { sql } from '../database'
import { placesOf } from '../decide'
import { notesFor } from '../degraded'
import { directory } from '../directory'
import type { ConsoleContext } from './context'

/** A notice for each unsettled command in this person's scope, for people who can act on it. */
async function cutNotes(person: ConsoleContext['person']): Promise<string[]> {
  const notes = cutCommands().map(async ({ says, scope }) => {
    const [place] = await placesOf(scope).catch(() => [])
    const held = rolesAt(person, place)
    return held.includes('operator') || held.includes('admin')
      ? [
          `Atlas has not confirmed this command, and Gatehouse is checking whether it took effect: ${says}.`,
        ]
      : []
  })
  return (await Promise.all(notes)).flat()
}

/** `me.get` */
export async function whoAmI(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof meOp.output>> {
  const known = await directory()
  const { orgs, projects } = known
  const notes = notesFor(person, known)
  const mine = [...projects.values()]
    .map((p) => ({ p, roles: rolesAt(person, p) }))
    .filter(({ roles }) => roles.length > 0)
  const organizations = [...orgs.values()]
    .map((o) => ({ o, roles: rolesAt(person, { orgId: o.orgId, tags: [] }) }))
    .filter(({ o, roles }) => roles.length > 0 || mine.some(({ p }) => p.orgId === o.orgId))
  const roles = new Set<Role>(rolesAt(person, undefined))
  const [session] = await sql()<
    { started_at: Date }[]
  >`select started_at from session where id = ${person.sessionId}`
  const started = session?.started_at.getTime() ?? Date.now()
  return {
    name: person.name,
    subject: person.sub,
    groups: person.groups,
    roles: [...roles],
    organizations: organizations
      .map(({ o, roles: held }) => ({
        orgId: o.orgId,
        name: o.name,
        connection: o.connection.name,
        sandbox: o.connection.sandbox,
        roles: held,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    projects: mine
      .map(({ p, roles: held }) => ({
        groupId: p.groupId,
        name: p.name,
        orgId: p.orgId,
        environment: p.environment,
        tags: p.tags.map(({ key, value }) => ({ key, value })),
        roles: held,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    complete: notes.length === 0,
    notes: [
      ...notes,
      ...(await cutNotes(person)),
      ...(roles.has('admin') ? [...(await clockWarnings()), ...(await proofWarnings())] : []),
      ...[(await whyNoApprovals()) ?? []].flat(),
    ],
    contact: configuration().contact,
    sessionEndsAt: new Date(
      started + configuration().signIn.absoluteMinutes * 60_000,
    ).toISOString(),
    gated: gatedEverywhere(),
  }
}

/** `access.mine` */
export const myAddress = async (_: unknown, { person }: ConsoleContext) =>
  addressForAtlas(person.ip)

/** The operations that the policy raises to approval wherever they run. */
function gatedEverywhere(): string[] {
  const { friction, rules } = configuration().policy
  const byRules = rules.flatMap(({ match: { op = [], ...rest }, friction: level, steps }) =>
    (steps || level === 'approval') && Object.values(rest).every((one) => one === undefined)
      ? op
      : [],
  )
  return [...Object.keys(friction).filter((id) => friction[id] === 'approval'), ...byRules]
}
