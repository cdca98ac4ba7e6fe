'use client'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { inbox } from '@/lib/ops/inbox'
import { routes } from '@/lib/routes'
import { GuidedNotices } from '../ops/guided-notices'
import { RefusableLink } from '../ops/refusable-link'
import { PageHead } from '../ui/page'
import { Live } from './live'
import { Mine } from './mine'
import { Organizations } from './organizations'
import { Projects } from './projects'
import { Waiting } from './waiting'

/** Requests to review, live access, organizations and projects. */
export function Home() {
  const me = useMe()
  const requests = useQuery(read(inbox, {}))
  const decides = me?.roles.includes('approver') ?? true
  const refused = requests.data?.data.mayFile ?? undefined
  return (
    <>
      <PageHead
        title={me ? `Hello, ${me.name}` : 'Overview'}
        lead="Requests to review, live access, and your projects."
        actions={
          <RefusableLink variant="primary" whyNot={refused} href={routes.newRequest()}>
            <svg aria-hidden className="icon-[plus]" /> Request access
          </RefusableLink>
        }
      />
      <GuidedNotices />
      <div className="grid grid-cols-1 gap-5">
        <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
          {decides ? <Waiting requests={requests} /> : <Mine requests={requests} />}
          <Live requests={requests} />
        </div>
        <Organizations />
        <Projects />
      </div>
    </>
  )
}
