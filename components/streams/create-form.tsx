'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useWhyNot } from '@/lib/client/use-me'
import { createProcessor } from '@/lib/ops/stream-definition'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { OpForm } from '../form/op-form'
import { Card } from '../ui/page'
import { DefinitionFields } from './definition-fields'
import { shapeNew } from './definition-form'
import type { Place } from './state'
import { useFocusIn } from './use-focus'

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
  const focus = useFocusIn()
  const refused = useWhyNot(createProcessor, { kind: 'project', groupId: place.groupId })
  const [start] = useState(() => ({
    ...place,
    name: '',
    pipeline: sketch,
    options: { dlq: { connectionName: '', db: '', coll: '' } },
    tier: '',
    failoverEnabled: false,
  }))
  return (
    <Card className="grid max-w-4xl grid-cols-1 gap-4 p-4">
      <div>
        <h2 {...focus} className="rounded font-semibold text-base">
          Create a processor
        </h2>
        <p className="mt-0.5 text-muted text-sm">
          Atlas checks the pipeline. The processor reads nothing until you start it.
        </p>
      </div>
      <OpForm
        op={createProcessor}
        start={start as object}
        shape={shapeNew}
        whyNot={refused}
        submit="Create processor"
        pending="Creating…"
        onCancel={() => void onClose()}
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
      </OpForm>
    </Card>
  )
}
