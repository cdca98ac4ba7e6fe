'use client'
import { useSyncExternalStore } from 'react'
import { Toaster as Base } from 'sonner'

const phone = '(max-width: 639px)'
const subscribe = (listener: () => void) => {
  const query = window.matchMedia(phone)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Where short messages appear. Send them with `say` and `sayFailure` (components/ops/tell). */
export function Toaster() {
  const isPhone = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(phone).matches,
    () => false,
  )
  return (
    <Base
      // Away from a sheet's buttons: they are at the bottom right, and on phones at the bottom.
      position={isPhone ? 'top-center' : 'bottom-left'}
      offset={{ left: 'calc(var(--rail) + 1rem)', bottom: '1rem' }}
      duration={8000}
      closeButton
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'font-sans! flex w-full items-start gap-2.5 rounded-lg border border-line bg-raised p-3 pr-8 text-sm text-text shadow-lift focus-visible:outline-2! focus-visible:outline-accent!',
          title: 'font-medium',
          description: 'mt-0.5 text-muted',
          content: 'min-w-0 grow',
          // Toasts behind the first one show only their edge until the pointer or the focus spreads them out.
          closeButton:
            'absolute top-1.5 right-1.5 grid size-7 place-items-center rounded text-muted hover:bg-hover hover:text-text in-[[data-front=false][data-expanded=false]]:invisible',
          actionButton:
            'shrink-0 self-center rounded-md border border-line px-2 py-1 font-medium text-xs hover:bg-hover',
        },
      }}
    />
  )
}
