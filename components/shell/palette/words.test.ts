import { expect, test } from 'vitest'
import { allFacts } from '@/lib/atlas/facts'
import type { Me } from '@/lib/client/use-me'
import { titleOf } from '@/lib/ops/derived'
import { ops } from '@/lib/ops/registry'
import { routes } from '@/lib/routes'
import { checksNamed } from '@/lib/server/find/own-things'
import { best } from './best'
import { commands, explorerItems, helpItem, signOutItem } from './command-items'
import type { Item } from './item'
import { pagesElsewhere, pagesHere, pagesToChoose } from './page-items'
import { commandWords } from './words'

const org = { orgId: 'b'.repeat(24), name: 'Northwind', connection: 'c', sandbox: false }
const me: Me = {
  name: 'Omar',
  subject: 'operator',
  groups: [],
  roles: ['viewer', 'operator', 'auditor'],
  organizations: [{ ...org, roles: ['operator'] }],
  projects: [],
  complete: true,
  notes: [],
  contact: 'the platform team',
  sessionEndsAt: '2026-11-30T12:00:00Z',
  gated: [],
}

const listed = [...ops.values()].map((op) => ({
  id: op.id,
  title: op.title,
  kind: op.kind,
  needs: [...op.roles],
  atlas: null,
  mine: true,
  fields: Object.keys(op.input.shape),
  internal: op.internal === true,
}))
const operations = allFacts().map(([id, { method, path }]) => ({
  id,
  title: titleOf(id),
  method,
  path,
}))

/** What the palette offers on the overview, apart from things of Atlas. */
const offered = (typed: string): Item[] =>
  best(typed, [
    ...pagesHere(me, {}),
    ...pagesElsewhere(me, typed),
    ...pagesToChoose({}),
    helpItem,
    signOutItem,
    ...checksNamed(typed).map((one) => ({
      ...one,
      id: one.href,
      icon: '',
      also: [one.also ?? ''],
      weight: 2,
    })),
    ...commands(listed, me, routes.home(), false),
    ...explorerItems(operations),
  ])

test.each<[typed: string, wanted: string]>([
  ['time zone', routes.account()],
  ['dark mode', routes.account()],
  ['keyboard shortcuts', routes.account()],
  ['search index failed', routes.fleet({ check: 'search-indexes' })],
  ['failed stream processors', routes.fleet({ check: 'stream-processors' })],
  ['open to the internet', routes.fleet({ check: 'open-access' })],
  ['expiring keys', routes.fleet({ check: 'api-keys' })],
  ['allow my ip', 'command access.allow'],
  ['who has access', routes.permissions()],
  ['restore', 'command backup.restore'],
  ['download logs', routes.atlasOperation('downloadGroupClusterLog')],
  ['revoke access', routes.approvals()],
  ['api key', routes.orgApiKeys(org.orgId)],
  ['sign out', 'sign out'],
  ['log out', 'sign out'],
  ['audit export', routes.audit()],
  ['who did what', routes.audit()],
  ['sso', routes.federation(org.orgId)],
  ['compare with last week', routes.home()],
  ['print report', routes.home()],
  ['verifier', routes.audit()],
  ['help', 'help'],
  ['keyboard shortcuts', 'help'],
  ['bulk', routes.findings()],
  ['saved views', routes.home()],
  ['widest', routes.fleet({ check: 'open-access' })],
  ['vacation', routes.delegation()],
  ['maintenance window', 'command maintenance.update'],
  ['point in time restore', 'command backup.restore'],
])('“%s” leads first to %s', (typed, wanted) => {
  expect(
    offered(typed)
      .slice(0, 3)
      .map(({ id }) => id),
  ).toContain(wanted)
})

test('a project and a page lead to that page, not to one with the same words', () => {
  const groupId = 'c'.repeat(24)
  const project = { groupId, orgId: org.orgId, name: 'payments-staging' } as Me['projects'][number]
  const typed = 'payments-staging access list'
  const [first] = best(typed, pagesElsewhere({ ...me, projects: [project] }, typed))
  expect(first?.id).toBe(routes.accessList(groupId))
})

test('words are about commands and operations that exist', () => {
  const known = new Set([...ops.keys(), ...allFacts().map(([id]) => id)])
  expect(Object.keys(commandWords).filter((id) => !known.has(id))).toEqual([])
})
