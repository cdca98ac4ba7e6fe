import { expect, test } from 'vitest'
import { eventName } from './event-name'

test.each([
  ['NETWORK_PERMISSION_ENTRY_ADDED', 'IP access list entry added'],
  ['API_KEY_ACCESS_LIST_ENTRY_ADDED', 'API key access list entry added'],
  ['HOST_DOWN', 'Host down'],
  ['GROUP_CREATED', 'Project created'],
  ['JOINED_ORG', 'Joined organization'],
  ['CPS_RESTORE_SUCCESSFUL', 'Backup restore successful'],
])('%s is “%s”', (type, name) => expect(eventName(type)).toBe(name))
