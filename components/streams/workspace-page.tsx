'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { createProcessor } from '@/lib/ops/stream-definition'
import { changeWorkspace, regionOf } from '@/lib/ops/stream-workspaces'
import { deleteWorkspace, getWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { useFocusBack } from '../blocks/use-focus'
import { OddParts } from '../data/odd-parts'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { GuidedNotices } from '../ops/guided-notices'
import { Badge } from '../ui/badge'
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { Tabs } from '../ui/tabs'
import { usePanel } from '../ui/use-panel'
import { Processors } from './processors'
import type { Place } from './use-run'

// Loaded when needed: the form brings the pipeline editor.
const Waiting = () => <SkeletonRows rows={4} />
const CreateForm = lazyComponent(() => import('./create-form').then((m) => m.CreateForm), {
  loading: <Waiting />,
})
const Connections = lazyComponent(() => import('./connections').then((m) => m.Connections), {
  loading: <Waiting />,
})

const ChangeWorkspace = lazyComponent(() =>
  import('./workspace-sheet').then((m) => m.ChangeWorkspace),
)

const tabs = [
  { id: 'processors', label: 'Processors' },
  { id: 'connections', label: 'Connections' },
] as const

/** One workspace: its processors and connections, or the form for a new processor. */
export function WorkspacePage({ groupId, tenantName }: Place) {
  const place = { groupId, tenantName }
  const router = useRouter()
  const workspace = useQuery(read(getWorkspace, place))
  const w = workspace.data?.misfit ? undefined : workspace.data?.data
  const { panel, open, close } = usePanel(['true'], { key: 'new' })
  const isNew = panel !== null
  useFocusBack(isNew)
  const gone = whyNone(workspace, 'workspace')
  const tier = w?.streamConfig?.tier
  const largest = w?.streamConfig?.maxTierSize
  const failover = (w?.failoverRegions ?? []).flatMap((r) => regionOf(r) ?? [])
  return (
    <>
      <PageHead
        back={{ label: 'Streams', href: routes.streams(groupId) }}
        title={tenantName}
        badges={tier ? <Badge>{tier}</Badge> : undefined}
        lead={[
          'Stream workspace',
          regionOf(w?.dataProcessRegion),
          largest && `tiers up to ${largest}`,
          failover.length > 0 && `failover to ${list(failover)}`,
        ]
          .filter(Boolean)
          .join(', ')}
        tight={!isNew}
        actions={
          !isNew && (
            <>
              <ActionButton
                op={createProcessor}
                scope={{ kind: 'project', groupId }}
                whyNot={gone}
                variant="primary"
                aria-expanded={false}
                onPress={() => void open('true')}
              >
                Create processor
              </ActionButton>
              <FormButton
                op={changeWorkspace}
                place={place}
                label="Edit"
                size="md"
                whyNot={gone ?? (w ? null : 'Gatehouse has not read the workspace yet.')}
                form={(done) => w && <ChangeWorkspace {...place} workspace={w} onClose={done} />}
              />
              <ConfirmAction
                op={deleteWorkspace}
                input={place}
                {...(gone ? { whyNot: gone } : {})}
                variant="danger-plain"
                label="Delete"
                ariaLabel={`Delete the workspace ${tenantName}`}
                title={`Delete the workspace ${tenantName}?`}
                onDone={() => router.push(routes.streams(groupId))}
              />
            </>
          )
        }
      />
      {w && <OddParts of={w} />}
      <GuidedNotices groupId={groupId} />
      {isNew ? (
        <CreateForm place={place} workspace={w} onClose={close} />
      ) : (
        <Tabs label="Workspace" tabs={tabs}>
          {(current) => (
            <div className="mt-4">
              {current === 'processors' ? <Processors {...place} /> : <Connections {...place} />}
            </div>
          )}
        </Tabs>
      )}
    </>
  )
}
