'use client'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/lib/client/use-address'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { count, list } from '@/lib/format/words'
import { type Fleet, getFleet, listFindings } from '@/lib/ops/fleet'
import { inbox } from '@/lib/ops/inbox'
import { routes } from '@/lib/routes'
import { ButtonLink } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { FilterBar } from './filter-bar'
import { Live } from './live'
import { Mine } from './mine'
import { Posture } from './posture'
import { Queue } from './queue'

const Compare = lazyComponent(() => import('./compare').then((m) => m.Compare))
const Report = lazyComponent(() => import('./report').then((m) => m.Report), { soon: true })

/** The fleet: what needs attention, live access, and every project by every check. */
export function Home() {
  const me = useMe()
  const requests = useQuery(read(inbox, {}))
  const fleet = useQuery(read(getFleet, {}))
  const findings = useQuery(read(listFindings, {}))
  const period = useAddress().get('compare')
  const data = fleet.data?.misfit ? undefined : fleet.data?.data
  const checks = data?.checks ?? []
  return (
    <>
      <div data-wide className="grid grid-cols-1 gap-5 print:hidden">
        <div className="-mb-5">
          <PageHead
            title={me ? `Hello, ${me.name}` : 'Overview'}
            lead={data ? summary(data) : 'What needs attention in your projects.'}
            actions={
              !requests.data?.data.mayFile && (
                <ButtonLink variant="primary" href={routes.newRequest()}>
                  <svg aria-hidden className="icon-[plus]" /> Request access
                </ButtonLink>
              )
            }
          />
        </div>
        <FilterBar checks={checks} />
        <Queue requests={requests} />
        <div className="grid grid-cols-1 items-start gap-5 sm:grid-cols-2">
          <Live requests={requests} />
          <Mine requests={requests} />
        </div>
        {period && <Compare key={period} period={period} checks={checks} />}
        <Posture fleet={fleet} />
      </div>
      {data && <Report fleet={data} findings={findings.data?.data.results ?? []} />}
    </>
  )
}

/** `3 critical and 12 warnings in 511 projects.` */
function summary({ projects, organizations }: Fleet): string {
  const cells = [...projects, ...organizations].flatMap((one) => one.cells)
  const sum = (level: string) =>
    cells.reduce(
      (n, cell) => n + (cell?.state === 'found' && cell.level === level ? (cell.count ?? 1) : 0),
      0,
    )
  const [bad, warn] = [sum('bad'), sum('warn')]
  const where = `in ${count(projects.length, 'project')}`
  if (bad + warn === 0) return `Nothing critical ${where}.`
  const parts = [
    ...(bad > 0 ? [`${bad.toLocaleString('en')} critical`] : []),
    ...(warn > 0 ? [count(warn, 'warning')] : []),
  ]
  return `${list(parts)} ${where}.`
}
