'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { read } from '@/lib/client/use-op'
import { getProcessor, listProcessors } from '@/lib/ops/stream-processors'
import type { Processor } from '@/lib/ops/stream-shapes'
import { failureOf } from '@/lib/ops/stream-stats'
import { getWorkspace, type StreamWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { useFocusBack } from '../blocks/use-focus'
import { FailureDetails } from '../data/failure-details'
import { OddParts } from '../data/odd-parts'
import { Panel } from '../data/panel'
import { GuidedSteps } from '../ops/guided-run'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { lazyComponent } from '../ui/lazy-component'
import { Card, PageHead } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { usePanel } from '../ui/use-panel'
import { DefinitionView } from './definition-view'
import { ProcessorActions } from './processor-actions'
import { ProcessorState } from './state'
import { Statistics } from './statistics'
import type { Place } from './use-run'
import { useChangeRun } from './use-run'

// Loads the pipeline editor.
const Waiting = () => <SkeletonRows rows={6} />
const ChangeForm = lazyComponent(() => import('./change-form').then((m) => m.ChangeForm), {
  loading: <Waiting />,
})

/** One processor: its failure, statistics and definition, and the form to change it. */
export function ProcessorPage({ processorName, ...place }: Place & { processorName: string }) {
  const { groupId, tenantName } = place
  const processor = useQuery(read(getProcessor, { ...place, processorName }))
  const workspace = useQuery(read(getWorkspace, place))
  const change = useChangeRun(place, processorName)
  const { panel, open, close } = usePanel(['true'], { key: 'change' })
  const isChanging = panel !== null
  useFocusBack(isChanging)

  // Atlas may list a processor whose details it can't return: one in an error state, for example.
  const isUnread = processor.isError && !processor.data && processor.error.kind !== 'not-found'
  const all = useQuery({ ...read(listProcessors, place), enabled: isUnread })
  const rows = isUnread && !all.data?.misfit ? all.data?.data.results : undefined
  const listed = rows?.find((one) => one.name === processorName)
  const p = listed ?? (processor.data?.misfit ? undefined : processor.data?.data)
  const w = workspace.data?.misfit ? undefined : workspace.data?.data
  const isThere = p !== undefined && processor.error?.kind !== 'not-found'
  const failure = p && failureOf(p)
  const movedTo =
    change?.newName !== undefined && change.newName !== processorName ? change.newName : undefined
  const busy = change?.isOpen ? 'A change is in progress or has halted. See below.' : undefined

  return (
    <>
      <PageHead
        back={{ label: tenantName, href: routes.streamWorkspace(groupId, tenantName) }}
        title={processorName}
        lead="Stream processor"
        badges={
          isThere && (
            <>
              <ProcessorState
                place={place}
                name={p.name}
                state={p.state}
                failure={failure}
                asked={change?.asked}
                asOf={processor.data?.asOf}
              />
              {p.tier && <Badge>{p.tier}</Badge>}
            </>
          )
        }
        actions={
          isThere &&
          !isChanging && (
            <ProcessorActions
              place={place}
              processor={p}
              workspace={w}
              busy={busy}
              isUnread={listed !== undefined}
              onChange={() => void open('true')}
            />
          )
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {movedTo !== undefined && !isThere && (
          <Banner
            tone="accent"
            role="status"
            title={`Renamed to ${movedTo}`}
            actions={
              <Link
                href={routes.streamProcessor(groupId, tenantName, movedTo)}
                className="font-medium text-accent underline"
              >
                Go to {movedTo}
              </Link>
            }
          />
        )}
        {isThere && p.state === 'FAILED' && (
          <Banner tone="bad" title="This processor failed and stopped processing">
            <span className="whitespace-pre-wrap break-words text-text">
              {failure ?? 'Atlas gives no reason.'}
            </span>
          </Banner>
        )}
        {change && (
          <Card>
            <GuidedSteps run={change.run} />
          </Card>
        )}
        {listed && (
          <Banner tone="warn" role="status" title="Atlas can’t return this processor’s details">
            {processor.error?.message} The page shows what the list of processors contains.
            {processor.error && <FailureDetails failure={processor.error.failure} />}
          </Banner>
        )}
        {p && <OddParts of={p} />}
        {listed && all.data ? (
          <Parts place={place} processor={listed} workspace={w} asOf={all.data.asOf} />
        ) : (
          (isThere || movedTo === undefined) && (
            <Panel bare query={processor} skeletonRows={<SkeletonRows rows={6} />} isEmpty="never">
              {(data, asOf) =>
                isChanging && !change?.isOpen ? (
                  <ChangeForm
                    place={place}
                    processor={data}
                    workspace={w}
                    onClose={() => void close()}
                  />
                ) : (
                  <Parts place={place} processor={data} workspace={w} asOf={asOf} />
                )
              }
            </Panel>
          )
        )}
      </div>
    </>
  )
}

const Parts = ({
  place,
  processor,
  workspace,
  asOf,
}: {
  place: Place
  processor: Processor
  workspace: StreamWorkspace | undefined
  asOf: string
}) => (
  // By the space that the text needs, which can be larger than usual.
  <div className="flex flex-wrap items-start gap-4">
    <div className="min-w-0 grow basis-88">
      <Statistics place={place} processor={processor} asOf={asOf} />
    </div>
    <div className="min-w-0 grow-[2] basis-112">
      <DefinitionView processor={processor} workspace={workspace} />
    </div>
  </div>
)
