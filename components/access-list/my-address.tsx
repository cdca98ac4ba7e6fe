'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { myAddress } from '@/lib/ops/access-list'
import { Button } from '../ui/button'

/** Offers the address that this browser connects from; where there is none, says why. */
export function MyAddress({ onUse }: { onUse: (address: string) => void }) {
  const mine = useQuery({ ...read(myAddress, {}), retry: false })
  const found = mine.data?.data
  if (mine.isPending) return null
  const address = found?.address ?? undefined
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {address !== undefined && (
        <Button size="sm" onClick={() => onUse(address)}>
          <svg aria-hidden className="icon-[locate-fixed]" /> Use my IP:{' '}
          <span className="font-mono">{address}</span>
        </Button>
      )}
      {(found?.why ?? mine.error) && (
        <p className="min-w-0 grow basis-60 text-muted text-xs">
          {found?.why ?? mine.error?.message}
        </p>
      )}
    </div>
  )
}
