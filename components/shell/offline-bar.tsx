'use client'
import { useEffect, useState } from 'react'
import { announce } from '@/lib/client/announce'
import { useOffline } from '@/lib/client/online'
import { onStayed, stayWhenOffline } from '@/lib/client/stay-when-offline'

/** Shown above every page and dialog while the browser is offline. */
export function OfflineBar() {
  const isOffline = useOffline()
  const [stayed, setStayed] = useState(0)
  useEffect(stayWhenOffline, [])
  useEffect(() => onStayed(() => setStayed((n) => n + 1)), [])
  useEffect(() => {
    if (!isOffline) return
    document.documentElement.dataset.offline = ''
    return () => {
      delete document.documentElement.dataset.offline
      setStayed(0)
      announce('You are online again.')
    }
  }, [isOffline])
  return (
    // Explicit aria-live, because modal dialogs hide everything else from screen readers.
    <div role="status" aria-live="polite">
      {isOffline && (
        <p className="fixed inset-x-0 top-0 z-70 grid h-(--offline-bar) place-items-center bg-text px-4 text-center font-medium text-bg text-xs">
          {/* The key makes screen readers repeat it. */}
          <span key={stayed}>
            {stayed > 0
              ? 'You’re offline, so this page stays open.'
              : 'You’re offline. Nothing can be sent.'}
          </span>
        </p>
      )}
    </div>
  )
}
