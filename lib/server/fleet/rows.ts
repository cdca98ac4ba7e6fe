import { checks } from '@/lib/fleet/checks'
import { printJson } from '@/lib/format/json'
import { anyPlace, type Fleet, type FleetCell } from '@/lib/ops/fleet'
import type { Directory, KnownOrg, KnownProject } from '../directory'
import { printAs } from '../printed'
import { cellsOf } from './cells'
import type { Snapshot } from './view'

/** Projects and organizations by name. The same object for people with roles in the same places. */
export type Scope = { projects: readonly KnownProject[]; orgs: readonly KnownOrg[] }

const columns: Fleet['checks'] = checks.map((check) => {
  const { id, label, group, per, about, fine } = check
  return { id, label, group, per, about, fine, href: check.href(anyPlace) }
})
const columnsText = printJson(columns)

type Cells = Array<FleetCell | null>

/**
 * Rows with their JSON text. Each is kept until its place, its cells or the name of its organization change: most are the
 * same from one answer to the next, and printing thousands of cells is most of the work.
 */
function keptRows<P extends object, R>(rowOf: (place: P, cells: Cells, orgName: string) => R) {
  const kept = new WeakMap<P, { cells: Cells; orgName: string; row: R; text: string }>()
  return (place: P, cells: Cells, orgName: string) => {
    const before = kept.get(place)
    if (before?.cells === cells && before.orgName === orgName) return before
    const row = rowOf(place, cells, orgName)
    const made = { cells, orgName, row, text: printJson(row) }
    kept.set(place, made)
    return made
  }
}

const projectRow = keptRows(
  ({ groupId, name, orgId, environment, tags }: KnownProject, cells, orgName) => ({
    ...{ groupId, name, orgId, orgName, environment, tags, cells },
  }),
)
const orgRow = keptRows(({ orgId, name }: KnownOrg, cells) => ({ orgId, name, cells }))

// A snapshot is replaced within seconds.
const made = new WeakMap<Snapshot, WeakMap<Scope, Fleet>>()

/** The answer of `fleet.get`: made once for everyone who has the same scope. */
export function fleetOf(scope: Scope, known: Directory, all: Snapshot): Fleet {
  const ofAll = made.get(all) ?? new WeakMap<Scope, Fleet>()
  made.set(all, ofAll)
  const fleet = ofAll.get(scope) ?? make(scope, known, all)
  ofAll.set(scope, fleet)
  return fleet
}

function make(scope: Scope, { orgs }: Directory, all: Snapshot): Fleet {
  const ofProjects = scope.projects.map((one) =>
    projectRow(one, cellsOf(one, all), orgs.get(one.orgId)?.name ?? one.orgId),
  )
  const ofOrgs = scope.orgs.map((one) => orgRow(one, cellsOf(one, all), one.name))
  const asOf = new Date(all.now).toISOString()
  const texts = (rows: ReadonlyArray<{ text: string }>) => rows.map(({ text }) => text).join()
  return printAs(
    {
      asOf,
      checks: columns,
      projects: ofProjects.map(({ row }) => row),
      organizations: ofOrgs.map(({ row }) => row),
    },
    `{"asOf":"${asOf}","checks":${columnsText},"projects":[${texts(ofProjects)}],"organizations":[${texts(ofOrgs)}]}`,
  )
}
