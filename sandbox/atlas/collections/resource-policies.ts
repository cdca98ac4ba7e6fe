import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import type { SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { contentTypeOf } from '../media'
import { Reject } from '../reject'
import type { World } from '../world'
import { contoso, northwind } from '../world/orgs'
import { entity, forbids, ip } from './cedar/engine'
import { type Problem, problemOf } from './cedar/problems'

const user = { id: idFrom('sara.lindqvist', '2022-03-14T09:12:00Z'), name: 'Sara Lindqvist' }

const resourcePolicy = z.looseObject({
  id: z.string(),
  orgId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  policies: z.array(z.object({ id: z.string(), body: z.string() })),
})
type ResourcePolicy = z.output<typeof resourcePolicy>

const policiesOf = (bodies: ReadonlyArray<{ body: string }>) =>
  bodies.map(({ body }, i) => ({ id: idFrom(`policy ${i} ${body}`, Date.UTC(2025, 3, 1)), body }))

function policyOf(orgId: string, name: string, created: Date | string, bodies: string[]) {
  const dates = { createdDate: iso(created), lastUpdatedDate: iso(created) }
  return {
    id: idFrom(`resource policy ${orgId} ${name}`, created),
    orgId,
    name,
    description: null,
    policies: policiesOf(bodies.map((body) => ({ body }))),
    version: 'v1',
    createdByUser: user,
    lastUpdatedByUser: user,
    ...dates,
  }
}

const forbid = (action: string, condition: string) => `forbid (
  principal,
  action == ResourcePolicy::Action::"${action}",
  resource
)
${condition};`

const noGcp = forbid(
  'cluster.modify',
  'when { context.cluster.cloudProviders.contains(ResourcePolicy::CloudProvider::"gcp") }',
)
const noOpenList = forbid(
  'project.ipAccessList.modify',
  'when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) }',
)

const initial = [
  policyOf(northwind.id, 'Europe only', '2025-04-02T08:00:00Z', [
    forbid(
      'cluster.modify',
      'unless { [ResourcePolicy::Region::"aws:eu-west-1", ResourcePolicy::Region::"aws:eu-central-1"].containsAll(context.cluster.regions) }',
    ),
  ]),
  policyOf(northwind.id, 'No open access lists', '2025-04-02T08:10:00Z', [noOpenList]),
  policyOf(contoso.id, 'No clusters in Google Cloud', '2025-06-20T13:00:00Z', [noGcp]),
  policyOf(contoso.id, 'No open access lists', '2025-06-20T13:20:00Z', [noOpenList]),
]

/** Atlas's own shape of a 400 for invalid policies. */
class InvalidPolicies extends Reject {
  private readonly problem: Problem
  constructor(problem: Problem, version: string) {
    super(400, problem.errorType, 'The policies are invalid.', {
      headers: { 'Content-Type': contentTypeOf(version) },
    })
    this.problem = problem
  }
  override get body() {
    return { ...this.problem }
  }
}

const bodies = z.array(z.object({ body: z.string() })).min(1)
const newPolicy = z.object({
  name: z.string().min(1),
  description: z.string().nullable().optional(),
  policies: bodies,
})

/** Throws Atlas's 400 for bodies that are not valid policies. */
function checked<T extends { policies?: Array<{ body: string }> }>(sent: T, version: string): T {
  const problem = problemOf((sent.policies ?? []).map((p) => p.body))
  if (problem) throw new InvalidPolicies(problem, version)
  return sent
}

function made({ body, path, version }: Parameters<SandboxFile[string]>[0]): ResourcePolicy {
  const sent = checked(bodyOf(newPolicy, body), version)
  const { policies, description = null } = sent
  const { orgId = '' } = path
  return {
    ...policyOf(orgId, sent.name, new Date(), []),
    description,
    policies: policiesOf(policies),
  }
}

export const resourcePolicies = collection<ResourcePolicy>({
  name: 'resourcePolicies',
  path: '/orgs/{orgId}/resourcePolicies/{resourcePolicyId}',
  shape: resourcePolicy,
  key: 'id',
  unique: 'name',
  array: true,
  links: false,
  errors: { notFound: 'RESOURCE_POLICY_NOT_FOUND', exists: 'DUPLICATE_RESOURCE_POLICY_NAME' },
  codes: { create: [201], delete: [200] },
  events: {
    create: 'RESOURCE_POLICY_CREATED',
    update: 'RESOURCE_POLICY_MODIFIED',
    delete: 'RESOURCE_POLICY_DELETED',
  },
  eventFields: ({ id }) => ({ resourcePolicyId: id }),
  seed: () => initial.map((item) => ({ place: { orgId: item.orgId }, item })),
  sample: (n, { orgId = '' }) =>
    policyOf(orgId, `Rule ${n}`, iso(Date.UTC(2025, 0, n + 1)), [noGcp]),
  create: made,
  update: (_, { body, version }) => {
    const { policies, ...sent } = checked(bodyOf(newPolicy.partial(), body), version)
    const changed = policies ? { policies: policiesOf(policies) } : {}
    return { ...sent, ...changed, lastUpdatedDate: iso(Date.now()) }
  },
})

/** The resources of an organization that break a policy, of the kinds that the sandbox evaluates. */
function breaking(world: World, orgId: string, body: string) {
  // Most resources are alike, and Cedar parses the policy for each call.
  const known = new Map<string, boolean>()
  const isForbidden = (action: string, resource: { type: string; id: string }, context: object) => {
    const key = JSON.stringify([action, context, body.includes(resource.id) && resource.id])
    const found = known.get(key) ?? forbids(body, action, resource, { ...context })
    known.set(key, found)
    return found
  }
  const projects = world.data.projects.filter((p) => p.orgId === orgId)
  const lists = projects.flatMap(({ id, name, accessList }) => {
    const ipAccessList = accessList.flatMap((e) => (e.cidrBlock ? ip(e.cidrBlock) : []))
    const resource = { type: 'Project', id }
    return isForbidden('project.ipAccessList.modify', resource, { project: { ipAccessList } })
      ? [{ resourceId: id, resourceName: name, resourceType: 'PROJECT' }]
      : []
  })
  const clusters = projects
    .flatMap((p) => world.clusters(p.id))
    .flatMap(({ id, name, regions }) => {
      const cluster = {
        cloudProviders: regions.map((r) => entity('CloudProvider', r.provider.toLowerCase())),
        regions: regions.map((r) => entity('Region', regionOf(r.provider, r.region))),
      }
      return isForbidden('cluster.modify', { type: 'Cluster', id }, { cluster })
        ? [{ resourceId: id, resourceName: name, resourceType: 'CLUSTER' }]
        : []
    })
  return [...lists, ...clusters]
}

const regionOf = (provider: string, region: string) =>
  `${provider}:${region.replaceAll('_', '-')}`.toLowerCase()

export const resourcePolicyChecks = {
  validateOrgResourcePolicies: (input) => {
    input.world.org(input.path.orgId)
    return made(input)
  },
  getOrgNonCompliantResources: ({ world, path }) => {
    const { id: orgId } = world.org(path.orgId)
    return resourcePolicies.rows(world, { orgId }).flatMap(({ item }) =>
      item.policies.flatMap((policy) =>
        breaking(world, orgId, policy.body).map((resource) => ({
          orgId,
          ...resource,
          resourcePoliciesCausingNonCompliance: [
            {
              resourcePolicyId: item.id,
              resourcePolicyName: item.name,
              policiesCausingNonCompliance: [{ policyId: policy.id }],
            },
          ],
        })),
      ),
    )
  },
} satisfies SandboxFile
