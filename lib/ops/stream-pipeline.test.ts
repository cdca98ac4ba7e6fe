import { describe, expect, test } from 'vitest'
import { sameJson } from '@/lib/format/same'
import {
  checkpointLosses,
  connectionsOf,
  isIdentical,
  nearestStage,
  pipelineProblems,
  recomputesWindows,
  whyNoPipeline,
} from './stream-pipeline'

const source = { $source: { connectionName: 'kafka', topic: 'in' } }
const emit = { $emit: { connectionName: 'kafka', topic: 'out' } }
const window = (
  size: number,
  inner: object[] = [{ $group: { _id: '$a' } }],
  name = '$tumblingWindow',
) => ({
  [name]: { interval: { size, unit: 'minute' }, pipeline: inner },
})
const messages = (value: unknown) => pipelineProblems(value).map((p) => p.message)

describe('a pipeline', () => {
  test('begins with its source and ends with a sink', () => {
    expect(pipelineProblems([source, { $match: { a: 1 } }, emit])).toEqual([])
    expect(messages([{ $match: {} }, emit])).toEqual(['The first stage must be $source.'])
    expect(messages([source, { $match: {} }])).toEqual([
      'The last stage must be $emit or $merge, not $match.',
    ])
    expect(messages([source, emit, emit])).toEqual(['$emit can only be the last stage.'])
    expect(messages([source, source, emit])).toEqual(['$source can only be the first stage.'])
  })

  test('points at what is not a stage', () => {
    expect(pipelineProblems([source, { $match: {}, $set: {} }, emit])).toEqual([
      { path: [1], message: 'A stage is an object with a single field, the stage name.' },
    ])
    expect(messages([source, { match: {} }, emit])[0]).toBe('A stage name starts with $.')
    expect(messages({})).toHaveLength(1)
    expect(messages([])).toHaveLength(1)
  })

  test('with an unknown stage gets a note with the nearest name', () => {
    const [note] = pipelineProblems([source, { $tumblngWindow: {} }, emit])
    expect(note).toMatchObject({ note: true, path: [1, '$tumblngWindow'] })
    expect(note?.message).toContain('Did you mean $tumblingWindow?')
    expect(nearestStage('$emmit')).toBe('$emit')
    expect(nearestStage('$quantumLeap')).toBeUndefined()
    expect(whyNoPipeline(JSON.stringify([source, { $newThing: {} }, emit]))).toBeUndefined()
    expect(whyNoPipeline(JSON.stringify([source, { $newSink: {} }]))).toBeUndefined()
  })

  test('is checked inside windows, which allow other stages', () => {
    expect(messages([source, window(5), emit])).toEqual([])
    expect(messages([source, { $group: {} }, emit])[0]).toContain('a window’s pipeline')
    expect(pipelineProblems([source, window(5, [{ $gruop: {} }]), emit])).toMatchObject([
      { path: [1, '$tumblingWindow', 'pipeline', 0, '$gruop'], note: true },
    ])
  })

  test('lists all its connections', () => {
    expect(
      connectionsOf([
        source,
        { $lookup: { from: { connectionName: 'catalog', db: 'a', coll: 'b' } } },
        { $merge: { into: { connectionName: 'sink', db: 'a', coll: 'b' } } },
      ]),
    ).toEqual(['kafka', 'catalog', 'sink'])
  })

  test('is equal in another order of names, but not identical', () => {
    const [a, b] = [{ $sort: { x: 1, y: -1 } }, { $sort: { y: -1, x: 1 } }]
    expect([sameJson(a, b), isIdentical(a, b)]).toEqual([true, false])
    expect(sameJson([1, 2], [2, 1])).toBe(false)
  })
})

describe('a checkpoint', () => {
  const lost = (before: object[], after: object[]) =>
    checkpointLosses([source, ...before, emit], [source, ...after, emit]).map((l) => l.sentence)

  test('is kept when stages between source and sink change', () => {
    expect(lost([{ $match: { a: 1 } }], [{ $match: { a: 2 } }, { $set: { b: 1 } }])).toEqual([])
    expect(lost([], [])).toEqual([])
    expect(lost([window(5), { $set: {} }], [window(5)])).toEqual([])
    expect(checkpointLosses([source, emit], [source, { $merge: {} }])).toEqual([])
  })

  test('is not kept over another source, which Atlas refuses', () => {
    const other = { $source: { connectionName: 'kafka', topic: 'other' } }
    expect(checkpointLosses([source, emit], [other, emit])).toMatchObject([{ isRefused: true }])
    expect(
      checkpointLosses(
        [source, emit],
        [{ $source: { topic: 'in', connectionName: 'kafka' } }, emit],
      ),
    ).toEqual([])
  })

  test('is not kept when a window is added, removed, or has another interval or type', () => {
    expect(lost([], [window(5)])).toEqual(['A window is added, which starts empty.'])
    expect(lost([window(5)], [])).toEqual(['A window is removed, and its collected data with it.'])
    expect(lost([window(5)], [window(10)])[0]).toContain('interval')
    expect(lost([window(5)], [window(5, undefined, '$hoppingWindow')])).toEqual([
      '$tumblingWindow becomes $hoppingWindow.',
    ])
    expect(lost([window(5), window(5)], [window(5), window(6)])[0]).toContain('(window 2)')
  })

  test('of a window that neither groups nor sorts is not kept over any change', () => {
    const plain = window(5, [{ $match: {} }])
    expect(lost([plain], [plain, { $set: {} }])[0]).toContain('$group or $sort')
    expect(recomputesWindows([source, plain, emit])).toBe(true)
    expect(recomputesWindows([source, emit])).toBe(false)
  })
})
