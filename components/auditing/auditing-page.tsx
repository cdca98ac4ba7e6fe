'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { auditingOf, getAuditing, updateAuditing } from '@/lib/ops/auditing'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { listClusters } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { FormSheet } from '../blocks/form-sheet'
import { OpPanel } from '../blocks/op-panel'
import { jsonOf, prettyJson } from '../data/json-text'
import { JsonView } from '../data/json-view'
import { ActionButton } from '../ops/action-button'
import { Badge } from '../ui/badge'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { Card } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { useFirstSeen, usePanel } from '../ui/use-panel'
import { actionsIn } from './filter'

const FilterFields = lazyComponent(() => import('./filter-fields').then((m) => m.FilterFields))

type Place = { groupId: string }

/** The rows of a list; undefined unless Gatehouse could read all of them. */
const rowsOf = <R,>(
  answer: { misfit?: true; oddRows?: unknown; data: { results: R[] } } | undefined,
): R[] | undefined => (!answer || answer.misfit || answer.oddRows ? undefined : answer.data.results)

/** What auditing records in a project, and the form that changes it. */
export function AuditingPage({ groupId }: Place) {
  const clusters = useQuery(read(listClusters, { groupId }))
  const flex = useQuery(read(listFlexClusters, { groupId }))
  if ([clusters, flex].some((one) => one.isPending && one.failureCount === 0))
    return (
      <Card>
        <SkeletonRows rows={3} />
      </Card>
    )
  const rows = rowsOf(clusters.data)
  const flexRows = rowsOf(flex.data)
  // Atlas also has settings for a project without clusters.
  const isTenant =
    rows?.every((one) => layoutOf(one).isShared) && flexRows && rows.length + flexRows.length > 0
  if (isTenant)
    return (
      <Card>
        <Empty
          icon={<svg aria-hidden className="icon-[file-search]" />}
          title="No dedicated clusters"
          hint="Atlas only audits dedicated clusters. This project has none."
        />
      </Card>
    )
  return <Settings groupId={groupId} />
}

function Settings({ groupId }: Place) {
  const { panel, open, close } = usePanel(['edit'])
  const { data } = useQuery(read(getAuditing, { groupId }))
  const opened = useFirstSeen(panel, data && !data.misfit ? auditingOf(data.data) : undefined)
  return (
    <>
      <OpPanel
        op={getAuditing}
        input={{ groupId }}
        title="Audit log of the clusters"
        buttons={() => (
          <ActionButton
            op={updateAuditing}
            scope={{ kind: 'project', groupId }}
            variant="primary"
            size="sm"
            aria-haspopup="dialog"
            onPress={() => void open('edit')}
          >
            Edit
          </ActionButton>
        )}
        facts={(data) => {
          const now = auditingOf(data)
          const actions = actionsIn(jsonOf(now.auditFilter))
          return [
            [
              'State',
              <Badge key="state" tone={now.enabled ? 'good' : 'neutral'}>
                {now.enabled ? 'On' : 'Off'}
              </Badge>,
            ],
            [
              'Successful authorization',
              now.auditAuthorizationSuccess
                ? 'Recorded. This can slow down busy clusters.'
                : 'Not recorded',
            ],
            [
              'Events',
              actions === 'all'
                ? 'All, because there is no filter'
                : actions
                  ? list(actions)
                  : 'Those that match the filter',
            ],
          ]
        }}
      >
        {(data) => {
          const filter = jsonOf(auditingOf(data).auditFilter)
          return (
            actionsIn(filter) !== 'all' && <JsonView value={filter} label="Filter" start="JSON" />
          )
        }}
      </OpPanel>
      {opened && (
        <FormSheet
          op={updateAuditing}
          size="lg"
          title="Auditing settings"
          description="Atlas applies this to every dedicated cluster of the project."
          start={{ groupId, ...asFields(opened), opened }}
          opened={{
            label: 'The auditing settings',
            start: (now) => asFields(now as typeof opened),
          }}
          changes={{
            was: (input) => jsonOf(JSON.stringify(input.opened)),
            label: 'The auditing settings',
          }}
          onClose={() => void close()}
        >
          <FilterFields />
        </FormSheet>
      )}
    </>
  )
}

/** With the filter as people read it. */
const asFields = (opened: ReturnType<typeof auditingOf>) => ({
  ...opened,
  auditFilter: prettyJson(jsonOf(opened.auditFilter)),
})
