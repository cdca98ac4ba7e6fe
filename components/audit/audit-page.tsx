'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answer, callServer } from '@/lib/client/call-server'
import { useAddress } from '@/lib/client/use-address'
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
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { type AuditRow, columns, type AuditPage as Page } from './audit-columns'
import { AuditFilter } from './audit-filter'
import { Checkpoints } from './checkpoints'
import { Verify } from './verify'

const AuditRowDialog = lazyComponent(
  () => import('./audit-row-dialog').then((m) => m.AuditRowDialog),
  { soon: true },
)

/** The audit log, newest first, with its verification and export. */
export function AuditPage() {
  const me = useMe()
  const refused = me && whyNot(listAudit, me.roles)
  if (refused)
    return (
      <>
        <PageHead title="Audit" />
        <Banner title="You can't view the audit log">{refused}</Banner>
      </>
    )
  return <Chain />
}

function Chain() {
  const address = useAddress()
  const [type, request] = [address.get('type') ?? '', address.get('request') ?? '']
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
      if (!newest) throw new Error('An answer has at least one page')
      return { ...newest, data: { ...newest.data, rows: pages.flatMap((p) => p.data.rows) } }
    },
  })

  return (
    <>
      <PageHead
        title="Audit"
        lead="Every decision and every change, in a log that shows any later edit."
        actions={
          <a href={routes.auditExport()} download className={buttonStyle({ variant: 'plain' })}>
            <svg aria-hidden className="icon-[download]" /> Export as JSON lines
          </a>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <Verify />
        <Checkpoints />
        <AuditFilter type={type} request={request} onChange={(change) => address.set(change)} />
        <Panel
          title="Audit log"
          query={query as unknown as Reading<Page>}
          skeletonRows={10}
          isEmpty={(data) => data.rows.length === 0}
          empty={
            type || request ? (
              <Empty
                title="No matching rows"
                hint="No row has this event and request ID."
                action={
                  <Button onClick={() => address.set({ type: null, request: null })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <Empty title="No rows yet" hint="The first decision adds the first row." />
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
                    {query.isFetchingNextPage ? 'Loading…' : 'Load older rows'}
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
