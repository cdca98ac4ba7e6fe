import type { FieldValues } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import type { Definition } from '@/lib/ops/stream-definition'
import { isIdentical, pipelineProblems } from '@/lib/ops/stream-pipeline'
import { jsonOf, prettyJson, withoutSpace } from '../data/json-text'

/** The errors of a pipeline for its editor; notes are shown below it. */
export const checkPipeline = (value: unknown) =>
  pipelineProblems(value).filter((problem) => !problem.note)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const dlqOf = (values: FieldValues) => {
  const { connectionName, db, coll } = Object(Object(values.options).dlq)
  return Object.fromEntries(
    Object.entries({ connectionName, db, coll })
      .map(([key, value]) => [key, text(value)])
      .filter(([, value]) => value),
  )
}

/** The fields of a definition as a form holds them. */
export const fieldsOf = (d: Definition): FieldValues => ({
  name: d.name,
  pipeline: prettyJson(jsonOf(d.pipeline)),
  options: { dlq: d.dlq ?? { connectionName: '', db: '', coll: '' } },
  tier: d.tier ?? '',
  failoverEnabled: d.failoverEnabled,
})

/** The form's values as the input of a change: only what differs from `opened`. */
export function shapeChange(values: FieldValues): FieldValues {
  const { groupId, tenantName, processorName, resume, thenStart } = values
  const opened = values.opened as Definition
  const dlq = dlqOf(values)
  const options = {
    ...(sameJson(opened.dlq ?? {}, dlq) ? {} : { dlq }),
    ...(resume === 'drop' ? { resumeFromCheckpoint: false } : {}),
  }
  return {
    groupId,
    tenantName,
    processorName,
    // Compared exactly: an existing name may start with a space.
    ...(values.name === opened.name ? {} : { name: text(values.name) }),
    ...(isIdentical(jsonOf(values.pipeline), jsonOf(opened.pipeline))
      ? {}
      : { pipeline: withoutSpace(values.pipeline) }),
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(text(values.tier) === (opened.tier ?? '') ? {} : { tier: values.tier }),
    ...(Boolean(values.failoverEnabled) === opened.failoverEnabled
      ? {}
      : { failoverEnabled: Boolean(values.failoverEnabled) }),
    ...(thenStart ? { thenStart: true } : {}),
    opened,
  }
}

/** The same as the input of a single modification, which does not start anything. */
export function shapeModify(values: FieldValues): FieldValues {
  const { thenStart: _, ...change } = shapeChange(values)
  return change
}

/** The form's values as the input of a creation. */
export function shapeNew(values: FieldValues): FieldValues {
  const { groupId, tenantName, tier, failoverEnabled } = values
  const dlq = dlqOf(values)
  return {
    groupId,
    tenantName,
    name: text(values.name),
    pipeline: withoutSpace(values.pipeline),
    ...(Object.keys(dlq).length > 0 ? { options: { dlq } } : {}),
    ...(tier ? { tier } : {}),
    ...(failoverEnabled ? { failoverEnabled: true } : {}),
  }
}

/** A definition with a change applied. */
export function changed(
  was: Definition,
  sent: {
    name?: string | undefined
    pipeline?: string | undefined
    options?: { dlq?: Partial<NonNullable<Definition['dlq']>> | undefined } | undefined
    tier?: string | undefined
    failoverEnabled?: boolean | undefined
  },
): unknown {
  const dlq = sent.options?.dlq
  return {
    ...was,
    name: sent.name ?? was.name,
    pipeline: sent.pipeline ?? was.pipeline,
    dlq: dlq === undefined ? was.dlq : Object.keys(dlq).length > 0 ? dlq : null,
    tier: sent.tier ?? was.tier,
    failoverEnabled: sent.failoverEnabled ?? was.failoverEnabled,
  }
}
