'use client'
import { useEffect, useState } from 'react'
import { askedInput } from '@/lib/client/ask'
import { Banner } from '../../ui/banner'
import { SkeletonRows } from '../../ui/skeleton'
import { OtherRequest } from './other-request'

/** A request whose input is too long for its address: this tab keeps it. */
export function KeptRequest({ op, kept }: { op: string; kept: string }) {
  const [input, setInput] = useState<Record<string, unknown> | 'gone'>()
  useEffect(() => setInput(askedInput(kept) ?? 'gone'), [kept])
  if (input === undefined) return <SkeletonRows rows={4} />
  if (input === 'gone')
    return (
      <Banner tone="bad" role="alert" title="This tab does not hold what was asked for any more">
        The change is too long for an address, so only the tab in which it was typed can file it. Go
        back to where you came from and try again.
      </Banner>
    )
  return <OtherRequest op={op} input={input} />
}
