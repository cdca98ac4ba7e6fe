'use client'
import type { HistoryInput } from '@/lib/client/history-of'
import { useAddress } from '@/lib/client/use-address'
import { Button } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import { SkeletonRows } from '../ui/skeleton'

const History = lazyComponent(() => import('./history').then((m) => m.History), {
  loading: <SkeletonRows rows={4} />,
})

/** The history of what a page is about, read when a person opens it. */
export function HistorySection({ input }: { input: HistoryInput }) {
  const { get, set } = useAddress()
  const isOpen = get('history') === 'open'
  return (
    <div className="mt-4">
      {isOpen ? (
        <History input={input} onClose={() => set({ history: null })} />
      ) : (
        <Button variant="quiet" className="-ml-3" onClick={() => set({ history: 'open' })}>
          <svg aria-hidden className="icon-[rotate-ccw-clock]" />
          Show history
        </Button>
      )}
    </div>
  )
}
