import { z } from 'zod'
import type { Op } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { readAtlas } from '../call-atlas'
import { findProject } from '../directory'

export type Answered = { op: Op; input: Record<string, unknown>; body: unknown }

const row = z.record(z.string(), z.unknown())
const rowsOf = (body: unknown) =>
  z.looseObject({ results: z.array(row) }).safeParse(body).data?.results ??
  z.array(row).safeParse(body).data ??
  []

/** Which field of a list's rows is which input of the reads about one row. */
const leads: Record<string, (row: Record<string, unknown>) => Record<string, unknown>> = {
  'clusters.list': ({ name }) => ({ clusterName: name }),
  'flexClusters.list': ({ name }) => ({ clusterName: name }),
  'backup.snapshots': ({ id }) => ({ snapshotId: id }),
  'backup.shardedSnapshots': ({ id }) => ({ snapshotId: id }),
  'backup.restoreJobs': ({ id }) => ({ restoreJobId: id }),
  'flexBackup.restoreJobs': ({ id }) => ({ restoreJobId: id }),
  'search.list': ({ indexID }) => ({ indexId: indexID }),
  'streams.workspaces': ({ name }) => ({ tenantName: name }),
  'streams.processors': ({ name }) => ({ processorName: name }),
  'streams.connections': ({ name }) => ({ connectionName: name }),
  // A provider's metadata is read by its legacy id.
  'federation.providers': ({ id, oktaIdpId }) => ({ identityProviderId: id, oktaIdpId }),
  'federation.orgs': ({ roleMappings }) => ({ id: rowsOf(roleMappings)[0]?.id }),
  'access.held': ({ cidrBlock }) => ({ entryValue: cidrBlock }),
}

/** The sandbox's largest answer to each Atlas read, found by following its lists. */
export async function crawl(): Promise<Map<string, Answered>> {
  const found = new Map<string, Answered>()
  const asked = new Set<string>()
  const reads = [...ops.values()].filter((op) => op.kind === 'query' && op.atlas)
  const first = await findProject(projectIdOf('search-platform'))
  if (!first) throw new Error('The sandbox has no project search-platform')
  const follow = async (known: Record<string, unknown>): Promise<void> => {
    for (const op of reads) {
      const given = op.id === 'federation.metadata' ? { ...known, ...olderId(known) } : known
      const input = op.input.safeParse(pick(given, Object.keys(op.input.shape)))
      const key = `${op.id} ${JSON.stringify(input.data)}`
      if (!input.success || asked.has(key)) continue
      asked.add(key)
      const answer = await readAtlas(op, input.data, first.connection, {
        requestId: 'crawl',
      }).catch(() => undefined)
      if (!answer) continue
      const { body } = answer.value
      if (size(body) > size(found.get(op.id)?.body))
        found.set(op.id, { op, input: input.data, body })
      const lead = leads[op.id]
      for (const one of lead ? rowsOf(body).slice(0, 8) : [])
        await follow({ ...known, ...lead?.(one) })
    }
  }
  const { orgId } = first
  const federation = z.looseObject({ id: z.string() })
  await follow({ orgId })
  const federationSettingsId = federation.safeParse(found.get('federation.find')?.body).data?.id
  await follow({ orgId, federationSettingsId })
  for (const name of [
    'search-platform',
    'payments-prod',
    'streams-eu',
    'free-and-flex',
    'analytics',
  ])
    await follow({
      orgId,
      federationSettingsId,
      groupId: projectIdOf(name),
      cloudProvider: 'aws',
      requesterAccountId: '111122223333',
      regionName: 'DUBLIN_IRL',
    })
  return found
}

const olderId = ({ oktaIdpId }: Record<string, unknown>) => ({ identityProviderId: oktaIdpId })

const size = (body: unknown) => JSON.stringify(body ?? '').length

const pick = (from: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(
    Object.entries(from).filter(([name, value]) => names.includes(name) && value !== undefined),
  )
