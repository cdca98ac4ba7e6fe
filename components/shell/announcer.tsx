'use client'
import { useEffect, useState } from 'react'
import { onAnnounce } from '@/lib/client/announce'

/** The live region for `announce()`. */
export function Announcer() {
  const [said, setSaid] = useState({ text: '', n: 0 })
  useEffect(() => onAnnounce((text) => setSaid(({ n }) => ({ text, n: n + 1 }))), [])
  return (
    // The key makes screen readers repeat the same text.
    <div role="status" className="sr-only">
      <span key={said.n}>{said.text}</span>
    </div>
  )
}
