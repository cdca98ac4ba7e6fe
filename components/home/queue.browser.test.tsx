import { useQuery } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { read } from '@/lib/client/use-op'
import { type Finding, listFindings } from '@/lib/ops/fleet'
import { listGuided } from '@/lib/ops/guided'
import { inbox } from '@/lib/ops/inbox'
import { show } from '../testing/console'
import { Queue } from './queue'
import { useFilter } from './use-filter'

const found = (at: number): Finding => ({
  id: String(at),
  check: 'endless-access',
  checkLabel: 'Entries without expiry',
  level: 'info',
  says: `203.0.113.${at} never expires`,
  what: 'never expires',
  subject: String(at),
  orgId: '0'.repeat(24),
  orgName: 'Contoso',
  groupId: at.toString(16).padStart(24, '0'),
  groupName: `project-${at}`,
  environment: 'other',
  since: '2026-11-30T12:00:00Z',
  readAt: '2026-11-30T12:00:00Z',
  goneAt: null,
  href: '/',
  action: 'View entries',
  fix: null,
})
const all = Array.from({ length: 1_500 }, (_, at) => found(at))

function Shown() {
  const { set } = useFilter()
  return (
    <>
      <button type="button" onClick={() => set({ text: 'project-1499' })}>
        Narrow
      </button>
      <Queue requests={useQuery(read(inbox, {}))} />
    </>
  )
}

test('a filter reaches the findings after the first thousand', async () => {
  const { screen } = await show(<Shown />, {
    [inbox.id]: () => new Promise(() => {}),
    [listGuided.id]: () => ({ results: [] }),
    [listFindings.id]: ({ input }) => {
      const { limit = 200, offset = 0 } = input as { limit?: number; offset?: number }
      const results = all.slice(offset, offset + limit)
      return { results, totalCount: all.length, fixes: [] }
    },
  })
  await expect.element(screen.getByText('Contoso / project-0', { exact: true })).toBeVisible()
  await screen.getByRole('button', { name: 'Narrow' }).click()
  await expect.element(screen.getByText('Contoso / project-1499', { exact: true })).toBeVisible()
})
