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

/** The form that changes a provider of any kind. */
export function ChangeSheet({
  place,
  provider,
  onClose,
  fieldsOf,
  children,
}: ChangeProps & {
  /** The fields' first values for a provider. */
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
      title={`Edit ${nameOfProvider(provider)}`}
      description="Changes apply to every organization that uses this provider."
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
    submit: 'Save changes',
    pending: 'Saving…',
    done: `${nameOfProvider(provider)} updated`,
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
