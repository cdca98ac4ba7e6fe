import { describe, expect, test } from 'vitest'
import { bodyOf } from '@/lib/ops/body'
import { previewOp } from '@/lib/ops/console'
import { checkCedar, predictPolicies, validateResourcePolicy } from '@/lib/ops/resource-policies'
import {
  createResourcePolicy,
  deleteResourcePolicy,
  updateResourcePolicy,
} from '@/lib/ops/resource-policy-changes'
import { contentOf, prediction } from '@/lib/ops/resource-policy-shapes'
import { as } from './testing/acting'
import { sent } from './testing/examples/made'
import { startConsole } from './testing/start'

const world = await startConsole()

const northwind = '622f06e0f21affc0c09d52e1'
const forbid = (clause: string, action = 'cluster.modify') =>
  `forbid (principal, action == ResourcePolicy::Action::"${action}", resource) ${clause};`

describe('the syntax of a Cedar policy', () => {
  const problemsIn = async (body: string) =>
    checkCedar.output.parse((await as('viewer', checkCedar, { orgId: northwind, body })).data)
      .problems

  test.each([
    ['plain text', 'when { context.x == 1 && @ };'],
    ['letters of two bytes', '// Für Zürich\nwhen { context.x == "é" && @ };'],
    ['emoji', 'when { context.x == "😀👩‍👩‍👧" && @ };'],
    ['CRLF line breaks', '\r\n// ö\r\nwhen {\r\n  context.x == "😀" && @\r\n};'],
  ])('is marked at the character that is wrong: %s', async (_, rest) => {
    const body = `forbid (principal, action, resource) ${rest}`
    const [{ from, to } = { from: 0, to: 0 }, ...others] = await problemsIn(body)
    expect(body.slice(from, to)).toBe('@')
    expect(others).toEqual([])
  })

  test('is valid with any of these texts', async () => {
    expect(await problemsIn(forbid('when { context.x == "é😀" }'))).toEqual([])
    expect(await problemsIn('// Zürich 😀\r\nforbid (principal, action, resource);\r\n')).toEqual(
      [],
    )
  })

  test('allows one policy in each text, as Atlas does', async () => {
    const [problem] = await problemsIn(`${forbid('')}\n${forbid('')}`)
    expect(problem?.message).toMatch(/one policy/)
  })

  test('can be nested more deeply than Cedar bears, and the next check still works', async () => {
    const deep = `when { ${'('.repeat(2_000)}1${')'.repeat(2_000)} == 1 }`
    expect((await problemsIn(forbid(deep)))[0]?.message).toMatch(/deep/)
    expect(await problemsIn(forbid(''))).toEqual([])
    expect(await problemsIn('forbid')).toHaveLength(1)
  })
})

const good = { body: forbid('') }
const strange = { body: forbid('when { context.cluster.color == "red" }') }

describe('Atlas’s rejection', () => {
  test('is an answer of the validation, not a failure', async () => {
    const { orgId } = await world.project()
    const input = { orgId, name: 'Colors', policies: [good, strange] }
    const { data } = await as('viewer', validateResourcePolicy, input)
    expect(data).toMatchObject({ errorType: 'POLICY_HAS_FAILED_VALIDATIONS' })
  })

  test('stops the change, and is shown at each policy that it is about', async () => {
    const { orgId } = await world.project()
    const policies = [good, strange, { ...strange, body: `${strange.body} ` }]
    const input = { orgId, name: 'Colors', description: '', policies }
    const { data } = await as('operator', previewOp, { op: createResourcePolicy.id, input })
    const { whyNot, fields = {} } = previewOp.output.parse(data)
    expect(whyNot).toMatch(/policy 2.*color/)
    expect(Object.keys(fields)).toEqual(['policies.1.body', 'policies.2.body'])
    expect(fields['policies.1.body']).toMatch(/POLICY_HAS_FAILED_VALIDATIONS.*color/)
  })
})

