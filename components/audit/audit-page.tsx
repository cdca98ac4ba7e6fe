'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { callServer } from '@/lib/client/call-server'
import { useMe } from '@/lib/client/use-me'
import type { Reading } from '@/lib/client/use-op'
import { listAudit } from '@/lib/ops/audit'
import type { OpError } from '@/lib/ops/failure'
import { whyNot } from '@/lib/ops/why-not'
import { routes } from '@/lib/routes'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { SavedViews } from '../data/saved-views'
import { Banner } from '../ui/banner'
import { Button, buttonStyle } from '../ui/button'
import { Empty } from '../ui/empty'
import { PageHead } from '../ui/page'
import { columns } from './audit-columns'
import { AuditFilter } from './audit-filter'
import { Checkpoints } from './checkpoints'
import { ExportMenu } from './export-menu'
import { useAuditFilter } from './use-audit-filter'
import { Verify } from './verify'

type Page = z.output<typeof listAudit.output>

/** The audit log, newest first, with its verification and export. */
export function AuditPage() {
  const me = useMe()
  const refused = me && whyNot(listAudit, me.roles)
  if (refused)
    return (
      <>
        <PageHead title="Audit" />
        <Banner title="You can’t view the audit log">{refused}</Banner>
      </>
    )
  return <Chain />
}

function Chain() {
  const state = useAuditFilter()
  const { filter, isFiltered, clear } = state
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

  const isComplete = query.data?.data.isComplete ?? true
  return (
    <>
      <PageHead
        title="Audit"
        lead="Every decision and every change. Verification finds any later edit of the log."
        actions={
          <>
            <Link href={routes.auditReport()} className={buttonStyle()}>
              Access report
            </Link>
            <ExportMenu filter={filter} isFiltered={isFiltered} />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {isComplete ? (
          <>
            <Verify />
            <Checkpoints />
          </>
        ) : (
          <p className="text-muted text-sm">
            You see the rows of the projects and organizations where you are an auditor.
          </p>
        )}
        <AuditFilter {...state} />
        <Panel
          title="Rows"
          query={query as unknown as Reading<Page>}
          actions={<SavedViews />}
          skeletonRows={10}
          isEmpty={(data) => data.rows.length === 0}
          empty={
            isFiltered ? (
              <Empty
                title="No matching rows"
                hint="No row matches all of these filters."
                action={<Button onClick={clear}>Clear filters</Button>}
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
                plain
                what="rows"
                rows={data.rows}
                columns={columns}
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
    </>
  )
}

const PER_PAGE = 100
