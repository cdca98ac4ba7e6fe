'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { isObject } from '@/lib/format/values'
import type { Query } from '@/lib/ops/define'
import { operationIdOf } from '@/lib/ops/derived-access'
import { getAtlasCall } from '@/lib/ops/explorer'
import { Panel } from '../data/panel'
import { CallDetails } from '../ops/call-preview'
import { Button } from '../ui/button'
import { Answer } from './answer'
import { rowsIn } from './answer-rows'

type Input = Record<string, unknown>

/** The answer of a read, page by page where Atlas answers in pages. */
export function ReadAnswer({
  op,
  input,
  onPage,
}: {
  op: Query
  input: Input
  onPage: (page: number) => void
}) {
  const operationId = operationIdOf(op.id) ?? ''
  const query = useQuery(read(op, input))
  const call = useQuery(read(getAtlasCall, { operationId, input })).data?.data.call
  return (
    <Panel title="Answer" query={query} skeletonRows={4} isEmpty="never">
      {(data) => (
        <div className="grid grid-cols-1 gap-4 p-4">
          <Answer name={operationId} value={data} />
          {'pageNum' in op.input.shape && <Pages {...{ data, input, onPage }} />}
          {call && <CallDetails call={call} />}
        </div>
      )}
    </Panel>
  )
}

/** Atlas's rows on a page, if the parameters don't say another number. */
const ROWS = 100

function Pages({
  data,
  input,
  onPage,
}: {
  data: unknown
  input: Input
  onPage: (page: number) => void
}) {
  const page = Number(input.pageNum ?? 1)
  const size = Number(input.itemsPerPage ?? ROWS)
  const found = rowsIn(data)?.length ?? 0
  const total = isObject(data) && typeof data.totalCount === 'number' ? data.totalCount : undefined
  const before = (page - 1) * size
  const isMore = total === undefined ? found >= size : before + found < total
  if (page === 1 && !isMore) return null
  return (
    <div className="flex flex-wrap items-center gap-2 text-muted text-sm">
      <span>
        {found === 0
          ? 'No rows on this page'
          : `Rows ${(before + 1).toLocaleString('en')} to ${(before + found).toLocaleString('en')}`}
        {total !== undefined && ` of ${total.toLocaleString('en')}`}
      </span>
      <Button size="sm" disabled={page === 1} onClick={() => onPage(page - 1)}>
        Previous page
      </Button>
      <Button size="sm" disabled={!isMore} onClick={() => onPage(page + 1)}>
        Next page
      </Button>
    </div>
  )
}
