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

test('an untouched form changes nothing, and says so', () => {
  expect(said(form())).toEqual([['form', 'There are no changes yet.']])
})

test('only touched fields are sent, the pipeline without white space', () => {
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

test('an emptied dead-letter queue is removed, an incomplete one is refused', () => {
  const empty = { options: { dlq: { connectionName: ' ', db: '', coll: '' } } }
  expect(shapeChange(form(empty))).toMatchObject({ options: { dlq: {} } })
  const half = { options: { dlq: { connectionName: 'c', db: '', coll: 'e' } } }
  expect(said(form(half))).toEqual([
    ['options.dlq.db', 'A dead-letter queue needs a connection, a database and a collection'],
  ])
})

test('a broken pipeline keeps its text and gets a sentence', () => {
  expect(said(form({ pipeline: '[{' }))).toEqual([
    ['pipeline', expect.stringContaining('Expected')],
  ])
  expect(said(form({ pipeline: '' }))?.[0]?.[0]).toBe('pipeline')
})

test('the result is the old definition with the change applied', () => {
  expect(changed(opened, { name: 'q', options: { dlq: {} } })).toEqual({
    ...opened,
    name: 'q',
    dlq: null,
  })
})

test('a new processor is sent without what was left empty', () => {
  const values = { ...place, ...fieldsOf({ ...opened, dlq: null, tier: null }), name: ' new ' }
  const input = shapeNew(values)
  expect(input).toEqual({ ...place, name: ' new ', pipeline: opened.pipeline })
  expect(createProcessor.input.safeParse(input).success).toBe(false)
  expect(createProcessor.input.safeParse({ ...input, name: 'new' }).success).toBe(true)
})
