import { expect, test } from 'vitest'
import { printJson } from '@/lib/format/json'
import type { Person } from '../person'
import { rewriteFor, rewritten } from './rewrite'

test('a list of several organizations has no more of the others than Gatehouse shows', () => {
  const [own, other] = ['a', 'b'].map((digit) => digit.repeat(24))
  const person = {
    bindings: [{ group: 'inside', role: 'viewer', scope: { org: own } }],
  } as unknown as Person
  const rewrite = rewriteFor('listFederationSettingConnectedOrgConfigs', person)
  const results = [own, other].map((orgId) => ({ orgId, domainAllowList: ['example.com'] }))
  const answer = { status: 200, headers: {}, body: Buffer.from(printJson({ results })) }
  const { body } = rewritten(answer, rewrite!)
  expect(JSON.parse(body.toString())).toEqual({ results: [results[0], { orgId: other }] })
})
