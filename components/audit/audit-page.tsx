'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { type Answer, callServer } from '@/lib/client/call-server'
import { useMe } from '@/lib/client/use-me'
import type { Reading } from '@/lib/client/use-op'
import { listAudit } from '@/lib/ops/console'
import type { OpError } from '@/lib/ops/failure'
import { whyNot } from '@/lib/ops/why-not'
import { routes } from '@/lib/routes'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Banner } from '../ui/banner'
import { Button, buttonStyle } from '../ui/button'
import { Empty } from '../ui/empty'
import { PageHead } from '../ui/page'
import { type AuditRow, columns, type AuditPage as Page } from './audit-columns'
import { AuditFilter } from './audit-filter'
import { AuditRowDialog } from './audit-row-dialog'
import { Verify } from './verify'

/** The chain, newest first: rows to look into, its verification, and the export for checking it elsewhere. */
export function AuditPage() {
  const me = useMe()
  const refused = me && whyNot(listAudit, me.roles)
  if (refused)
    return (
      <>
        <PageHead title="Audit" />
        <Banner title="Not yours to see">{refused}</Banner>
      </>
    )
  return <Chain />
}

function Chain() {
  const [{ type, request }, setFilter] = useQueryStates(
    { type: parseAsString.withDefault(''), request: parseAsString.withDefault('') },
    { history: 'replace' },
  )
  const [opened, setOpened] = useState<AuditRow>()
  const filter = {
    ...(type ? { type } : {}),
    ...(request ? { requestId: request } : {}),
  }
  const query = useInfiniteQuery<
    Answer<Page>,
    OpError,
    Answer<Page>,
    unknown[],
    number | undefined
  >({
    queryKey: [listAudit.id, filter],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      callServer(
        listAudit,
        { ...filter, ...(pageParam === undefined ? {} : { before: pageParam }) },
        { signal },
      ),
    getNextPageParam: ({ data }) => {
      const last = data.rows.at(-1)
      return data.rows.length < PER_PAGE || !last || last.seq <= 1 ? undefined : last.seq
    },
    select: ({ pages }) => {
      const [newest] = pages
      if (!newest) throw new Error('A reading has at least one page')
      return { ...newest, data: { ...newest.data, rows: pages.flatMap((p) => p.data.rows) } }
    },
  })

  return (
    <>
      <PageHead
        title="Audit"
        lead="Every decision, every call to Atlas and every read-back, each bound to the one before it."
        actions={
          <a href={routes.auditExport()} download className={buttonStyle({ look: 'plain' })}>
            <Download aria-hidden /> Export as JSON lines
          </a>
        }
      />
      <div className="grid gap-4">
        <Verify />
        <AuditFilter type={type} request={request} onChange={(change) => void setFilter(change)} />
        <Panel
          title="Rows of the chain"
          query={query as unknown as Reading<Page>}
          skeletonRows={10}
          isEmpty={(data) => data.rows.length === 0}
          empty={
            type || request ? (
              <Empty
                title="Nothing matches"
                hint="No row of the chain is of this kind or belongs to this request."
                action={
                  <Button onClick={() => void setFilter({ type: null, request: null })}>
                    Clear the filter
                  </Button>
                }
              />
            ) : (
              <Empty title="The chain is empty" hint="The first decision makes the first row." />
            )
          }
        >
          {(data) => (
            <>
              <DataTable
                name="audit"
                what="rows"
                rows={data.rows}
                columns={columns(setOpened)}
                rowId={(row) => String(row.seq)}
              />
              {query.hasNextPage && (
                <div className="border-line border-t p-3 text-center">
                  <Button
                    pending={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {query.isFetchingNextPage ? 'Reading…' : 'Older rows'}
                  </Button>
                </div>
              )}
            </>
          )}
        </Panel>
      </div>
      {opened && <AuditRowDialog row={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

const PER_PAGE = 100
