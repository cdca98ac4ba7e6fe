import { setTimeout as pause } from 'node:timers/promises'
import { wantedEntries } from '../access-entry'
import { canonical, singleOf } from '../address'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { type Reject, reject } from '../reject'
import type { World } from '../world'
import type { AccessEntry, Project } from '../world/shapes'

/** How long, in milliseconds, an add blocks its project's access list. */
const applyMs = 150
/** Seconds of the sandbox clock until a new entry is ACTIVE. */
const pendingSeconds = 4

const keyOf = (e: AccessEntry) => e.cidrBlock ?? e.awsSecurityGroup ?? ''

/** The entries by the real clock. Expired ones are removed with an event. */
export function entriesOf(world: World, project: Project): AccessEntry[] {
  const isOver = (e: AccessEntry) =>
    e.deleteAfterDate !== undefined && Date.parse(e.deleteAfterDate) <= Date.now()
  for (const entry of project.accessList.filter(isOver))
    world.record({ ...about(project, entry), eventTypeName: 'NETWORK_PERMISSION_ENTRY_REMOVED' })
  project.accessList = project.accessList.filter((e) => !isOver(e))
  return project.accessList
}

const about = (project: Project, entry: AccessEntry) => ({
  orgId: project.orgId,
  groupId: project.id,
  whitelistEntry: keyOf(entry),
})

const selfOf = (base: string, groupId: string, entry: AccessEntry) =>
  `${base}/api/atlas/v2/groups/${groupId}/accessList/${encodeURIComponent(keyOf(entry))}`

/** A single address has both `cidrBlock` and `ipAddress`. */
function entryBody(entry: AccessEntry, groupId: string, base: string) {
  const ipAddress = entry.cidrBlock ? singleOf(entry.cidrBlock) : undefined
  return {
    ...(entry.awsSecurityGroup ? { awsSecurityGroup: entry.awsSecurityGroup } : {}),
    ...(entry.cidrBlock ? { cidrBlock: entry.cidrBlock } : {}),
    ...(entry.comment === undefined ? {} : { comment: entry.comment }),
    ...(entry.deleteAfterDate ? { deleteAfterDate: entry.deleteAfterDate } : {}),
    groupId,
    ...(ipAddress ? { ipAddress } : {}),
    links: [{ href: selfOf(base, groupId, entry), rel: 'self' }],
  }
}

const listed = ({ world, base }: HandlerInput, project: Project) =>
  rows(entriesOf(world, project).map((e) => entryBody(e, project.id, base)))

/** The entry in a path: a CIDR block, an address or a security group. */
function named({ world, path }: HandlerInput, project: Project): AccessEntry {
  const value = path.entryValue ?? ''
  const key = canonical(value) ?? value
  const found = entriesOf(world, project).find((e) => keyOf(e) === key)
  if (found) return found
  throw reject(
    404,
    'ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND',
    `IP Address ${value} not on Atlas access list for group ${project.id}.`,
    value,
    project.id,
  )
}

/** Adds entries. An existing address gets the new comment and expiry. */
function put({ world, origin }: HandlerInput, project: Project, wanted: AccessEntry[]): void {
  for (const entry of wanted) {
    const known = entriesOf(world, project).find((e) => keyOf(e) === keyOf(entry))
    if (known)
      Object.assign(known, { comment: entry.comment, deleteAfterDate: entry.deleteAfterDate })
    else project.accessList.push(entry)
    const eventTypeName = `NETWORK_PERMISSION_ENTRY_${known ? 'UPDATED' : 'ADDED'}`
    world.record({ ...about(project, entry), eventTypeName }, origin)
  }
}

/** The answer to an add while another one runs in its project. */
function overlapping(world: World, project: Project): Reject {
  return world.switches.overlap === '409'
    ? reject(
        409,
        'CONCURRENT_MODIFICATION',
        'Another change to this access list is being applied.',
        project.id,
      )
    : reject(500, 'UNEXPECTED_ERROR', 'An unexpected error occurred.')
}

export const accessList = {
  listGroupAccessListEntries: (input) => listed(input, input.world.project(input.path.groupId)),
  getGroupAccessListEntry: (input) => {
    const project = input.world.project(input.path.groupId)
    return entryBody(named(input, project), project.id, input.base)
  },
  getGroupAccessListStatus: (input) => {
    const entry = named(input, input.world.project(input.path.groupId))
    const isActive = entry.activeAt <= input.world.clock()
    return { STATUS: entry.failed ? 'FAILED' : isActive ? 'ACTIVE' : 'PENDING' }
  },
  createGroupAccessListEntry: async (input) => {
    const { world } = input
    const project = world.project(input.path.groupId)
    const wanted = wantedEntries(input.body, project.peering).map((e) => ({
      ...e,
      activeAt: world.clock() + pendingSeconds * 1000,
    }))
    if (world.applying.has(project.id)) {
      // Seen live: the answer is a failure, but the entry was added.
      if (world.switches.overlap === '500-applied') put(input, project, wanted)
      throw overlapping(world, project)
    }
    world.applying.add(project.id)
    try {
      await pause(applyMs)
      put(input, project, wanted)
    } finally {
      world.applying.delete(project.id)
    }
    return reply(201, listed(input, project), 200)
  },
  deleteGroupAccessListEntry: (input) => {
    const { world, origin } = input
    const project = world.project(input.path.groupId)
    const key = keyOf(named(input, project))
    const [gone] = project.accessList.filter((e) => keyOf(e) === key)
    project.accessList = project.accessList.filter((e) => keyOf(e) !== key)
    if (gone)
      world.record(
        { ...about(project, gone), eventTypeName: 'NETWORK_PERMISSION_ENTRY_REMOVED' },
        origin,
      )
    return reply(204)
  },
} satisfies SandboxFile
