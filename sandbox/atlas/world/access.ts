import { iso } from '../ids'
import type { AccessEntry, Project } from './shapes'

const hours = (n: number) => n * 3_600_000
const settled = 0

const row = (cidrBlock: string, comment: string, more: Partial<AccessEntry> = {}): AccessEntry => ({
  cidrBlock,
  comment,
  activeAt: settled,
  ...more,
})

/** `count` addresses of 198.51.100.0/24. */
export const plainAddresses = (count: number, who: string): AccessEntry[] =>
  Array.from({ length: count }, (_, i) =>
    i < 254
      ? row(`198.51.100.${i + 1}/32`, `${who} ${String(i + 1).padStart(3, '0')}`)
      : row(`2001:db8:a::${(i - 253).toString(16)}/128`, `${who} ${i + 1}`),
  )

/** One entry of each kind, 40 rows. */
function ofEveryKind(now: number): AccessEntry[] {
  const special = [
    row('203.0.113.0/24', 'Office Lisbon'),
    row('203.0.113.7/32', 'VPN exit A'),
    row('203.0.113.7/32', 'VPN exit A, added a second time'),
    row('203.0.113.128/25', 'Office Lisbon, guest network'),
    row('2001:db8:40::/48', 'Office Lisbon, IPv6'),
    row('2001:db8:40::1f/128', 'Build runner, IPv6'),
    {
      awsSecurityGroup: 'sg-0a1b2c3d4e5f60718',
      comment: 'Payment workers, peered VPC',
      activeAt: settled,
    },
    row('192.0.2.10/32', 'Pairing session, R. Okafor', {
      deleteAfterDate: iso(now + hours(1 / 60)),
    }),
    row('192.0.2.11/32', 'Vendor call, 1 hour', { deleteAfterDate: iso(now + hours(1)) }),
    row('192.0.2.12/32', 'Migration helper', { deleteAfterDate: iso(now + hours(6 * 24)) }),
    row('192.0.2.32/28', 'Being applied', { activeAt: now + hours(24 * 365) }),
    row('192.0.2.64/27', 'Refused by the cloud', { failed: true }),
    { cidrBlock: '192.0.2.200/32', activeAt: settled },
  ]
  return [...special, ...plainAddresses(40 - special.length, 'payments-worker')]
}

/** Fills the access lists: 40 rows of every kind, 1, 230, none, and some with 0.0.0.0/0. */
export function fillAccessLists(projects: Project[], now: number): void {
  const lists: Record<string, AccessEntry[]> = {
    'payments-prod': ofEveryKind(now),
    'payments-staging': [row('203.0.113.40/32', 'Staging bastion')],
    'search-platform': plainAddresses(230, 'crawler'),
    analytics: [
      row('203.0.113.64/26', 'Notebook servers'),
      row('2001:db8:77::/64', 'Notebook servers, IPv6'),
    ],
    'legacy-eu': [
      row('0.0.0.0/0', 'Old partner, nobody knows who'),
      row('192.0.2.99/32', 'Nightly export'),
    ],
    'chaos-lab': [row('192.0.2.1/32', 'Lab')],
  }
  for (const project of projects) project.accessList = lists[project.name] ?? []
}
