'use client'
import { type ComponentProps, type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { HIDDEN, type Shape } from '@/lib/ops/define'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FormSheetOpen } from './form-sheet-open'
import { SecretShown } from './secret-shown'

type Shown = {
  title: string
  description?: string | undefined
  secrets: ReadonlyArray<readonly [label: string, value: string]>
  next?: ReactNode
}

/** A form that creates a secret, and shows it once. `shown` says what to show of the answer. */
export function SecretSheet<I extends Shape, O extends z.ZodType>({
  shown,
  onClose,
  ...form
}: Omit<ComponentProps<typeof FormSheetOpen<I, O>>, 'onDone'> & {
  shown: (data: z.output<O>) => Shown
}) {
  const [made, setMade] = useState<Shown | 'lost'>()
  if (made === undefined)
    return (
      <FormSheetOpen
        {...form}
        onClose={onClose}
        onDone={({ data, misfit }) => setMade(misfit ? 'lost' : known(shown(data)))}
      />
    )
  return made === 'lost' ? (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Created, but the secret was lost"
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <Banner tone="warn" title="Nobody can read this secret">
        It was created, but the answer did not arrive. Delete or revoke it and try again.
      </Banner>
    </Dialog>
  ) : (
    <SecretShown {...made} onClose={onClose} />
  )
}

/** A repeated call gets an answer without the secret. */
const known = (made: Shown): Shown | 'lost' =>
  made.secrets.some(([, value]) => !value || value === HIDDEN) ? 'lost' : made
