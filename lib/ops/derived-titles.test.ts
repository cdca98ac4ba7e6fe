import { expect, test } from 'vitest'
import { allFacts } from '../atlas/facts'
import { describedAs } from '../atlas/find-op'
import { titleOf } from './derived'

test.each([
  ['createGroupPeer', 'Create a network peering connection'],
  ['listGroupPeers', 'List network peering connections'],
  ['deleteGroupDatabaseUser', 'Delete a database user'],
  ['createGroupClusterIndexRollingIndex', 'Create a rolling index'],
  ['updateGroupIntegration', 'Update a third-party integration'],
  ['listGroupTeams', 'List project teams'],
  ['createUser', 'Create a user'],
  ['getGroupAlertConfigAlerts', 'List alerts of an alert configuration'],
  ['startGroupStreamProcessorWith', 'Start stream processor with options'],
  ['cancelGroupClusterBackupRestoreJob', 'Cancel a backup restore job'],
])('%s is called “%s”', (id, title) => expect(titleOf(id)).toBe(title))

test('a title of an operation without a description has no word that only its id has', () => {
  const odd = allFacts()
    .filter(([id, { removed }]) => !removed && describedAs(id).length === 0)
    .map(([id]) => titleOf(id))
    .filter((title) =>
      /\b(?:fts|db|config|cert|invite|peer|args|coll|ms)s?\b|(\b\w+\b) \1\b/.test(title),
    )
  expect(odd).toEqual([])
})
