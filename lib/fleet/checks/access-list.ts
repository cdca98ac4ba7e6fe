import { isEverything } from '@/lib/format/address'
import { isWide } from '@/lib/format/address-sum'
import { entryValue, listAccess, removeAddress } from '@/lib/ops/access-list'
import { routes } from '@/lib/routes'
import { type Check, check, fixedBy, reading } from '../check'
import { listedAt } from '../links'
import { atlasSource } from '../source'

export const accessList = atlasSource({
  id: 'accessList',
  per: 'project',
  op: listAccess,
  everyMinutes: 360,
  wakes: /^NETWORK_PERMISSION_/,
})

const ofEntries = {
  group: 'Network',
  per: 'project',
  action: 'View entries',
  href: ({ groupId = '' }, found) => listedAt(routes.accessList(groupId), 'access', found),
  fix: fixedBy(removeAddress, {
    what: 'entries',
    input: ({ groupId = '' }, { key }) => ({ groupId, entryValue: key }),
  }),
} satisfies Partial<Check>

/** Access lists with a wide entry. */
export const openAccess = check({
  ...ofEntries,
  id: 'open-access',
  label: 'Open access',
  words: 'open to the internet wide widest exposed public ip addresses',
  about: 'An access-list entry opens the project to the whole internet, or to a large part of it.',
  fine: 'Limited',
  readings: [
    reading({
      source: accessList,
      rows: ({ results }) => results,
      find: (row) => {
        const subject = entryValue(row)
        if (subject === '?') return { unclear: 'An entry has no address.' }
        const about = { key: subject, subject, word: subject }
        if (isEverything(subject)) return { ...about, level: 'bad', what: 'is the whole internet' }
        return isWide(subject)
          ? { ...about, level: 'warn', what: 'is a large part of the internet' }
          : undefined
      },
    }),
  ],
})

/** Access-list entries that never expire. */
export const endlessAccess = check({
  ...ofEntries,
  id: 'endless-access',
  label: 'Entries without expiry',
  words: 'permanent ip addresses without end never expire',
  noun: 'Access list entry',
  about: 'An access-list entry for addresses never expires.',
  fine: 'All expire',
  readings: [
    reading({
      source: accessList,
      rows: ({ results }) => results,
      find: (row) => {
        if (row.deleteAfterDate || row.awsSecurityGroup) return undefined
        const subject = entryValue(row)
        return { key: subject, subject, level: 'info', word: 'No expiry', what: 'never expires' }
      },
    }),
  ],
})
