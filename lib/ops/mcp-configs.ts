import { z } from 'zod'
import { query } from './define'
import { orgId, page, projectId } from './shapes'

const said = z.string().nullish()

const mcpConfig = z.looseObject({
  mcpConfigId: z.string(),
  mcpConfigName: said,
  clientId: said,
  roles: z.array(z.string()).nullish(),
})
/** Atlas's specification has 24 hexadecimal digits in paths and a UUID in answers. */
const mcpConfigId = z
  .string()
  .regex(/^[a-f0-9-]{24,36}$/i, 'Enter the ID of an MCP configuration')
  .meta({ examples: ['0b5c1f3e7a2d4c869e105d4f'] })

const secret = z.looseObject({ createdAt: said, lastUsedAt: said })
const hiddenFields = ['secret', 'maskedSecretValue']
const version = '2025-03-12'

export const listMcpConfigs = query({
  id: 'mcpConfigs.list',
  title: 'List the MCP configurations of an organization',
  atlas: { op: 'listOrgMcpConfigs', version },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: page(mcpConfig),
  allPages: true,
})

export const listMcpSecrets = query({
  id: 'mcpConfigs.secrets',
  title: 'List the secrets of an MCP configuration of an organization',
  atlas: { op: 'listOrgMcpConfigSecrets', version },
  roles: ['viewer'],
  input: z.strictObject({ orgId, mcpConfigId }),
  output: page(secret),
  allPages: true,
  hiddenFields,
})

export const listProjectMcpConfigs = query({
  id: 'projectMcpConfigs.list',
  title: 'List the MCP configurations of a project',
  atlas: { op: 'listGroupMcpConfigs', version },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(mcpConfig),
  allPages: true,
})

export const listProjectMcpSecrets = query({
  id: 'projectMcpConfigs.secrets',
  title: 'List the secrets of an MCP configuration of a project',
  atlas: { op: 'listGroupMcpConfigSecrets', version },
  roles: ['viewer'],
  input: z.strictObject({
    groupId: projectId,
    mcpConfigId,
  }),
  output: page(secret),
  allPages: true,
  hiddenFields,
})
