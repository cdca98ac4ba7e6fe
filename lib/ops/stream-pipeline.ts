import { sameJson } from '@/lib/format/same'
import { isObject } from '@/lib/format/values'

// Stages by where they are allowed, from the documentation of Atlas Stream Processing (2026-08).

const anywhere = [
  '$source',
  '$validate',
  '$https',
  '$lookup',
  '$cachedLookup',
  '$hoppingWindow',
  '$tumblingWindow',
  '$sessionWindow',
  '$externalFunction',
  '$setStreamMeta',
  '$addFields',
  '$match',
  '$project',
  '$redact',
  '$replaceRoot',
  '$replaceWith',
  '$set',
  '$unset',
  '$unwind',
  '$emit',
  '$merge',
] as const
const insideWindows = ['$group', '$sort', '$limit', '$count'] as const
export const knownStages: readonly string[] = [...anywhere, ...insideWindows]

/** Stages that can end a pipeline; the last two are also allowed in the middle. */
const sinks = ['$emit', '$merge', '$https', '$externalFunction']
const windows = ['$hoppingWindow', '$tumblingWindow', '$sessionWindow']

/** The name of a stage: `$match`; undefined when it is not an object with exactly one field. */
export function stageName(stage: unknown): string | undefined {
  if (!isObject(stage)) return undefined
  const [name, ...more] = Object.keys(stage)
  return more.length === 0 ? name : undefined
}

/** The edit distance of two strings. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
    row = next
  }
  return row[b.length] ?? a.length
}

/** The known stage with the most similar name; undefined when none is close. */
export function nearestStage(name: string): string | undefined {
  // The comparison takes time proportional to both lengths.
  if (name.length > 40) return undefined
  const plain = (text: string) => text.replace(/^\$/, '').toLowerCase()
  const [nearest] = knownStages
    .map((known) => ({ known, far: distance(plain(name), plain(known)) }))
    .sort((a, b) => a.far - b.far)
  return nearest && nearest.far <= Math.max(2, Math.floor(nearest.known.length / 3))
    ? nearest.known
    : undefined
}

const innerPipeline = (stage: unknown): unknown[] => {
  const [value] = isObject(stage) ? Object.values(stage) : []
  return isObject(value) && Array.isArray(value.pipeline) ? value.pipeline : []
}

/** A problem in a pipeline and its path. A note is a possible mistake; Atlas refuses the others. */
export type PipelineProblem = { path: Array<string | number>; message: string; note?: true }

/** Notes about stages that Gatehouse does not know but Atlas may. */
function unknownStages(
  pipeline: readonly unknown[],
  at: Array<string | number> = [],
): PipelineProblem[] {
  return pipeline.flatMap((stage, i): PipelineProblem[] => {
    const name = stageName(stage)
    if (name === undefined) return []
    const path = [...at, i, name]
    const note = (message: string): PipelineProblem => ({ path, message, note: true })
    const near = nearestStage(name)
    return [
      ...(knownStages.includes(name)
        ? []
        : [
            note(
              `Gatehouse does not know the stage ${name}.${near ? ` Did you mean ${near}?` : ''}`,
            ),
          ]),
      ...(at.length === 0 && insideWindows.some((known) => known === name)
        ? [note(`${name} works only inside a window’s pipeline.`)]
        : []),
      ...(windows.includes(name) ? unknownStages(innerPipeline(stage), [...path, 'pipeline']) : []),
    ]
  })
}

/** What Atlas refuses in a pipeline: `$source` first, a sink last, one field per stage. */
function refusedStages(value: unknown): PipelineProblem[] {
  if (!Array.isArray(value))
    return [{ path: [], message: 'A pipeline is an array of stages: [{"$source": …}, …].' }]
  if (value.length === 0)
    return [{ path: [], message: 'A pipeline starts with $source and ends with $emit or $merge.' }]
  const names = value.map(stageName)
  const last = names.length - 1
  return names.flatMap((name, i): PipelineProblem[] => {
    if (name === undefined)
      return [{ path: [i], message: 'A stage is an object with a single field, the stage name.' }]
    const wrong = (message: string): PipelineProblem[] => [{ path: [i, name], message }]
    if (!name.startsWith('$')) return wrong('A stage name starts with $.')
    if (i === 0 && name !== '$source') return wrong('The first stage must be $source.')
    if (i > 0 && name === '$source') return wrong('$source can only be the first stage.')
    if (i < last && (name === '$emit' || name === '$merge'))
      return wrong(`${name} can only be the last stage.`)
    if (i === last && knownStages.includes(name) && !sinks.includes(name))
      return wrong(`The last stage must be $emit or $merge, not ${name}.`)
    return []
  })
}

