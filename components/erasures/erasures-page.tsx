'use client'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { listErasures } from '@/lib/ops/erasures'
import { RolePage } from '../blocks/role-page'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Empty } from '../ui/empty'
import { ErasePerson } from './erase-person'

type Erasure = z.output<typeof listErasures.output>['results'][number]

const stateOf = ({ doneAt, error, texts, open }: Erasure) =>
  doneAt
    ? `${texts ? `${count(texts, 'text')} erased` : 'Erased'}${open.length > 0 ? `, ${count(open.length, 'request')} still open` : ''}`
    : error
      ? `Failed: ${error}`
      : 'Waiting'

const c = column<Erasure>()
const columns = [
  c.copyable('subject', 'Person'),
  c.time('requestedAt', 'Requested'),
  c.time('doneAt', 'Erased'),
  c.custom(['state', stateOf], 'Result', (row) =>
    row.doneAt ? stateOf(row) : <Badge tone={row.error ? 'bad' : 'warn'}>{stateOf(row)}</Badge>,
  ),
]

/** Erases a person's text from the console and the audit log. The chain and the proofs stay whole. */
export const ErasuresPage = () => (
  <RolePage
    op={listErasures}
    title="Personal text"
    lead="Erase a person’s name and everything they wrote. The audit log can still be verified."
  >
    <div className="grid grid-cols-1 gap-4">
      <ErasePerson />
      <Erasures />
    </div>
  </RolePage>
)

function Erasures() {
  const query = useQuery(read(listErasures, {}))
  return (
    <Panel
      title="Erasures"
      query={query}
      skeletonRows={3}
      isEmpty={({ results }) => results.length === 0}
      empty={<Empty title="No erasures yet" />}
    >
      {({ results }, asOf) => (
        <>
          {results.some(({ doneAt, requestedAt }) => !doneAt && isLate(requestedAt, asOf)) && (
            <Banner title="Waiting for the owner of the database">
              Gatehouse was started without DATABASE_OWNER_URL, so it can’t erase by itself. Run{' '}
              <code className="font-mono text-xs">npm run audit:erase -- --requested</code> with
              that variable.
            </Banner>
          )}
          <DataTable
            name="erasures"
            what="erasures"
            rows={results}
            columns={columns}
            rowId={({ id }) => id}
          />
        </>
      )}
    </Panel>
  )
}

const LATE_MS = 30_000
const isLate = (requestedAt: string, now: string) =>
  Date.parse(now) - Date.parse(requestedAt) > LATE_MS
