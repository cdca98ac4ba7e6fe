'use client'
import { commonSizes, upgradeFlexCluster } from '@/lib/ops/flex-upgrade'
import { SelectField } from '../form/field'
import { OpFields } from '../form/op-fields'

/** The size and the settings of the dedicated cluster. */
export const UpgradeFields = () => (
  <>
    <SelectField name="instanceSize" label="Size">
      {commonSizes.map((size) => (
        <option key={size} value={size}>
          {size}
        </option>
      ))}
    </SelectField>
    <OpFields input={upgradeFlexCluster.input} />
  </>
)
