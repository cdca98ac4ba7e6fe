'use client'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copyable'
import { Dialog } from '../ui/dialog'

/** Shows a new secret once. Only the button closes it, so that a stray key does not lose it. */
export function SecretShown({
  title,
  description = 'Save the secret now. It can’t be shown again.',
  secrets,
  next,
  onClose,
}: {
  title: string
  description?: string | undefined
  secrets: ReadonlyArray<readonly [label: string, value: string]>
  /** What to do with it. */
  next?: ReactNode
  onClose: () => void
}) {
  return (
    <Dialog
      open
      stays
      onOpenChange={() => {}}
      title={title}
      description={description}
      footer={
        <Button variant="primary" onClick={onClose}>
          I saved it
        </Button>
      }
    >
      <dl className="grid gap-3 text-sm">
        {secrets.map(([label, value]) => (
          <div key={label}>
            <dt className="text-muted text-xs">{label}</dt>
            <dd className="break-all font-mono">
              <Copyable value={value} what={label.toLowerCase()} marked />
            </dd>
          </div>
        ))}
      </dl>
      {next}
    </Dialog>
  )
}
