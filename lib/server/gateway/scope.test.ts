import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { jsonOf, rowsOf, startGateway } from './testing'

const staging = '6238513e765aeb25ee8e1956'
const production = '62384d9b88f12e6bc977eb45'
const northwind = '622f06e0f21affc0c09d52e1'
const contoso = '63bc19308a31971fc86a6573'

const { as, atlasAnswers } = await startGateway([
  { machine: 'all', role: 'operator', scope: { all: true } },
  { machine: 'one', role: 'operator', scope: { project: staging } },
  { machine: 'org', role: 'viewer', scope: { org: northwind } },
])
const v2 = '/api/atlas/v2'

describe('a machine in one project', () => {
  test('sees it alone in every list', async () => {
    for (const [list, most] of [
      [`${v2}/groups`, 1],
      [`${v2}/clusters`, 1],
      [`${v2}/orgs/${northwind}/groups`, 1],
      [`${v2}/orgs`, 0],
    ] as const) {
      const { results, totalCount } = rowsOf(await as('one', 'GET', list))
      expect([list, results.length, totalCount]).toEqual([list, most, most])
      expect(JSON.stringify(results)).not.toContain(production)
    }
    const paged = await as('org', 'GET', `${v2}/groups?itemsPerPage=2&pageNum=2`)
    expect(rowsOf(paged).results).toHaveLength(2)
    expect(rowsOf(paged).totalCount).toBeGreaterThan(3)
    expect(paged.text).toContain('"rel":"next"')
    expect(rowsOf(await as('org', 'GET', `${v2}/orgs`)).results).toMatchObject([{ id: northwind }])
    const named = await as('one', 'GET', `${v2}/groups/byName/payments-staging`)
    expect(JSON.parse(named.text)).toMatchObject({ id: staging })
  })

  test('gets one answer for what is elsewhere and for what does not exist', async () => {
    const refused = await Promise.all(
      [
        `${v2}/groups/${production}`,
        `${v2}/groups/${production}/clusters/payments-main`,
        `${v2}/groups/${'a'.repeat(24)}/clusters`,
        `${v2}/groups/not-an-id/clusters`,
        `${v2}/groups/byName/payments-prod`,
        `${v2}/groups/byName/nothing`,
        `${v2}/orgs/${northwind}`,
        `${v2}/orgs/${contoso}/groups`,
        `${v2}/orgs/${'b'.repeat(24)}/groups`,
      ].map((path) => as('one', 'GET', path)),
    )
    for (const one of refused) expect([one.status, one.text]).toEqual([403, refused[0]?.text])
    expect(jsonOf(refused[0]!)).toMatchObject({ errorCode: 'GATEHOUSE_NOT_ALLOWED' })
    const write = await as('one', 'DELETE', `${v2}/groups/${production}/databaseUsers/admin/x`)
    expect([write.status, write.text]).toEqual([403, refused[0]?.text])
  })

  test('learns nothing of other places from answers about its own, also packed ones and errors', async () => {
    const own = { id: 'k1', roles: [{ groupId: staging, roleName: 'GROUP_OWNER' }], note: 'é' }
    const foreign = {
      roles: [...own.roles, { groupId: production, roleName: 'GROUP_OWNER' }, { orgId: northwind }],
      targetGroupId: production,
      targetClusterName: 'payments-main',
      clusterName: 'own',
      links: [{ href: `https://x/groups/${production}/clusters` }],
      exact: 1.1,
    }
    const path = `${v2}/groups/${staging}/peers`
    const instead = (status: number, value: object, isPacked = false) => {
      const text = JSON.stringify(value).replace('1.1', '12345678901234567890')
      atlasAnswers((asked) =>
        asked.startsWith(path)
          ? (_, response) => {
              const packed = isPacked ? { 'content-encoding': 'gzip' } : {}
              response.writeHead(status, { 'content-type': 'application/json', ...packed })
              response.end(isPacked ? gzipSync(text) : text)
            }
          : undefined,
      )
      return text
    }
    for (const isPacked of [false, true]) {
      instead(200, { results: [foreign] }, isPacked)
      const { text } = await as('one', 'GET', path)
      expect(text).not.toMatch(new RegExp(`${production}|payments-main`))
      expect(JSON.parse(text).results[0]).toMatchObject({
        roles: [{ groupId: staging }, { orgId: northwind }],
        targetGroupId: '(hidden)',
        clusterName: 'own',
      })
      expect(text).toContain('12345678901234567890')
      expect((await as('org', 'GET', path)).text).toContain('payments-main')
    }
    for (const rows of [3_000, 40_000])
      for (const isPacked of [false, true]) {
        instead(200, { results: Array(rows).fill({ ...own, targetGroupId: production }) }, isPacked)
        const { results } = JSON.parse((await as('one', 'GET', path)).text)
        expect(results).toHaveLength(rows)
        const seen = results.map((one: typeof own & { targetGroupId: string }) =>
          [one.targetGroupId, one.note].join(' '),
        )
        expect([...new Set(seen)]).toEqual(['(hidden) é'])
      }
    for (const rows of [1, 40_000]) {
      const upper = { [production]: 1, groupId: production.toUpperCase(), note: 'é' }
      instead(200, { results: Array(rows).fill(upper) })
      const { text } = await as('one', 'GET', path)
      expect(text.toLowerCase().includes(production)).toBe(false)
      expect(JSON.parse(text).results).toHaveLength(rows)
    }
    const same = instead(200, own)
    expect((await as('one', 'GET', path)).text).toBe(same)
    instead(409, { errorCode: 'X', detail: `In use by project ${production}.` })
    const error = await as('one', 'GET', path)
    expect([error.status, error.text.includes(production)]).toEqual([409, false])
  })

  test('is refused what covers everything', async () => {
    for (const path of [v2, `${v2}/users/${'a'.repeat(24)}`, `${v2}/rateLimits`])
      expect(jsonOf(await as('all', 'GET', path)).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
    expect((await as('one', 'GET', `${v2}/eventTypes`)).status).toBe(200)
  })
})
