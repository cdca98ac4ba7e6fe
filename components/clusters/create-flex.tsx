'use client'
import '@/lib/client/zod-now'
import { useWatch } from 'react-hook-form'
import { type Cloud, clouds } from '@/lib/ops/clouds'
import { createFlexCluster } from '@/lib/ops/flex-clusters'
import { oneOf } from '@/lib/ops/one-of'
import regions from '@/lib/ops/regions.json'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'
import { TagsField } from '../form/tags-field'

/** Creates a flex cluster. */
export function CreateFlex({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  return (
    <FormSheetOpen
      op={createFlexCluster}
      description="Flex clusters share their servers with other clusters. You can upgrade one to a dedicated cluster later."
      start={{
        groupId,
        name: '',
        backingProviderName: 'AWS',
        regionName: '',
        terminationProtectionEnabled: false,
        tags: [],
      }}
      shape={({ tags, ...rest }) => ({ ...rest, ...(tags?.length ? { tags } : {}) })}
      onClose={onClose}
    >
      <Regions />
      <OpFields input={createFlexCluster.input} lists={{ regionName: 'cloud-regions' }} />
      <TagsField name="tags" label="Tags (optional)" />
    </FormSheetOpen>
  )
}

/** Suggests the regions of the chosen cloud. */
function Regions() {
  const cloud: Cloud =
    oneOf(Object.keys(clouds) as Cloud[], useWatch({ name: 'backingProviderName' })) ?? 'AWS'
  return (
    <datalist id="cloud-regions">
      {regions[cloud].map((region) => (
        <option key={region} value={region} />
      ))}
    </datalist>
  )
}
