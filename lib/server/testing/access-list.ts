import { afterAll, beforeAll } from 'vitest'
import { newId } from '@/lib/format/id'
import { type AccessEntry, allowAddresses, entryValue, listAccess } from '@/lib/ops/access-list'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { run } from '../run'
import { wasSeen } from './acting'

export const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
export const entry = (address: string, more: Partial<AccessEntry> = {}): AccessEntry => ({
  address,
  comment: 'A test needs it',
  deleteAfterDate: hours(1),
  ...more,
})

export const allow = (groupId: string, list: AccessEntry[], who = 'operator', trace = newId()) =>
  run(allowAddresses, { groupId, entries: list }, personAs(who), { requestId: trace })

/** The entries by address, as a viewer reads them. */
export async function listed(groupId: string) {
  const { data } = await run(listAccess, { groupId }, personAs('viewer'))
  return new Map(listAccess.output.parse(data).results.map((row) => [entryValue(row), row]))
}

/** Registers the hooks of a test file about access lists, and returns its tools. */
export function accessListLab() {
  let gatehouse: TestConsole
  beforeAll(async () => {
    gatehouse = await testConsole()
    await wasSeen()
  })
  afterAll(() => gatehouse.end())
  return {
    console: () => gatehouse,
    /** The calls that add entries to a project. */
    posts: (groupId: string) =>
      gatehouse.calls({ groupId, operationId: 'createGroupAccessListEntry' }),
  }
}
