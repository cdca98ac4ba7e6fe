'use client'
import { useRouter } from 'next/navigation'
import { withoutEmpty } from '@/lib/format/values'
import {
  changeWorkspace,
  createWorkspace,
  streamRegions,
  workspaceSettings,
} from '@/lib/ops/stream-workspaces'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { SelectField } from '../form/field'
import { OpFields } from '../form/op-fields'
import type { Place } from './use-run'

/** Creates a workspace, and opens its page. */
export function CreateWorkspace({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const router = useRouter()
  return (
    <FormSheetOpen
      op={createWorkspace}
      description="Processors of a workspace share its connections, region and tiers."
      start={{ groupId, name: '', region: '', tier: 'SP10', solar: false }}
      shape={withoutEmpty}
      onClose={onClose}
      onDone={(_, input) => router.push(routes.streamWorkspace(groupId, input.name))}
    />
  )
}

/** Changes the tiers and failover regions of a workspace. */
export function ChangeWorkspace({
  workspace,
  onClose,
  ...place
}: Place & { workspace: StreamWorkspace; onClose: () => void }) {
  const opened = workspaceSettings(workspace)
  const failover = opened.failoverRegions ?? []
  const known = [...new Set([...failover, ...streamRegions])]
  return (
    <FormSheetOpen
      op={changeWorkspace}
      title={`Edit ${place.tenantName}`}
      description="Its name and region stay the same."
      start={
        {
          ...place,
          ...opened,
          failoverRegions: [failover[0] ?? '', failover[1] ?? ''],
          opened,
        } as object
      }
      shape={({ failoverRegions, ...values }) => ({
        ...withoutEmpty(values),
        failoverRegions: Object.values(failoverRegions as object).filter((one) => one !== ''),
      })}
      onClose={onClose}
    >
      <OpFields input={changeWorkspace.input} />
      {['First', 'Second'].map((which, i) => (
        <SelectField
          key={which}
          name={`failoverRegions.${i}`}
          label={`${which} failover region`}
          hint={i === 0 ? 'Processors with failover can move there.' : undefined}
        >
          <option value="">None</option>
          {known.map((region) => (
            <option key={region} value={region}>
              {region}
            </option>
          ))}
        </SelectField>
      ))}
    </FormSheetOpen>
  )
}
