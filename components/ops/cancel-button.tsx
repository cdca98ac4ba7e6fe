'use client'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'

/**
 * The button beside the one that sends. Before: leaves. While it is sent: ends the wait, after which the form says that
 * the outcome is unknown; what left the browser can't be called back.
 */
export const CancelButton = ({
  sending: { isPending, stop },
  onCancel,
  children = 'Cancel',
}: {
  sending: { isPending: boolean; stop: () => void }
  onCancel: () => void
  children?: ReactNode
}) =>
  isPending ? (
    <Button onClick={stop}>Stop waiting</Button>
  ) : (
    <Button data-step-back={children === 'Back' || undefined} onClick={onCancel}>
      {children}
    </Button>
  )
