'use client'
import { useEffect, useState } from 'react'
import { askedInput } from '@/lib/client/ask'
import { Banner } from '../../ui/banner'
import { SkeletonRows } from '../../ui/skeleton'
import { OtherRequest } from './other-request'

/** A request whose input is too long for a URL and kept in this tab. */
export function KeptRequest({ op, kept }: { op: string; kept: string }) {
  const [input, setInput] = useState<Record<string, unknown> | 'gone'>()
  useEffect(() => setInput(askedInput(kept) ?? 'gone'), [kept])
  if (input === undefined) return <SkeletonRows rows={4} />
  if (input === 'gone')
    return (
      <Banner tone="bad" role="alert" title="This request is no longer available">
        You can send it only from the tab where you started. Go back and try again.
      </Banner>
    )
  return <OtherRequest op={op} input={input} />
}
