import { sources } from '@/lib/fleet/checks'
import { getFleet, listFindings } from '@/lib/ops/fleet'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { sql } from '../database'
import { findProject, lookAgain } from '../directory'
import { observeProject } from '../employee-access/observe'
import { collect } from '../fleet/collect'
import { forgetOwn } from '../fleet/own'
import { followDirectory, forgetPlaces } from '../fleet/places'
import { forgetSnapshot } from '../fleet/view'
import { run } from '../run'

const ofAtlas = sources.filter(({ op }) => op).map(({ id }) => id)

/** Only these projects and organizations are read, so that a test does not read the whole sandbox. */
export async function only(...ids: string[]): Promise<void> {
  await followDirectory()
  await sql()`
    update fleet_reading set next_at = 'infinity'
    where not (group_id = any(${ids}) or org_id = any(${ids}) and group_id = '')`
}

/** Lets the collector run until nothing is due. */
export async function collectAll(): Promise<void> {
  const due = () => sql()`
    select 1 from fleet_reading where next_at <= clock_timestamp() and source = any(${ofAtlas}) limit 1`
  forgetOwn()
  do await collect(new AbortController().signal)
  while ((await due()).length > 0)
}

/** Reads everything about a project again. */
export async function again(groupId: string): Promise<void> {
  await sql()`update fleet_reading set next_at = clock_timestamp() where group_id = ${groupId}`
  await collectAll()
}

/** Looks at a project for employee access, as the observer does. */
export const observe = async (groupId: string) => observeProject((await findProject(groupId))!)

/** A new project with the cluster `main`, which the fleet knows. Returns its id. */
export async function newProject(world: TestConsole, more: object = {}): Promise<string> {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }], ...more })
  await lookAgain(groupId)
  forgetPlaces()
  await followDirectory()
  await observe(groupId)
  return groupId
}

/** The fleet as a person sees it now. */
export async function fleet(person = personAs('viewer')) {
  forgetSnapshot()
  return getFleet.output.parse((await run(getFleet, {}, person)).data)
}

export const findings = async (input: object = {}, person = personAs('viewer')) =>
  listFindings.output.parse((await run(listFindings, input, person)).data)

/** The cells of a project or organization by check. */
export async function cellsOf(id: string) {
  const { checks, projects, organizations } = await fleet()
  const place = [
    ...projects.map(({ groupId, cells }) => ({ id: groupId, cells })),
    ...organizations.map(({ orgId, cells }) => ({ id: orgId, cells })),
  ].find((one) => one.id === id)
  return Object.fromEntries(checks.map((check, at) => [check.id, place?.cells[at] ?? undefined]))
}
