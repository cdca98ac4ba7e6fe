import type { FieldValues } from 'react-hook-form'
import {
  nameOfProvider,
  type OpenedProvider,
  openedProvider,
  type Provider,
  sentOf,
} from '@/lib/ops/provider-shapes'
import { shapeProvider } from './provider-form'

export type ChangeProps = {
  place: { federationSettingsId: string; identityProviderId: string }
  provider: Provider
  onClose: () => void
}

/** The properties of the form sheet that changes a provider of any kind. `fieldsOf` gives the fields' first values. */
export const changeForm = (
  { place, provider, onClose }: ChangeProps,
  opened: OpenedProvider,
  fieldsOf: (opened: OpenedProvider) => Record<string, unknown>,
) => ({
  size: 'lg' as const,
  title: `Edit ${nameOfProvider(provider)}`,
  description: 'Changes apply to every organization that uses this provider.',
  start: { ...place, opened, changes: fieldsOf(opened) } as FieldValues,
  shape: shapeProvider,
  changes: {
    was: (input: { opened: OpenedProvider }) => sentOf(input.opened),
    label: 'The identity provider',
  },
  opened: {
    label: 'The identity provider',
    start: (now: unknown) => ({ changes: fieldsOf(openedProvider.parse(now)) }),
  },
  onClose,
})
