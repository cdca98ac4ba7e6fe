import { fillAccessLists } from './access'
import { makeClusters } from './clusters'
import { makeEvents } from './events'
import { makeOrgs } from './orgs'
import { makeProjects } from './projects'
import { defaultSwitches, type WorldData } from './shapes'

/** The initial state. `now` is in milliseconds: ids of organizations and projects never change, recent dates do. */
export function makeWorld(now: number): WorldData {
  const [orgs, projects, clusters] = [makeOrgs(), makeProjects(), makeClusters(now)]
  fillAccessLists(projects, now)
  return {
    format: 1,
    bornAt: new Date(now).toISOString(),
    clock: { real: now, sandbox: now, speed: 1 },
    switches: structuredClone(defaultSwitches),
    revokedTokens: [],
    orgs,
    projects,
    clusters,
    events: makeEvents({ orgs, projects, clusters }, now),
    areas: {},
  }
}
