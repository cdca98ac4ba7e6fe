import { z } from 'zod'
import { type HandlerInput, rows, type SandboxFile } from '../define'
import { invalid } from '../reject'
import type { Org } from '../world/shapes'
import { projectBody, visibleProjects } from './projects'

const orgBody = (org: Org, base: string) => ({
  id: org.id,
  isDeleted: false,
  links: [{ href: `${base}/api/atlas/v2/orgs/${org.id}`, rel: 'self' }],
  name: org.name,
  skipDefaultAlertsSettings: false,
})

const settingsBody = (org: Org) => ({
  ...org.settings,
  customSessionTimeouts: {
    absoluteSessionTimeoutInSeconds: null,
    idleSessionTimeoutInSeconds: null,
  },
})

const changes = z.object({
  apiAccessListRequired: z.boolean().optional(),
  genAIFeaturesEnabled: z.boolean().optional(),
  maxServiceAccountSecretValidityInHours: z.int().min(8).max(8760).optional(),
  multiFactorAuthRequired: z.boolean().optional(),
  operationsContact: z.string().nullable().optional(),
  restrictEmployeeAccess: z.boolean().optional(),
  securityContact: z.string().nullable().optional(),
  streamsCrossGroupEnabled: z.boolean().optional(),
})

/** Organizations that hold a project the caller sees. */
function visibleOrgs({ world, actor }: HandlerInput): Org[] {
  if (!actor.limited) return world.data.orgs
  const ids = new Set(visibleProjects({ world, actor }).map((p) => p.orgId))
  return world.data.orgs.filter((o) => ids.has(o.id))
}

const byName = (query: URLSearchParams) => {
  const name = query.get('name')?.toLowerCase()
  return (row: { name: string }) => !name || row.name.toLowerCase().startsWith(name)
}

export const organizations = {
  listOrgs: (input) =>
    rows(
      visibleOrgs(input)
        .filter(byName(input.query))
        .map((o) => orgBody(o, input.base)),
    ),
  getOrg: ({ world, path, base }) => orgBody(world.org(path.orgId), base),
  getOrgSettings: ({ world, path }) => settingsBody(world.org(path.orgId)),
  updateOrgSettings: ({ world, path, body, origin }) => {
    const org = world.org(path.orgId)
    const wanted = changes.safeParse(body)
    if (!wanted.success)
      throw invalid(
        wanted.error.issues.map((i) => ({ field: i.path.join('.'), description: i.message })),
      )
    const restricted = org.settings.restrictEmployeeAccess
    Object.assign(org.settings, wanted.data)
    const about = { orgId: org.id }
    if (org.settings.restrictEmployeeAccess !== restricted)
      world.record(
        {
          ...about,
          eventTypeName: restricted
            ? 'ORG_EMPLOYEE_ACCESS_UNRESTRICTED'
            : 'ORG_EMPLOYEE_ACCESS_RESTRICTED',
        },
        origin,
      )
    else world.record({ ...about, eventTypeName: 'ORG_SETTINGS_CONFIGURED' }, origin)
    return settingsBody(org)
  },
  getOrgGroups: ({ world, path, query, base }) => {
    const { id } = world.org(path.orgId)
    return rows(
      world.data.projects
        .filter((p) => p.orgId === id)
        .filter(byName(query))
        .map((p) => projectBody(world, p, base)),
    )
  },
} satisfies SandboxFile
