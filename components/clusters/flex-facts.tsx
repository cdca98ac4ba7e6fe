import { type FlexCluster, settingsOf } from '@/lib/ops/flex-shapes'
import { ClusterState } from '../data/cluster-state'
import { Badge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Time } from '../ui/time'
import { fromFlex } from './cluster-row'

/** A flex cluster as names and values. */
export function flexFacts(cluster: FlexCluster) {
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
