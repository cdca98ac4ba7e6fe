'use client'
import { getProvider } from '@/lib/ops/identity-providers'
import { certificatesOf, type Provider } from '@/lib/ops/provider-shapes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { Banner } from '../ui/banner'
import { certificateState, certificateStyles } from './status-styles'

type ProviderPlace = { federationSettingsId: string; identityProviderId: string }
type Row = {
  number: number
  state: string | null
  notBefore: string | null
  notAfter: string | null
}

const c = column<Row>()
const columns = [
  c.number('number', 'Certificate', {
    align: undefined,
    cell: ({ number }) => (
      <>
        <span className="sm:hidden">Certificate </span>
        {number}
      </>
    ),
  }),
  c.state('state', 'State', certificateStyles),
  c.time('notBefore', 'Valid from'),
  c.time('notAfter', 'Expires'),
]

/** The certificates that a SAML provider signs with. */
export function CertificatesPanel({ place, now }: { place: ProviderPlace; now: number }) {
  const rows = (provider: Provider) =>
    certificatesOf(provider).map(
      (one, i): Row => ({
        number: i + 1,
        state: certificateState(one, now),
        notBefore: one.notBefore ?? null,
        notAfter: one.notAfter ?? null,
      }),
    )
  return (
    <OpList
      op={getProvider}
      input={place}
      name="certificates"
      what="certificates"
      columns={columns}
      rows={rows}
      rowName={({ number }) => `certificate ${number}`}
      isShort
      empty={{
        icon: <svg aria-hidden className="icon-[shield-off]" />,
        title: 'No certificate',
        hint: 'Without one, nobody can sign in with this provider.',
      }}
      above={(provider) => (
        <>
          {rows(provider).length > 0 && rows(provider).every(({ state }) => state === 'ended') && (
            <Banner
              tone="bad"
              className="m-3"
              title="All certificates have expired: nobody can sign in with this provider"
            />
          )}
          {provider.pemFileInfo?.fileName && (
            <p className="border-line border-b px-4 py-3 text-muted text-sm">
              File: {provider.pemFileInfo.fileName}
            </p>
          )}
        </>
      )}
    />
  )
}
