'use client'
import { useEffect, useState } from 'react'
import { onAnnounce } from '@/lib/client/announce'

/** The live region for `announce()`. */
export function Announcer() {
  const [said, setSaid] = useState({ text: '', n: 0 })
  useEffect(() => onAnnounce((text) => setSaid(({ n }) => ({ text, n: n + 1 }))), [])
  return (
    // Explicit aria-live, because modal dialogs hide everything else from screen readers. The key makes them repeat a text.
    <div role="status" aria-live="polite" className="sr-only">
      <span key={said.n}>{said.text}</span>
    </div>
  )
}
