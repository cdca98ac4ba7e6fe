import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { RequestCard } from '@/lib/ops/requests'
import { Blast } from './blast'

const words = (input: Record<string, unknown>) =>
  renderToStaticMarkup(
    <Blast
      card={
        {
          request: {
            op: 'backup.restore',
            input,
            groupId: 'to',
            groupName: 'staging',
            orgId: 'org',
            organizations: [],
            environment: 'production',
          },
          otherLive: [],
        } as unknown as RequestCard
      }
    />,
  ).replace(/<[^>]*>/g, ' ')

test('a restore from production does not call the project that it goes to production', () => {
  expect(words({ groupId: 'from', targetGroupId: 'to' })).toMatch(
    /staging\s+Environment\s+Production/,
  )
  expect(words({ groupId: 'to', targetGroupId: 'to' })).toMatch(/staging\s+Production/)
})
