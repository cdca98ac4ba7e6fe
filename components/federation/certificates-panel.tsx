'use client'
import { ShieldOff } from 'lucide-react'
import { useMemo } from 'react'
import type { Reading } from '@/lib/client/use-op'
import { certificatesOf, type Provider } from '@/lib/ops/provider-shapes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Banner } from '../ui/banner'
import { Empty } from '../ui/empty'
import { certificateState, certificateStyles } from './status-styles'

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
export function CertificatesPanel({ query, now }: { query: Reading<Provider>; now: number }) {
  const data = query.data?.misfit ? undefined : query.data?.data
  const rows = useMemo(
    () =>
      (data ? certificatesOf(data) : []).map(
        (one, i): Row => ({
          number: i + 1,
          state: certificateState(one, now),
          notBefore: one.notBefore ?? null,
          notAfter: one.notAfter ?? null,
        }),
      ),
    [data, now],
  )
  const isOver = rows.length > 0 && rows.every((row) => row.state === 'ended')
  return (
    <Panel
      title="Certificates"
      query={query}
      skeletonRows={2}
      isEmpty={() => rows.length === 0}
      empty={
        <Empty
          icon={<ShieldOff />}
          title="No certificate"
          hint="Without one, nobody can sign in with this provider."
        />
      }
    >
      {({ pemFileInfo }) => (
        <>
          {isOver && (
            <Banner
              tone="bad"
              className="m-3"
              title="All certificates have expired: nobody can sign in with this provider"
            />
          )}
          {pemFileInfo?.fileName && (
            <p className="px-4 pt-3 text-muted text-sm">File: {pemFileInfo.fileName}</p>
          )}
          <DataTable
            name="certificates"
            what="certificates"
            rows={rows}
            columns={columns}
            rowId={(row) => String(row.number)}
            plain
          />
        </>
      )}
    </Panel>
  )
}
