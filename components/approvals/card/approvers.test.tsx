import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { RequestCard } from '@/lib/ops/requests'
import { Approvers } from './approvers'

const step = { groups: ['leads'], got: 0, count: 1, isOpen: false, people: [], others: [] }
const words = (state: string) =>
  renderToStaticMarkup(
    <Approvers
      card={
        {
          request: { state, requester: { name: 'Rosa' } },
          decisions: [],
          steps: [{ ...step, missing: null }],
        } as unknown as RequestCard
      }
    />,
  ).replace(/<[^>]*>/g, '')

test('a step of a request that is over does not say that it comes next', () => {
  expect(words('pending')).toContain('Then leads')
  expect(words('denied')).not.toContain('Then')
})
