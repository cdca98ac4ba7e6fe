import { databaseClock } from '@/lib/approvals/employee-access/observer'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { type CredentialKind, credentialKinds } from '@/lib/ops/atlas-credentials'
import type { OpError } from '@/lib/ops/failure'
import { sql } from '../database'
import { directory } from '../directory'
import { log } from '../log'
import { type Known, readers, readProjectMcp } from './read'
import { noteList } from './store'

type Org = { orgId: string; connection: Connection }
export type Unread = Pick<OpError['failure'], 'message' | 'atlas'> & { kind: CredentialKind }

const whyUnread = (error: unknown): Omit<Unread, 'kind'> => {
  if (!(error instanceof AtlasError)) return { message: 'Atlas’s answer has an unknown format.' }
  const { message, atlas } = toFailure(error).failure
  return { message, ...(atlas ? { atlas } : {}) }
}

/**
 * Reads the lists of an organization and stores them. A failing list does not affect the others. Details that take a call
 * for each credential are read for those that are not in `known`.
 */
export async function lookAtOrg(
  { orgId, connection, requestId }: Org & { requestId?: string },
  known: Known = new Map(),
) {
  const unread = await Promise.all(
    credentialKinds.map(async (kind): Promise<Unread[]> => {
      const readAt = await databaseClock(sql())
      try {
        await noteList({
          orgId,
          kind,
          readAt,
          found: await readers[kind](orgId, connection, known),
        })
        return []
      } catch (error) {
        log.warn('Atlas credentials could not be read', {
          orgId,
          kind,
          requestId,
          error: String(error),
        })
        return [{ kind, ...whyUnread(error) }]
      }
    }),
  )
  return unread.flat()
}

/** Reads the lists of every organization and project that Gatehouse knows, one after the other. */
export async function lookEverywhere(signal: AbortSignal): Promise<void> {
  const { orgs, projects } = await directory()
  for (const org of orgs.values()) {
    if (signal.aborted) return
    await lookAtOrg(org)
  }
  for (const project of projects.values()) {
    if (signal.aborted) return
    await lookAtProject(project)
  }
}

/** Reads the MCP configurations of a project and stores them. */
export async function lookAtProject({
  orgId,
  groupId,
  connection,
}: Org & { groupId: string }): Promise<void> {
  const readAt = await databaseClock(sql())
  try {
    const found = await readProjectMcp(groupId, connection)
    await noteList({ orgId, groupId, kind: 'mcp-config', found, readAt })
  } catch (error) {
    log.warn('MCP configurations of a project could not be read', {
      groupId,
      error: String(error),
    })
  }
}
