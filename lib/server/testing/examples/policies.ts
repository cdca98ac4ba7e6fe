import { createResourcePolicy } from '@/lib/ops/resource-policy-changes'
import { contentOf } from '@/lib/ops/resource-policy-shapes'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, sent } from './made'

let made = 0

/** An organization, and a resource policy that does not exist yet. */
async function fresh(world: TestConsole) {
  const { orgId } = await world.project()
  made += 1
  const cedar = (action: string) =>
    `forbid (principal, action == ResourcePolicy::Action::"${action}", resource);`
  return {
    orgId,
    name: `Test ${made}`,
    description: 'Of a test',
    policies: [{ body: cedar('cluster.modify') }, { body: cedar('project.vpcPeering.modify') }],
  }
}

/** An existing one, as a form opens it. */
async function existing(world: TestConsole) {
  const { orgId, ...content } = await fresh(world)
  const { id, policies } = await sent(createResourcePolicy, { orgId, ...content })
  const opened = contentOf({ ...content, policies })
  return { orgId, resourcePolicyId: id, opened }
}

/** Resource policies of an organization. */
export const policyExamples: Examples = {
  'resourcePolicies.list': existing,
  'resourcePolicies.get': existing,
  'resourcePolicies.nonCompliant': existing,
  'resourcePolicies.validate': fresh,
  'resourcePolicies.create': fresh,
  'resourcePolicies.update': async (world) => {
    const { opened, ...policy } = await existing(world)
    const [first, ...others] = opened.policies
    const body = `${first?.body.replace(';', '')}\nwhen { true };`
    return { ...policy, ...opened, policies: [{ ...first, body }, ...others], opened }
  },
  'resourcePolicies.delete': existing,
}
