'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { getProvider } from '@/lib/ops/identity-providers'
import {
  nameOfProvider,
  type OpenedProvider,
  openedOf,
  openedProvider,
  type Provider,
  provider as providerShape,
  sentOf,
} from '@/lib/ops/provider-shapes'
import { Sheet } from '../ui/dialog'
import { shapeProvider } from './provider-form'

export type ChangeProps = {
  place: { federationSettingsId: string; identityProviderId: string }
  provider: Provider
  onClose: () => void
}

/** The sheet that changes a provider, whatever its kind; what is not changed goes back as it was. */
export function ChangeSheet({
  place,
  provider,
  onClose,
  fieldsOf,
  children,
}: ChangeProps & {
  /** What the fields start from, of a provider as it stands. */
  fieldsOf: (opened: OpenedProvider) => Record<string, unknown>
  /** Gives these to its OpForm. */
  children: (form: ReturnType<typeof useChangeForm>) => ReactNode
}) {
  const form = useChangeForm({ place, provider, onClose }, fieldsOf)
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`Change ${nameOfProvider(provider)}`}
      description="It counts for every organization that uses the provider."
    >
      {children(form)}
    </Sheet>
  )
}

function useChangeForm(
  { place, provider, onClose }: ChangeProps,
  fieldsOf: (opened: OpenedProvider) => Record<string, unknown>,
) {
  const cache = useQueryClient()
  const [start] = useState((): FieldValues => {
    const opened = openedOf(provider)
    return { ...place, opened, changes: fieldsOf(opened) }
  })
  return {
    start,
    shape: shapeProvider,
    submit: 'Change the provider',
    pending: 'Changing…',
    done: `${nameOfProvider(provider)} is changed`,
    changes: {
      was: ({ opened }: { opened: OpenedProvider }) => sentOf(opened),
      label: 'The identity provider',
    },
    opened: {
      label: 'The identity provider',
      reload: async () => {
        const { data } = await cache.fetchQuery({ ...read(getProvider, place), staleTime: 0 })
        return openedOf(providerShape.parse(data))
      },
      start: (now: unknown) => ({ changes: fieldsOf(openedProvider.parse(now)) }),
    },
    onDone: onClose,
    onCancel: onClose,
  }
}
