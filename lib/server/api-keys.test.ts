import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { changeApiKeyRoles } from '@/lib/ops/api-keys'
import { previewOp } from '@/lib/ops/console'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { getCredential } from '@/lib/ops/own-credential'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { run } from './run'
import { as, refusal } from './testing/acting'
import { examples } from './testing/examples'

const northwind = '622f06e0f21affc0c09d52e1'

let world: TestConsole
beforeAll(async () => {
  world = await testConsole()
}, 30_000)
afterAll(() => world.end())

test('a new private key is answered once, and is not kept for a repeated call', async () => {
  const key = randomUUID()
  const input = { orgId: northwind, desc: 'Shown once', roles: ['ORG_READ_ONLY'] }
  const create = () =>
    run(createOrgApiKey, input, personAs('operator'), { requestId: newId(), key })
  const [first, second] = [await create(), await create()]
  expect(first.data).toMatchObject({ privateKey: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(second.data).toMatchObject({ id: createOrgApiKey.output.parse(first.data).id })
  expect(JSON.stringify(second.data)).not.toContain(
    createOrgApiKey.output.parse(first.data).privateKey,
  )
})

test('two keys cannot have one description', async () => {
  const input = { orgId: northwind, desc: 'Only once', roles: ['ORG_READ_ONLY'] }
  await as('operator', createOrgApiKey, input)
  expect(await refusal(as('operator', createOrgApiKey, input))).toMatchObject({ kind: 'conflict' })
})

test('the key that Gatehouse uses itself is not deleted', async () => {
  const { data } = await as('viewer', getCredential, { orgId: northwind })
  const apiUserId = getCredential.output.parse(data).apiKeyIds[0]
  const input = { op: 'orgApiKeys.delete', input: { orgId: northwind, apiUserId }, fresh: true }
  const preview = previewOp.output.parse((await as('operator', previewOp, input)).data)
  expect(preview.whyNot).toMatch(/Gatehouse uses this key/)
})

test('roles are not replaced when somebody else has changed them', async () => {
  const input = { ...(await examples['apiKeys.changeRoles']?.(world)) }
  const stale = { ...input, opened: ['GROUP_BACKUP_MANAGER'] }
  expect(await refusal(as('operator', changeApiKeyRoles, stale))).toMatchObject({
    kind: 'conflict',
  })
})
