import { expect, test } from 'vitest'
import { changeProcessor } from '@/lib/ops/stream-change'
import { createProcessor, type Definition } from '@/lib/ops/stream-definition'
import { changed, fieldsOf, shapeChange, shapeNew } from './definition-form'

const opened: Definition = {
  name: 'p',
  pipeline: '[{"$source":{"connectionName":"k"}},{"$emit":{"connectionName":"k"}}]',
  dlq: { connectionName: 'c', db: 'd', coll: 'e' },
  tier: 'SP10',
  failoverEnabled: false,
}
const place = { groupId: 'a'.repeat(24), tenantName: 'w' }
const form = (more: object = {}) => ({
  ...place,
  processorName: 'p',
  ...fieldsOf(opened),
  opened,
  resume: 'resume',
  ...more,
})
const said = (values: object) =>
  changeProcessor.input
    .safeParse(shapeChange(values))
    .error?.issues.map((i) => [i.path.join('.'), i.message])

test('a form that nobody touched changes nothing, and says so', () => {
  expect(said(form())).toEqual([['form', 'There are no changes yet.']])
})

test('only what was touched is sent, the pipeline without its white space', () => {
  const next =
    '[{"$source":{"connectionName":"k"}},{"$sort":{"2025":-1,"2024":1.0}},{"$emit":{"connectionName":"k"}}]'
  const input = shapeChange(form({ pipeline: next.replaceAll(':', ' :\n'), resume: 'drop' }))
  expect(input).toEqual({
    ...place,
    processorName: 'p',
    pipeline: next,
    options: { resumeFromCheckpoint: false },
    opened,
  })
  expect(changeProcessor.input.safeParse(input).success).toBe(true)
})

test('an emptied dead-letter queue is taken away, a half one is told what it lacks', () => {
  const empty = { options: { dlq: { connectionName: ' ', db: '', coll: '' } } }
  expect(shapeChange(form(empty))).toMatchObject({ options: { dlq: {} } })
  const half = { options: { dlq: { connectionName: 'c', db: '', coll: 'e' } } }
  expect(said(form(half))).toEqual([
    ['options.dlq.db', 'A dead-letter queue needs a connection, a database and a collection'],
  ])
})

test('a broken pipeline keeps its text for the sentence about it', () => {
  expect(said(form({ pipeline: '[{' }))).toEqual([
    ['pipeline', expect.stringContaining('Expected')],
  ])
  expect(said(form({ pipeline: '' }))?.[0]?.[0]).toBe('pipeline')
})

test('what stands there afterwards is the old with the new put onto it', () => {
  expect(changed(opened, { name: 'q', options: { dlq: {} } })).toEqual({
    ...opened,
    name: 'q',
    dlq: null,
  })
})

test('a new processor is sent without what was left empty', () => {
  const values = { ...place, ...fieldsOf({ ...opened, dlq: null, tier: null }), name: ' new ' }
  const input = shapeNew(values)
  expect(input).toEqual({ ...place, name: 'new', pipeline: opened.pipeline })
  expect(createProcessor.input.safeParse(input).success).toBe(true)
})