describe('a change', () => {
  test('sends only what changes, and keeps fields of a policy that Gatehouse does not know', async () => {
    const { orgId } = await world.project()
    const created = await sent(createResourcePolicy, {
      orgId,
      name: 'Kept',
      description: '',
      policies: [good, { ...good, enforcement: 'WARN' }],
    })
    const opened = contentOf(created)
    opened.policies[1] = { ...opened.policies[1], enforcement: 'WARN', body: good.body }
    const bodyFor = (changes: object) =>
      bodyOf(
        updateResourcePolicy as never,
        { orgId, resourcePolicyId: created.id, ...opened, opened, ...changes },
        new Date(),
        { method: 'PATCH', path: '' },
      )
    expect(bodyFor({ name: 'Other' })).toEqual({ name: 'Other' })
    const [first, second] = opened.policies
    const policies = [{ ...first, body: forbid('when { true }') }, second]
    expect(bodyFor({ policies })).toEqual({
      policies: [{ body: forbid('when { true }') }, { enforcement: 'WARN', body: good.body }],
    })
  })

  test('is shown line by line to whoever decides on it', async () => {
    const { orgId } = await world.project()
    const { id, ...created } = await sent(createResourcePolicy, {
      orgId,
      name: 'Lines',
      description: '',
      policies: [good],
    })
    const opened = contentOf(created)
    const policies = [{ ...opened.policies[0], body: `${good.body}\r\n// Café 😀` }]
    const input = { orgId, resourcePolicyId: id, ...opened, policies, opened }
    const asked = { op: updateResourcePolicy.id, input }
    const { changes } = previewOp.output.parse((await as('approver', previewOp, asked)).data)
    expect(changes?.from).toContain(good.body)
    expect(changes?.to).toContain('\r\n// Café 😀')
  })
})

test('the request for a deletion leads to the request that restores the text', async () => {
  const { orgId } = await world.project()
  const content = {
    name: 'Restored',
    description: 'Why',
    policies: [good, { body: forbid('when { true }') }],
  }
  const { id, ...created } = await sent(createResourcePolicy, { orgId, ...content })
  const input = { orgId, resourcePolicyId: id, opened: contentOf(created) }
  const asked = { op: deleteResourcePolicy.id, input }
  const { undo } = previewOp.output.parse((await as('approver', previewOp, asked)).data)
  expect(undo?.op).toBe(createResourcePolicy.id)
  const body = bodyOf(createResourcePolicy as never, undo?.input ?? {}, new Date(), {
    method: 'POST',
    path: '/orgs/{orgId}',
  })
  expect(body).toEqual(content)
})

describe('the prediction', () => {
  test('a policy that takes Cedar seconds holds up neither the console nor the next check', async () => {
    // A single comparison of about three seconds.
    const like = `"${'a'.repeat(65_000)}" like "*${'a'.repeat(33_000)}b"`
    const body = `forbid (principal, action, resource) when { ${like} };`
    const { orgId } = await world.project({ clusters: [{ name: 'main' }] })
    let longestPause = 0
    const began = performance.now()
    let before = began
    const others = setInterval(() => {
      longestPause = Math.max(longestPause, performance.now() - before)
      before = performance.now()
    }, 1)
    const { data } = await as('viewer', predictPolicies, { orgId, before: [], after: [{ body }] })
    clearInterval(others)
    expect(longestPause).toBeLessThan((performance.now() - began) / 2)
    expect(prediction.parse(data).unclear.join(' ')).toMatch(/evaluate/)
    expect((await predicted(orgId, [forbid('')])).breaks).not.toEqual([])
  })

  const predicted = async (orgId: string, texts: string[], before: string[] = []) => {
    const policies = (all: string[]) => all.map((body) => ({ body }))
    const input = { orgId, before: policies(before), after: policies(texts) }
    return prediction.parse((await as('viewer', predictPolicies, input)).data)
  }
  const noAws = forbid(
    'when { context.cluster.cloudProviders.contains(ResourcePolicy::CloudProvider::"aws") }',
  )
  const open = forbid(
    'when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) }',
    'project.ipAccessList.modify',
  )

  test('names the clusters and access lists that break the new text, and those that comply again', async () => {
    const { orgId } = await world.project()
    const main = expect.stringMatching(/^cluster steady in [0-9a-f]{24}$/)
    expect((await predicted(orgId, [noAws])).breaks).toContainEqual(main)
    expect((await predicted(orgId, [noAws], [noAws])).stays).toContainEqual(main)
    expect((await predicted(orgId, [open], [noAws])).complies).toContainEqual(main)
    expect((await predicted(orgId, ['forbid'], [noAws])).complies).toEqual([])
    expect((await predicted(orgId, [open])).breaks).not.toContainEqual(main)
  })

  test('says what it can’t tell', async () => {
    const { orgId } = await world.project()
    const [peering, ciphers] = (
      await predicted(orgId, [
        forbid('', 'project.vpcPeering.modify'),
        forbid('when { context.cluster has cipherSuites }'),
      ])
    ).unclear
    expect(peering).toMatch(/policy 1.*vpcPeering/)
    expect(ciphers).toMatch(/policy 2.*cipherSuites/)
  })
})
