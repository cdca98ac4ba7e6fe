'use client'
import { useFormContext } from 'react-hook-form'
import { Segments } from '../../ui/segments'
import { ClusterField } from './cluster-field'
import { SeveralField } from './several-field'

const whichClusters = ['One cluster', 'Several clusters', 'By tag'] as const
export type WhichClusters = (typeof whichClusters)[number]

/** The cluster or clusters of a request. Changing between the ways of choosing starts the choice again. */
export function WhichClustersField({
  which,
  onChange,
}: {
  which: WhichClusters
  onChange: (which: WhichClusters) => void
}) {
  const form = useFormContext()
  return (
    <div className="grid grid-cols-1 gap-3">
      <Segments
        label="Choose clusters"
        options={whichClusters}
        value={which}
        onChange={(to) => {
          form.setValue('input.groupId', undefined)
          form.setValue('input.clusterName', undefined)
          form.setValue('tag', undefined)
          form.setValue('targets', to === 'One cluster' ? undefined : [])
          onChange(to)
        }}
      />
      {which === 'One cluster' ? (
        <ClusterField />
      ) : (
        <SeveralField key={which} byTag={which === 'By tag'} />
      )}
    </div>
  )
}
