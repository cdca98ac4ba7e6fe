'use client'
import '@/lib/client/zod-now'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFieldArray, useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { validateResourcePolicy } from '@/lib/ops/resource-policies'
import { fieldsOf, rejection } from '@/lib/ops/resource-policy-shapes'
import { Field, TextareaField } from '../form/field'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Select } from '../ui/input'
import { CedarField, usePaused } from './cedar-field'
import { starters } from './starters'

const PAUSE_MS = 800

type Policy = { [field: string]: unknown; body: string }

/** The fields of a resource policy: its name, its description and one editor for each Cedar policy. */
export function PolicyFields({ orgId }: { orgId: string }) {
  const { fields, append, remove } = useFieldArray({ name: 'policies', keyName: 'key' })
  const [name, policies] = useWatch({ name: ['name', 'policies'] }) as [string, Policy[]]
  const atlas = useAtlas(orgId, name, policies)
  const isFull = fields.length >= 100
  return (
    <>
      <Field
        name="name"
        label="Name"
        hint="Each resource policy of an organization needs its own name."
        spellCheck={false}
      />
      <TextareaField name="description" label="Description (optional)" />
      {fields.map(({ key }, i) => (
        <CedarField
          key={key}
          orgId={orgId}
          name={`policies.${i}.body`}
          label={fields.length > 1 ? `Cedar policy ${i + 1}` : 'Cedar policy'}
          rejected={atlas.rejected[`policies.${i}.body`]}
          buttons={
            fields.length > 1 && (
              <IconButton
                label={`Remove Cedar policy ${i + 1}`}
                icon={<svg aria-hidden className="icon-[trash]" />}
                size="sm"
                onClick={() => remove(i)}
              />
            )
          }
        />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          aria-disabled={isFull}
          // Leaving the editor can remove an error above, which would move this button away from the pointer.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => !isFull && append({ body: '' })}
        >
          <svg aria-hidden className="icon-[plus]" /> Add Cedar policy
        </Button>
        <Select
          aria-label="Add an example"
          className="w-auto"
          value=""
          onChange={({ target }) => {
            const { body } = starters.find(({ title }) => title === target.value) ?? {}
            if (!body || isFull) return
            // An empty editor is filled in first.
            const free = policies.findIndex((one) => one.body.trim() === '')
            if (free >= 0) remove(free)
            append({ body })
          }}
        >
          <option value="">Add an example…</option>
          {starters.map(({ title }) => (
            <option key={title}>{title}</option>
          ))}
        </Select>
      </div>
      <p role="status" className="text-muted text-sm">
        {atlas.words}
      </p>
    </>
  )
}

/** What Atlas says of the texts, when typing pauses. */
function useAtlas(orgId: string, name: string, policies: readonly Policy[]) {
  const now = useMemo(
    () => JSON.stringify({ orgId, name, policies: policies.map(({ body }) => ({ body })) }),
    [orgId, name, policies],
  )
  const paused = usePaused(now, PAUSE_MS)
  const input = useMemo(() => JSON.parse(paused), [paused])
  const isComplete = validateResourcePolicy.input.safeParse(input).success
  const query = useQuery({
    ...read(validateResourcePolicy, input),
    enabled: isComplete,
    placeholderData: keepPreviousData,
  })
  const isCurrent = isComplete && now === paused && !query.isPlaceholderData
  const said = rejection.safeParse(query.data?.data).data
  const rejected: Record<string, string> =
    isCurrent && said ? fieldsOf(said, { policies: input.policies }) : {}
  const words = !isComplete
    ? undefined
    : query.error
      ? `Atlas can’t check this now: ${query.error.message}`
      : !isCurrent || !query.data
        ? 'Atlas is checking…'
        : !said
          ? 'Atlas accepts this.'
          : Object.keys(rejected).length > 0
            ? undefined
            : `Atlas rejects this (${said.errorType}).`
  return { rejected, words }
}
