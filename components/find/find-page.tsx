'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { read } from '@/lib/client/use-op'
import { withoutPassword } from '@/lib/format/pasted-id'
import { count, list } from '@/lib/format/words'
import { type Found, findById } from '@/lib/ops/find'
import { pageAt } from '@/lib/page-at'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Banner } from '../ui/banner'
import { Empty } from '../ui/empty'
import { PageHead } from '../ui/page'

const c = column<Found>()
const columns = [c.text('name', 'Name'), c.text('label', 'Kind'), c.text('where', 'Where')]

/** What an ID stands for. One result opens at once; several are a list. */
export function FindPage({ id }: { id: string }) {
  const router = useRouter()
  const { get } = useAddress()
  const { groupId, clusterName, orgId } = pageAt(get('near') ?? '')?.place ?? {}
  const here = {
    ...(orgId ? { orgId } : {}),
    ...(groupId ? { groupId } : {}),
    ...(clusterName ? { clusterName } : {}),
  }
  const wanted = withoutPassword(id).slice(0, 2_000)
  const query = useQuery({ ...read(findById, { id: wanted, here }), staleTime: Infinity })
  const answer = query.data?.data
  const only = answer?.is && answer.results.length === 1 ? answer.results[0]?.href : undefined
  useEffect(() => {
    if (only) router.replace(only)
  }, [only, router])
  return (
    <>
      <PageHead title={`Find ${wanted}`} lead={leadOf(answer, only)} />
      <Panel
        title="Results"
        query={query}
        skeletonRows={3}
        isEmpty={({ results }) => results.length === 0}
        empty={<Nothing id={wanted} {...answer} />}
      >
        {({ results, unread }) => (
          <>
            <DataTable
              name="found"
              what="results"
              rows={results}
              columns={columns}
              rowId={({ href }) => href}
              rowName={({ name }) => name}
              href={({ href }) => href}
              plain={results.length < 10}
            />
            <Unread unread={unread} />
          </>
        )}
      </Panel>
    </>
  )
}

function leadOf(
  answer: { is: string | null; results: readonly Found[] } | undefined,
  only: string | undefined,
) {
  if (!answer) return 'Searching Gatehouse, then Atlas.'
  if (only) return 'Found. Opening…'
  if (answer.results.length > 0) return `${count(answer.results.length, 'result')}.`
  return answer.is === null
    ? 'This is not an ID, so it was searched as a name.'
    : `It looks like ${answer.is}.`
}

type Unread = ReadonlyArray<{ what: string; why: string }>

const Nothing = ({
  is = null,
  searched = [],
  asked = [],
  unread = [],
}: {
  id: string
  is?: string | null
  searched?: readonly string[]
  asked?: readonly string[]
  unread?: Unread
}) => (
  <>
    <Empty
      icon={<svg aria-hidden className="icon-[search-x]" />}
      title="Nothing found"
      hint={`Searched ${list(searched)}${asked.length > 0 ? `, and asked Atlas for ${list(asked)}` : ''}. It may not exist, or you may not have access to it.${is === 'a Gatehouse ID' && !searched.includes('the audit log') ? ' Auditors can also find changes by their reference.' : ''}`}
    />
    <Unread unread={unread} />
  </>
)

/** What could not be read, with the reason of each. */
const Unread = ({ unread }: { unread: Unread }) =>
  unread.length > 0 && (
    <div className="p-4 pt-0">
      <Banner tone="warn" role="status" title="Some lists could not be read">
        <ul className="grid gap-1">
          {unread.map(({ what, why }) => (
            <li key={`${what} ${why}`}>
              {what}: {why}
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  )
