import { z } from 'zod'
import type { CredentialKind } from '@/lib/ops/atlas-credentials'
import type { Op } from '@/lib/ops/define'
import type { Place } from '../decide'
import { log } from '../log'
import { noteMade } from './store'

/** The operations that make a credential, and the field with its id in their answers. */
const makers: Readonly<Record<string, [kind: CredentialKind, field: string]>> = {
  createOrgApiKey: ['api-key', 'id'],
  createGroupApiKey: ['api-key', 'id'],
  createOrgServiceAccount: ['service-account', 'clientId'],
  createGroupServiceAccount: ['service-account', 'clientId'],
  createOrgMcpConfig: ['mcp-config', 'mcpConfigId'],
  createGroupMcpConfig: ['mcp-config', 'mcpConfigId'],
}

/** Remembers a credential that a call of Gatehouse made, from Atlas's answer. Never throws: the call was made. */
export async function noteIfMade(op: Op, place: Place | undefined, answer: unknown): Promise<void> {
  const [kind, field] = makers[op.atlas?.op ?? ''] ?? []
  if (!kind || !field || !place) return
  const id = z.record(z.string(), z.unknown()).safeParse(answer).data?.[field]
  if (typeof id !== 'string') return
  const groupId =
    kind === 'mcp-config' && op.atlas?.op.includes('Group') ? place.groupId : undefined
  await noteMade({ orgId: place.orgId, kind, id, groupId }).catch((error) =>
    log.error('A credential made by Gatehouse could not be noted', { kind, error: String(error) }),
  )
}
