'use client'
import { useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { useGated } from '@/lib/client/use-me'
import { RAISED } from '@/lib/ops/friction'
import { gatedStep } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { type Definition, definitionOf, modifyProcessor } from '@/lib/ops/stream-definition'
import { startProcessor, stopProcessor } from '@/lib/ops/stream-processors'
import type { Processor } from '@/lib/ops/stream-shapes'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { FormCard } from '../blocks/form-card'
import { CheckField } from '../form/field'
import { Banner } from '../ui/banner'
import { CheckpointField } from './checkpoint-field'
import { DefinitionFields } from './definition-fields'
import { changed, fieldsOf, shapeChange, shapeModify } from './definition-form'
import type { Place } from './use-run'

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
  const now = definitionOf(processor)
  // The form starts once; `opened` detects what changes later.
  const [start] = useState(() => ({
    ...place,
    processorName: processor.name,
    ...fieldsOf(now),
    opened: now,
    resume: 'resume',
    thenStart: false,
  }))
  const runs = processor.state === 'STARTED'
  const gated = useGated(
    runs ? [stopProcessor, modifyProcessor, startProcessor] : [modifyProcessor],
  )
  const inSteps = gated && runs ? gatedStep(gated.title, RAISED) : undefined
  type Sent = Parameters<typeof changed>[1] & { opened?: Definition | undefined }
  const common = {
    title: 'Edit this processor',
    description: runs
      ? 'It is running. Gatehouse stops it, changes it and starts it again, even if you close this page. If Atlas refuses the change, it restarts unchanged.'
      : 'It is not running, so Gatehouse does not have to stop it first.',
    notice: inSteps && (
      <Banner tone="warn" title="Change it step by step">
        {inSteps}
      </Banner>
    ),
    start: start as object,
    onClose,
    whyNot: inSteps,
    changes: {
      label: 'The processor',
      ordered: true,
      was: (input: Sent) => input.opened ?? now,
      to: (input: Sent) => changed(input.opened ?? now, input),
    },
    opened: { label: 'The processor', start: fieldsOfNow },
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
  // Without a stop, it is a single call, which a second person can approve.
  return gated && !runs ? (
    <FormCard {...common} op={modifyProcessor} shape={shapeModify}>
      {fields}
    </FormCard>
  ) : (
    <FormCard
      {...common}
      op={changeProcessor}
      shape={shapeChange}
      submit={runs ? 'Stop, change and start' : 'Save changes'}
      pending="Starting…"
    >
      {fields}
      {!runs && <CheckField name="thenStart" label="Start it after the change" />}
    </FormCard>
  )
}
