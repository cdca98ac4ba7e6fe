'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { useMakeStale } from '@/lib/client/use-command'
import { read } from '@/lib/client/use-op'
import { deleteFlexCluster, updateFlexCluster, whyNotDeleted } from '@/lib/ops/flex-changes'
import { getFlexCluster } from '@/lib/ops/flex-clusters'
import type { FlexCluster as Cluster } from '@/lib/ops/flex-shapes'
import { type FlexSettings, settingsOf, whyBusy } from '@/lib/ops/flex-shapes'
import { upgradeFlexCluster } from '@/lib/ops/flex-upgrade'
import { routes } from '@/lib/routes'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpPanel } from '../blocks/op-panel'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Banner } from '../ui/banner'
import { ButtonLink } from '../ui/button'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { Card } from '../ui/page'
import { useFirstSeen, usePanel } from '../ui/use-panel'
import { flexFacts } from './flex-facts'

const UpgradeFields = lazyComponent(() => import('./upgrade-fields').then((m) => m.UpgradeFields), {
  soon: true,
})
const TagsField = lazyComponent(() => import('../form/tags-field').then((m) => m.TagsField), {
  soon: true,
})

type Place = { groupId: string; clusterName: string }

/** A flex cluster, and what can be done with it. */
export function FlexCluster(place: Place) {
  const { panel, open, close } = usePanel(['settings', 'upgrade'])
  const { data, error } = useQuery(read(getFlexCluster, place))
  const cluster = useFirstSeen(panel, data?.misfit ? undefined : data?.data)
  const opened = cluster && settingsOf(cluster)
  const isUpgraded = error?.failure.atlas?.errorCode === 'CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API'
  const readAgain = useEffectEvent(useMakeStale())
  useEffect(() => {
    if (isUpgraded) void readAgain(['flexClusters.list', 'clusters.get'])
  }, [isUpgraded])
  if (error?.kind === 'not-found')
    return (
      <Card>
        <Empty
          icon={<svg aria-hidden className="icon-[database]" />}
          title={data ? 'Cluster deleted' : 'Cluster not found'}
          hint={
            data ? 'Atlas has deleted it.' : 'It may have been deleted, or is in another project.'
          }
          action={<ButtonLink href={routes.clusters(place.groupId)}>Clusters</ButtonLink>}
        />
      </Card>
    )
  return (
    <div className="grid grid-cols-1 gap-4">
      <OpPanel
        op={getFlexCluster}
        input={place}
        title="Flex cluster"
        buttons={(cluster) => <Buttons place={place} cluster={cluster} onOpen={open} />}
        facts={flexFacts}
        raw
      />
      <Banner title="Employee access grants don’t apply to flex clusters">
        MongoDB employees operate flex clusters as a shared service, without a grant.
      </Banner>
      {panel === 'settings' && opened && (
        <FormSheet
          op={updateFlexCluster}
          title={`Settings of ${place.clusterName}`}
          description="Atlas can only change these settings of a flex cluster."
          start={{ ...place, ...opened, opened }}
          opened={{ label: 'The cluster', start: (now) => ({ ...(now as FlexSettings) }) }}
          changes={{
            // The call holds only what changes.
            to: ({ tags, terminationProtectionEnabled }) => ({
              tags,
              terminationProtectionEnabled,
            }),
            label: 'The settings',
          }}
          onClose={() => void close()}
        >
          <FormFields input={updateFlexCluster.input} />
          <TagsField name="tags" label="Tags" />
        </FormSheet>
      )}
      {panel === 'upgrade' && cluster && (
        <FormSheet
          op={upgradeFlexCluster}
          title={`Upgrade ${place.clusterName}`}
          description="Atlas moves the data to a dedicated replica set in the same region. A dedicated cluster can’t become a flex cluster again."
          start={{
            ...place,
            providerName: cluster.providerSettings?.backingProviderName ?? '',
            regionName: cluster.providerSettings?.regionName ?? '',
            instanceSize: 'M10',
            backupEnabled: true,
            terminationProtectionEnabled: cluster.terminationProtectionEnabled === true,
          }}
          onClose={() => void close()}
        >
          <UpgradeFields />
        </FormSheet>
      )}
    </div>
  )
}

function Buttons({
  place,
  cluster,
  onOpen,
}: {
  place: Place
  cluster: Cluster
  onOpen: (panel: 'settings' | 'upgrade') => unknown
}) {
  const scope = { kind: 'cluster', ...place } as const
  const opened = settingsOf(cluster)
  const isDeleting = cluster.stateName === 'DELETING' ? whyBusy('DELETING') : undefined
  return (
    <>
      <ActionButton
        op={updateFlexCluster}
        scope={scope}
        whyNot={
          isDeleting ??
          (opened ? null : 'Gatehouse can’t read a tag of this cluster. Change it in Atlas.')
        }
        size="sm"
        aria-haspopup="dialog"
        onPress={() => void onOpen('settings')}
      >
        Edit settings
      </ActionButton>
      <ActionButton
        op={upgradeFlexCluster}
        scope={scope}
        whyNot={whyBusy(cluster.stateName)}
        size="sm"
        aria-haspopup="dialog"
        onPress={() => void onOpen('upgrade')}
      >
        Upgrade to dedicated
      </ActionButton>
      <ConfirmAction
        op={deleteFlexCluster}
        input={place}
        whyNot={whyNotDeleted(cluster)}
        variant="danger-plain"
        size="sm"
        ariaLabel={`Delete ${place.clusterName}`}
      />
    </>
  )
}
