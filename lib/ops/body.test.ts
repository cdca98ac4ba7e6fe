import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf } from './body'
import { command, query } from './define'
import { grantEmployeeAccess, revokeEmployeeAccess } from './employee'

const at = new Date('2026-11-21T12:00:00.400Z')
const base = {
  id: 'shelf.rename',
  title: 'Rename a shelf',
  roles: ['operator'] as const,
  input: z.strictObject({ shelfId: z.string(), name: z.string(), note: z.string().optional() }),
  output: z.unknown(),
}
const rename = { ...base, summary: () => 'Rename', target: () => 'shelf' }
const patch = { method: 'PATCH', path: '/shelves/{shelfId}' }

describe('the body of a call', () => {
  test('is built by the description, at the time of execution', () => {
    const input = {
      groupId: '6a1b2c3d4e5f60718293a4b5',
      clusterName: 'a',
      grantType: 'CLUSTER_INFRASTRUCTURE' as const,
      minutes: 90,
    }
    const route = { method: 'POST', path: '/groups/{groupId}/clusters/{clusterName}:grant' }
    expect(bodyOf(grantEmployeeAccess, input, at, route)).toEqual({
      grantType: 'CLUSTER_INFRASTRUCTURE',
      expirationTime: '2026-11-21T13:30:00Z',
    })
    expect(bodyOf(revokeEmployeeAccess, { ...input, expected: {} }, at, route)).toBeUndefined()
  })

  test('is by default the input without path and query parameters, and what the form started from', () => {
    const input = { shelfId: 's', name: 'n', note: undefined, opened: { name: 'o' } }
    expect(bodyOf(command(rename), input, at, patch)).toEqual({ name: 'n' })
    const asQuery = command({ ...rename, query: (i) => ({ name: i.name }) })
    expect(bodyOf(asQuery, input, at, patch)).toBeUndefined()
  })

  test('is none for reads, and for methods without one', () => {
    const input = { shelfId: 's', name: 'n' }
    expect(bodyOf(query(base), input, at, { ...patch, method: 'GET' })).toBeUndefined()
    expect(bodyOf(command(rename), input, at, { ...patch, method: 'DELETE' })).toBeUndefined()
  })
})
