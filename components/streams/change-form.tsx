'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { useGated, useWhyNot } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { RAISED } from '@/lib/ops/friction'
import { gatedStep } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { type Definition, definitionOf, modifyProcessor } from '@/lib/ops/stream-definition'
import { getProcessor, startProcessor, stopProcessor } from '@/lib/ops/stream-processors'
import type { Processor } from '@/lib/ops/stream-shapes'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { CheckField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Banner } from '../ui/banner'
import { Card } from '../ui/page'
import { CheckpointField } from './checkpoint-field'
import { DefinitionFields } from './definition-fields'
import { changed, fieldsOf, shapeChange, shapeModify } from './definition-form'
import type { Place } from './state'
import { useFocusIn } from './use-focus'

// What `opened.reload` gave, which is in this shape.
const fieldsOfNow = (now: unknown): FieldValues => fieldsOf(now as Definition)

/** Changes a processor in one go: Gatehouse stops it if it runs, changes it and starts it again. */
export function ChangeForm({
  place,
  processor,
  workspace,
  onClose,
}: {
  place: Place
  processor: Processor
  workspace: StreamWorkspace | undefined
  onClose: () => void
}) {
  const cache = useQueryClient()
  const focus = useFocusIn()
  const one = { ...place, processorName: processor.name }
  const now = definitionOf(processor)
  // The form starts once; `opened` detects what changes later.
  const [start] = useState(() => ({
    ...one,
    ...fieldsOf(now),
    opened: now,
    resume: 'resume',
    thenStart: false,
  }))
  const runs = processor.state === 'STARTED'
  const refused = useWhyNot(changeProcessor, { kind: 'project', groupId: place.groupId })
  const gated = useGated(
    runs ? [stopProcessor, modifyProcessor, startProcessor] : [modifyProcessor],
  )
  const inSteps = gated && runs ? gatedStep(gated.title, RAISED) : undefined
  type Sent = Parameters<typeof changed>[1] & { opened?: Definition | undefined }
  const common = {
    start: start as object,
    onCancel: onClose,
    onDone: onClose,
    whyNot: refused ?? inSteps,
    changes: {
      label: 'The processor',
      ordered: true,
      was: (input: Sent) => input.opened ?? now,
      to: (input: Sent) => changed(input.opened ?? now, input),
    },
    opened: {
      label: 'The processor',
      reload: async () => {
        const { data } = await cache.fetchQuery({ ...read(getProcessor, one), staleTime: 0 })
        return definitionOf(data)
      },
      start: fieldsOfNow,
    },
  }
  const fields = (
    <>
      <DefinitionFields
        place={place}
        workspace={workspace}
        mayBeDefault={start.opened.tier === null}
        nameHint="Renaming changes the address of its page. Update scripts that use the old name."
      />
      <CheckpointField neverRan={processor.state === 'CREATED'} />
    </>
  )
  return (
    <Card className="grid max-w-4xl grid-cols-1 gap-4 p-4">
      <div>
        <h2 {...focus} className="rounded font-semibold text-base">
          Edit this processor
        </h2>
        <p className="mt-0.5 text-muted text-sm">
          {runs
            ? 'It is running. Gatehouse stops it, changes it and starts it again, even if you close this page. If Atlas refuses the change, it restarts unchanged.'
            : `It is ${processor.state ?? 'in an unknown state'}, so it can be changed without stopping it.`}
        </p>
      </div>
      {inSteps && (
        <Banner tone="warn" title="Change it step by step">
          {inSteps}
        </Banner>
      )}
      {gated && !runs ? (
        // A single call, which a second person can approve.
        <OpForm {...common} op={modifyProcessor} shape={shapeModify} submit="Change processor">
          {fields}
        </OpForm>
      ) : (
        <OpForm
          {...common}
          op={changeProcessor}
          shape={shapeChange}
          submit={runs ? 'Stop, change and start' : 'Change processor'}
          pending="Starting…"
        >
          {fields}
          {!runs && <CheckField name="thenStart" label="Start it after the change" />}
        </OpForm>
      )}
    </Card>
  )
}
