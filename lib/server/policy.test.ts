import { expect, test } from 'vitest'
import { z } from 'zod'
import { entries } from '@/lib/audit/read'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { startRestore } from '@/lib/ops/backup-restore'
import { previewOp } from '@/lib/ops/console'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { editRequest, requestTerms, revokeRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { configuration } from './configuration'
import { sql } from './database'
import { recordPolicy } from './policy-record'
import { policySchema } from './policy-schema'
import { policyWarnings } from './policy-warnings'
import { run } from './run'
import { as, refusal, settleAll, wasSeen } from './testing/acting'
import { approve, card, fileAccess, fileFor, why } from './testing/requests'
import { startConsole } from './testing/start'
import { withRules } from './testing/with-rules'

const world = await startConsole()

const project = () => world.project({ clusters: [{ name: 'main' }] })
const address = (groupId: string) => ({
  groupId,
  entries: [{ address: '203.0.113.1', comment: 'A test needs it' }],
})
const allow = (groupId: string) => as('operator', allowAddresses, address(groupId))
const preview = async (op: { id: string }, input: object) =>
  previewOp.output.parse((await as('operator', previewOp, { op: op.id, input })).data)

test('only members of the groups that a rule names can file a request', async () => {
  const at = await project()
  const others = [{ match: { project: at.groupId }, requesters: ['support'] }]
  const member = personAs('requester', { groups: ['gatehouse-requesters', 'support'] })
  await withRules(others, async () => {
    expect(await refusal(fileAccess(at))).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining('members of support'),
    })
    const asked = { op: 'employee.grant', groupId: at.groupId, clusterName: 'main' }
    const { data } = await as('requester', requestTerms, asked)
    expect(requestTerms.output.parse(data).whyNot).toContain('members of support')
    const requestId = await fileAccess(at, {}, member)
    const { input, revision } = (await card(requestId)).request
    const edit = { requestId, input, ...why, revision }
    // Who left the group cannot edit, but can still cancel.
    expect(await refusal(run(editRequest, edit, personAs('requester')))).toMatchObject({
      kind: 'not-allowed',
    })
  })
})

test('a rule raises any command that it matches, by place, input or who sends it', async () => {
  const { groupId } = await project()
  const raised = (match: object, more: object = { friction: 'approval' }) =>
    withRules([{ match: { project: groupId, ...match }, ...more }], async () => {
      const { friction } = await preview(allowAddresses, address(groupId))
      const sent = friction.level === 'approval' ? (await refusal(allow(groupId))).kind : undefined
      return [friction.level, sent]
    })
  const gated = ['approval', 'needs-approval']
  expect(await raised({})).toEqual(gated)
  expect(await raised({ op: 'access.allow' }, { steps: [{ count: 2 }] })).toEqual(gated)
  expect(await raised({ input: { 'entries.address': '203.0.113.1/32' } })).toEqual(gated)
  expect(await raised({ requester: 'gatehouse-operators' })).toEqual(gated)
  expect(await raised({ requester: 'gatehouse-admins' })).toEqual(['confirm', undefined])
  expect(await raised({}, { steps: [{ count: 2 }] })).toEqual(['confirm', undefined])
})

test('a raised command is sent once it is approved', async () => {
  const { groupId } = await project()
  await withRules([{ match: { project: groupId }, friction: 'approval' }], async () => {
    const requestId = await fileFor('access.allow', address(groupId), personAs('operator'))
    await approve(requestId)
    await settleAll()
    expect((await card(requestId)).request).toMatchObject({ state: 'closed', how: 'done' })
  })
})

test('a rule for one place also holds for a command that touches it from another', async () => {
  const [source, target] = [await project(), await project()]
  const rules = [{ match: { project: source.groupId }, decideByMinutes: 7 }]
  await withRules(rules, async () => {
    const input = {
      ...{ groupId: source.groupId, clusterName: 'main' },
      ...{ deliveryType: 'automated', snapshotId: 'a'.repeat(24) },
      ...{ targetGroupId: target.groupId, targetClusterName: 'main' },
    }
    const { data } = await as('operator', requestTerms, { op: startRestore.id, input })
    expect(requestTerms.output.parse(data)).toMatchObject({ decideByMinutes: 7 })
  })
})

