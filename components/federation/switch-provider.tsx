'use client'
import { useNow } from '@/lib/client/use-now'
import type { Scope } from '@/lib/ops/define'
import { updateSamlProvider } from '@/lib/ops/provider-changes'
import { certificatesOf, nameOfProvider, openedOf, type Provider } from '@/lib/ops/provider-shapes'
import { ConfirmAction } from '../ops/confirm-action'
import { certificateState } from './status-styles'

/** Turns a SAML provider on or off. */
export function SwitchProvider({
  place,
  provider,
  scope,
}: {
  place: { federationSettingsId: string; identityProviderId: string }
  provider: Provider
  scope: Scope
}) {
  const now = useNow(60_000)
  const name = nameOfProvider(provider)
  const isOn = provider.status === 'ACTIVE'
  const hasCertificate = certificatesOf(provider).some((one) =>
    ['valid', 'soon'].includes(certificateState(one, now) ?? ''),
  )
  const input = updateSamlProvider.input.safeParse({
    ...place,
    opened: openedOf(provider),
    changes: { status: isOn ? 'INACTIVE' : 'ACTIVE' },
  })
  if (!input.success) return null
  return (
    <ConfirmAction
      op={updateSamlProvider}
      input={input.data}
      scope={scope}
      label={isOn ? 'Turn off…' : 'Turn on…'}
      whyNot={
        isOn || hasCertificate
          ? null
          : 'All of its certificates are expired or not yet valid. Add a valid one first.'
      }
      tone={isOn ? 'danger' : 'primary'}
      title={isOn ? `Turn ${name} off?` : `Turn ${name} on?`}
      confirm={isOn ? 'Turn off' : 'Turn on'}
      pending={isOn ? 'Turning off…' : 'Turning on…'}
      done={isOn ? `${name} is off` : `${name} is on`}
      opened={{ label: name }}
    />
  )
}