/** What Atlas refuses in a parsed pipeline, and notes about stages that Gatehouse does not know. */
export const pipelineProblems = (value: unknown): PipelineProblem[] => [
  ...refusedStages(value),
  ...(Array.isArray(value) ? unknownStages(value) : []),
]

/** The first reason why Atlas refuses a JSON text as a pipeline; undefined if it may accept it. */
export function whyNoPipeline(text: string): string | undefined {
  return refusedStages(JSON.parse(text))[0]?.message
}

/** The connections that a pipeline or its dead-letter queue uses. */
export function connectionsOf(value: unknown): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(connectionsOf))]
  if (!isObject(value)) return []
  const { connectionName } = value
  return [
    ...new Set([
      ...(typeof connectionName === 'string' ? [connectionName] : []),
      ...Object.values(value).flatMap(connectionsOf),
    ]),
  ]
}

/** Whether two JSON values are equal, including the order of fields, which matters in $sort and $project. */
export const isIdentical = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** The parts of a window stage that a checkpoint depends on. */
type Window = { name: string; settings: Record<string, unknown>; inner: string[] }

const windowsIn = (pipeline: readonly unknown[]): Window[] =>
  pipeline.flatMap((stage) => {
    const name = stageName(stage)
    if (name === undefined || !windows.includes(name) || !isObject(stage)) return []
    const value = stage[name]
    const { pipeline: _, ...settings } = isObject(value) ? value : {}
    return [{ name, settings, inner: innerPipeline(stage).map((s) => stageName(s) ?? '?') }]
  })

export type CheckpointLoss = {
  sentence: string
  /** Atlas refuses such a change if it resumes; the other losses are only documented. */
  isRefused: boolean
}

/**
 * Why a processor can't resume from its checkpoint after a pipeline change; empty when it can. These are the cases that
 * MongoDB documents for `sp.processor.modify()` and, for `$source`, an HTTP 400 in the Terraform provider's tests.
 */
export function checkpointLosses(before: unknown, after: unknown): CheckpointLoss[] {
  if (!Array.isArray(before) || !Array.isArray(after) || sameJson(before, after)) return []
  const source = (pipeline: readonly unknown[]) =>
    pipeline.find((stage) => stageName(stage) === '$source')
  const [was, is] = [windowsIn(before), windowsIn(after)]
  const loss = (says: string, isRefused = false): CheckpointLoss => ({ sentence: says, isRefused })
  const losses = sameJson(source(before), source(after))
    ? []
    : [loss('$source changes, so the position in the old source is lost.', true)]
  if (is.length < was.length)
    losses.push(loss('A window is removed, and its collected data with it.'))
  else if (is.length > was.length) losses.push(loss('A window is added, which starts empty.'))
  else
    for (const [i, old] of was.entries()) {
      const now = is[i]
      if (!now) continue
      const place = was.length > 1 ? ` (window ${i + 1})` : ''
      if (now.name !== old.name) losses.push(loss(`${old.name} becomes ${now.name}${place}.`))
      else if (!sameJson(old.settings, now.settings))
        losses.push(loss(`The interval or another setting of ${now.name} changes${place}.`))
    }
  const needs = ['$group', '$sort']
  if (losses.length === 0 && was.some((w) => !w.inner.some((name) => needs.includes(name))))
    losses.push(
      loss('A window without $group or $sort in its pipeline can’t resume after a change.'),
    )
  return losses
}

/** Whether resuming after a change processes some data twice: windows are recomputed. */
export const recomputesWindows = (after: unknown): boolean =>
  Array.isArray(after) && windowsIn(after).length > 0
