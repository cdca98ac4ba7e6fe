import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { RequestCard } from '@/lib/ops/requests'
import { useNarrower } from './use-narrower'

function Chosen({ card }: { card: RequestCard }) {
  const { targets, isFewer } = useNarrower(card)
  return `${targets.join(' ')}${isFewer ? ', fewer' : ''}`
}

test('of a request that waits again, only the clusters without access are approved', () => {
  const targets = [
    { id: 'live', state: 'approved', isLeftOut: false },
    { id: 'first', state: 'pending', isLeftOut: false },
    { id: 'left-out', state: 'pending', isLeftOut: true },
    { id: 'second', state: 'pending', isLeftOut: false },
  ]
  const card = { request: { minutes: 60 }, several: { targets } } as unknown as RequestCard
  expect(renderToStaticMarkup(<Chosen card={card} />)).toBe('first second')
})
