'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { createProcessor } from '@/lib/ops/stream-definition'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { FormCard } from '../blocks/form-card'
import { DefinitionFields } from './definition-fields'
import { shapeNew } from './definition-form'
import type { Place } from './use-run'

const sketch = `[
  { "$source": { "connectionName": "" } },
  { "$match": {} },
  { "$merge": { "into": { "connectionName": "", "db": "", "coll": "" } } }
]`

/** The form for a new processor, which is created but not started. */
export function CreateForm({
  place,
  workspace,
  onClose,
}: {
  place: Place
  workspace: StreamWorkspace | undefined
  onClose: () => Promise<unknown>
}) {
  const router = useRouter()
  const [start] = useState(() => ({
    ...place,
    name: '',
    pipeline: sketch,
    options: { dlq: { connectionName: '', db: '', coll: '' } },
    tier: '',
    failoverEnabled: false,
  }))
  return (
    <FormCard
      op={createProcessor}
      title="Create a processor"
      description="Atlas checks the pipeline. The processor reads nothing until you start it."
      start={start as object}
      shape={shapeNew}
      onClose={onClose}
      onDone={async (_, input) => {
        // First, so that Back from the new processor does not reopen this form.
        await onClose()
        router.push(routes.streamProcessor(place.groupId, place.tenantName, input.name))
      }}
    >
      <DefinitionFields
        place={place}
        workspace={workspace}
        mayBeDefault
        isNew
        nameHint="Letters, digits and hyphens are easiest to use in mongosh."
      />
    </FormCard>
  )
}
