import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { SlotChange } from './slot-change'

const after = { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime: '2030-01-01T01:30:00Z' }
const words = (startsAt: string | null) =>
  renderToStaticMarkup(
    <SlotChange
      now={null}
      after={after}
      level={undefined}
      minutes={90}
      startsAt={startsAt}
      isApproved={false}
    />,
  ).replace(/<[^>]*>/g, '')

test('access with a later start counts from that start, not from an approval now', () => {
  const said = words('2030-01-01T10:00:00Z')
  expect(said).toMatch(/from .*10:00 UTC.* until about .*11:30 UTC/)
  expect(said).not.toContain('approved now')
})

test('access without a start counts from now', () =>
  expect(words(null)).toContain('if approved now, until about'))