test('a command that cannot be approved is refused where the policy requires approval', async () => {
  const { orgId } = await project()
  const input = { orgId, desc: 'A key', roles: ['ORG_READ_ONLY'] }
  await withRules([{ match: { org: orgId }, friction: 'approval' }], async () => {
    expect((await preview(createOrgApiKey, input)).whyNot).toContain('can’t be approved')
    expect(await refusal(as('operator', createOrgApiKey, input))).toMatchObject({
      kind: 'not-allowed',
    })
  })
})

test('taking access away never waits, whatever the rules say', async () => {
  const at = await project()
  const requestId = await fileAccess(at)
  await approve(requestId)
  await settleAll()
  await withRules(
    [{ friction: 'approval', steps: [{ count: 5 }], requesters: ['nobody'] }],
    async () => {
      await as('requester', revokeRequest, { requestId, reason: 'No longer needed' })
      await settleAll()
      expect((await card(requestId)).request).toMatchObject({ state: 'closed', how: 'revoked' })
    },
  )
  const naming = (op: string) =>
    policySchema.safeParse({ rules: [{ name: 'r', match: { op }, friction: 'approval' }] }).success
  expect([naming('employee.revoke'), naming(removeAddress.id)]).toEqual([false, true])
})

test('a changed policy is recorded once with what changed, however many consoles start', async () => {
  const file = configuration()
  const rows = () => entries(sql(), { limit: 10, type: 'policy.changed' })
  const start = () => Promise.all(Array.from({ length: 5 }, recordPolicy))
  await start()
  await start()
  expect(await rows()).toHaveLength(1)
  const { policy, policyDigest, bindings, workloadIdentity } = file
  const { rules } = policySchema.parse({
    rules: [
      { name: 'every request', decideByMinutes: 60, friction: 'confirm' },
      { name: 'new', match: { op: 'access.allow' }, steps: [{ count: 2 }] },
    ],
  })
  Object.assign(file, {
    policyDigest: 'b'.repeat(64),
    policy: {
      rules: [...rules, ...policy.rules.slice(2)],
      friction: { 'access.allow': 'confirm' },
    },
    bindings: bindings.slice(1),
    workloadIdentity: [
      {
        ...{ name: 'ci', issuer: 'https://ci.example', audience: 'gatehouse' },
        machines: [{ machine: 'reader', claims: { sub: 'repo:acme/*' } }],
      },
    ],
  })
  try {
    await start()
  } finally {
    Object.assign(file, { policy, policyDigest, bindings, workloadIdentity })
  }
  const [, changed] = await rows()
  expect(changed?.body).toMatchObject({
    before: { policy_digest: policyDigest },
    after: { policy_digest: 'b'.repeat(64) },
  })
  const { summary } = z.looseObject({ summary: z.array(z.string()) }).parse(changed?.body.after)
  for (const words of [
    'Rule “every request”: decideByMinutes 1440 → 60',
    'Rule “every request”: friction not set → confirm',
    'Rule “new” added',
    'Rule “employee access” removed',
    'access.allow not set → confirm',
    'Binding removed: gatehouse-viewers → viewer',
    'Workload identity added: https://ci.example for gatehouse → reader',
  ])
    expect(summary.join('\n')).toContain(words)
  expect(summary).toHaveLength(7)
  await start()
  expect(await rows()).toHaveLength(3)
})

test('places that Atlas does not show, and steps with too few people, are warnings with their key', async () => {
  await wasSeen()
  const rules = [
    { match: { org: 'f'.repeat(24) } },
    { match: { tag: 'teem=payments' } },
    { steps: [{ groups: ['gatehouse-approvers'], count: 3 }] },
    { steps: [{ groups: ['gatehouse-approvers'] }, {}] },
  ]
  await withRules(rules, async () => {
    const found = (await policyWarnings())
      .map(({ path, message }) => `${path.slice(3)} ${message}`)
      // The sandbox's own rule.
      .filter((text) => !/platform-leads|tag data/.test(text))
    expect(found).toEqual([
      expect.stringContaining(`match,org,0 Atlas shows no organization ${'f'.repeat(24)}`),
      expect.stringContaining('match,tag,0 Atlas shows no project with the tag teem'),
      expect.stringContaining('steps,0 needs 3 approvals'),
      expect.stringContaining('steps need 2 different people, and 1'),
    ])
  })
})
