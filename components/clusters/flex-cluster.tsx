'use client'
import { useState } from 'react'
import { deleteFlexCluster, updateFlexCluster, whyNotDeleted } from '@/lib/ops/flex-changes'
import { getFlexCluster } from '@/lib/ops/flex-clusters'
import type { FlexCluster as Cluster } from '@/lib/ops/flex-shapes'
import { type FlexSettings, settingsOf, whyBusy } from '@/lib/ops/flex-shapes'
import { upgradeFlexCluster } from '@/lib/ops/flex-upgrade'
import { routes } from '@/lib/routes'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpPanel } from '../blocks/op-panel'
import { ClusterState } from '../data/cluster-state'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { ButtonLink } from '../ui/button'
import { Copyable } from '../ui/copyable'
import { lazyComponent } from '../ui/lazy-component'
import { Time } from '../ui/time'
import { fromFlex } from './cluster-row'

const UpgradeFields = lazyComponent(() => import('./upgrade-fields').then((m) => m.UpgradeFields), {
  soon: true,
})
const TagsField = lazyComponent(() => import('../form/tags-field').then((m) => m.TagsField), {
  soon: true,
})

type Place = { groupId: string; clusterName: string }
type Open = { what: 'settings'; opened: FlexSettings } | { what: 'upgrade'; cluster: Cluster }

/** A flex cluster, and what can be done with it. */
export function FlexCluster(place: Place) {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <div className="grid grid-cols-1 gap-4">
      <OpPanel
        op={getFlexCluster}
        input={place}
        title="Flex cluster"
        buttons={(cluster) => <Buttons place={place} cluster={cluster} onOpen={setOpen} />}
        facts={factsOf}
        raw
      />
      <Banner
        title="Snapshots and restores"
        actions={
          <ButtonLink size="sm" href={routes.backup(place.groupId, place.clusterName)}>
            View backups
          </ButtonLink>
        }
      >
        Atlas takes snapshots of flex clusters on its own schedule.
      </Banner>
      <Banner title="Employee access grants don't apply to flex clusters">
        MongoDB staff operate flex clusters as a shared service, without a grant.
      </Banner>
      {open?.what === 'settings' && (
        <FormSheet
          op={updateFlexCluster}
          title={`Settings of ${place.clusterName}`}
          description="Atlas can only change these settings of a flex cluster."
          start={{ ...place, ...open.opened, opened: open.opened }}
          opened={{ label: 'The cluster', start: (now) => ({ ...(now as FlexSettings) }) }}
          changes={{ was: ({ opened }) => opened, label: 'The settings' }}
          onClose={close}
        >
          <FormFields input={updateFlexCluster.input} />
          <TagsField name="tags" label="Tags" />
        </FormSheet>
      )}
      {open?.what === 'upgrade' && (
        <FormSheet
          op={upgradeFlexCluster}
          title={`Upgrade ${place.clusterName}`}
          description="Atlas moves the data to a dedicated replica set in the same region. A dedicated cluster can’t become a flex cluster again."
          start={{
            ...place,
            providerName: open.cluster.providerSettings?.backingProviderName ?? '',
            regionName: open.cluster.providerSettings?.regionName ?? '',
            instanceSize: 'M10',
            backupEnabled: true,
            terminationProtectionEnabled: open.cluster.terminationProtectionEnabled === true,
          }}
          onClose={close}
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
  onOpen: (open: Open) => void
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
        onPress={() => opened && onOpen({ what: 'settings', opened })}
      >
        Change settings
      </ActionButton>
      <ActionButton
        op={upgradeFlexCluster}
        scope={scope}
        whyNot={whyBusy(cluster.stateName)}
        size="sm"
        aria-haspopup="dialog"
        onPress={() => onOpen({ what: 'upgrade', cluster })}
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

function factsOf(cluster: Cluster) {
  const row = fromFlex(cluster)
  const disk = cluster.providerSettings?.diskSizeGB
  const tags = settingsOf(cluster)?.tags
  const { standardSrv, standard } = cluster.connectionStrings ?? {}
  const strings = [
    ['Connection string', standardSrv],
    ['Without SRV', standard],
  ] as const
  return [
    ['State', <ClusterState key="state" state={row.state} />] as const,
    ['Cloud and region', row.where || 'Unknown'] as const,
    ['MongoDB', row.version ?? 'Unknown'] as const,
    ...(disk == null ? [] : [['Disk', `${disk} GB`] as const]),
    ...(cluster.createDate
      ? [['Created', <Time key="created" at={cluster.createDate} exact />] as const]
      : []),
    [
      'Termination protection',
      cluster.terminationProtectionEnabled ? (
        <Badge key="protection" tone="good">
          On
        </Badge>
      ) : (
        'Off'
      ),
    ] as const,
    [
      'Tags',
      tags === undefined
        ? 'One can’t be read'
        : tags.map(({ key, value }) => `${key}=${value}`).join(', ') || 'None',
    ] as const,
    ...strings.flatMap(([name, value]) =>
      value
        ? [[name, <Copyable key={name} value={value} what={name.toLowerCase()} />] as const]
        : [],
    ),
    ...(standardSrv || standard
      ? []
      : [['Connection string', 'Atlas adds it when the cluster is created'] as const]),
  ]
}
