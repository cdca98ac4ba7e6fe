import fc from 'fast-check'
import { expect, test } from 'vitest'
import { character } from '@/scripts/testing/character'
import { report, times } from '@/scripts/testing/full-size'
import { type Digested, digestOf } from './digest'

const text = fc.string({ unit: character, maxLength: 30 }).map((s) => s.toWellFormed())

const request: fc.Arbitrary<Digested> = fc.record({
  id: text,
  op: text,
  org_id: text,
  group_id: text,
  cluster_name: fc.option(text),
  environment: fc.constantFrom('production', 'other'),
  slot: fc.option(text),
  revision: fc.integer({ min: 1, max: 9 }),
  input: text,
  says: text,
  reason: text,
  ticket: fc.option(text),
  requester_iss: text,
  requester_sub: text,
  rule: text,
  policy_digest: text,
  terms: fc.option(text),
  max_minutes: fc.option(fc.integer({ min: 1, max: 9_999 })),
  minutes: fc.option(fc.integer({ min: 1, max: 9_999 })),
  decide_by: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
  execute_minutes: fc.integer({ min: 1, max: 9_999 }),
  not_before: fc.option(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })),
  replaces: fc.option(text),
  part_of: fc.option(text),
  targets: fc.option(text),
  on_failure: fc.option(fc.constantFrom('stop', 'continue')),
  beneficiary_iss: fc.option(text),
  beneficiary_sub: fc.option(text),
  call: fc.option(text),
})

test('D7: any change of any single field changes the digest', () => {
  fc.assert(
    fc.property(request, request, (one, other) => {
      for (const key of Object.keys(one) as Array<keyof Digested>) {
        const changed = { ...one, [key]: other[key] }
        const same = JSON.stringify(one[key]) === JSON.stringify(other[key])
        expect(digestOf(changed) === digestOf(one)).toBe(same)
      }
    }),
    { numRuns: times(300, 10_000) },
  )
  report('D7 changed fields', { tried: times(300, 10_000), 'same digest': 0 })
}, 600_000)

test('the same content gives the same digest, whatever the order of its fields', () => {
  fc.assert(
    fc.property(request, (one) => {
      const turned = Object.fromEntries(Object.entries(one).reverse()) as Digested
      expect(digestOf(turned)).toBe(digestOf(one))
    }),
  )
})

test('a request that was filed before terms were stored keeps its digest', () => {
  const before: Digested = {
    ...{ id: 'r', op: 'access.allow', org_id: 'o', group_id: 'g', cluster_name: null, slot: null },
    ...{ part_of: null, targets: null, on_failure: null },
    ...{ environment: 'other', revision: 1, input: '{}', says: 's', reason: 'r', ticket: null },
    ...{ requester_iss: 'i', requester_sub: 's', rule: 'all', policy_digest: 'p', terms: null },
    ...{ max_minutes: null, minutes: null, decide_by: new Date(0), execute_minutes: 30 },
    ...{ not_before: null, replaces: null, beneficiary_iss: null, beneficiary_sub: null },
    call: null,
  }
  expect(digestOf(before)).toBe('033d15edd4fe4876e2a29d68e7e83802759a98af154713cf990906494369d94d')
})
