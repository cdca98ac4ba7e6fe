import { afterAll, beforeAll, expect, test } from 'vitest'
import { ops } from '@/lib/ops/registry'
import { personAs } from '@/scripts/testing/console'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { sql } from '../database'
import type { Person } from '../person'
import { run } from '../run'
import { configured } from '../testing/configured'

let database: FreshDatabase
let rosa: Person
let vera: Person

beforeAll(async () => {
  configured()
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
  rosa = personAs('viewer', { sub: 'rosa' })
  vera = personAs('viewer', { sub: 'vera' })
})
afterAll(async () => {
  await sql().end()
  await database.drop()
})

const call = async (id: string, input: unknown, person = rosa) => {
  const op = ops.get(id)
  if (!op) throw new Error(`No operation ${id}`)
  return (await run(op, input, person)).data
}

test('a change of one preference keeps the others, and is of one person', async () => {
  await call('preferences.set', { timeZone: 'Asia/Tokyo', density: 'compact' })
  await call('preferences.set', { home: '/approvals?tab=mine' })
  await call('preferences.set', { timeZone: null })
  const mine = {
    timeZone: null,
    density: 'compact',
    theme: 'system',
    home: '/approvals?tab=mine',
    shortcuts: true,
  }
  expect(await call('preferences.get', {})).toEqual(mine)
  expect(await call('preferences.get', {}, vera)).toMatchObject({ density: 'comfortable' })
  expect(await call('preferences.set', {}, vera)).toMatchObject({ density: 'comfortable' })
})

test('a time zone that does not exist and a home on another site are refused', async () => {
  for (const home of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:1'])
    await expect(call('preferences.set', { home })).rejects.toMatchObject({ kind: 'invalid' })
  await expect(call('preferences.set', { timeZone: 'Mars/Base' })).rejects.toMatchObject({
    failure: { fields: { timeZone: expect.stringContaining('time zone') } },
  })
})

test('views are saved, renamed and deleted by their owner only', async () => {
  const page = '/audit'
  const { id } = (await call('views.save', { page, name: 'Mine', search: 'q=a' })) as { id: string }
  await expect(call('views.save', { page, name: 'Mine', search: '' })).rejects.toMatchObject({
    failure: { fields: { name: expect.stringContaining('already') } },
  })
  await call('views.save', { page, name: 'Mine', search: 'q=b' }, vera)
  await call('views.save', { id, page, name: 'Grants', search: 'q=a' })
  expect(await call('views.list', { page })).toEqual({
    results: [{ id, name: 'Grants', search: 'q=a' }],
  })
  expect(await call('views.list', { page: '/' })).toEqual({ results: [] })
  const theirs = { kind: 'not-found' }
  await expect(call('views.delete', { id }, vera)).rejects.toMatchObject(theirs)
  const change = { id, page, name: 'Taken', search: '' }
  await expect(call('views.save', change, vera)).rejects.toMatchObject(theirs)
  await call('views.delete', { id })
  expect(await call('views.list', { page })).toEqual({ results: [] })
})

test('a person can’t fill the database with views', async () => {
  const page = '/audit'
  const filler = personAs('viewer', { sub: 'filler' })
  await sql()`
    insert into saved_view (iss, sub, page, name, search)
    select ${filler.iss}, ${filler.sub}, '/p' || n, 'View', '' from generate_series(1, 1000) n`
  const extra = { page, name: 'One more', search: '' }
  await expect(call('views.save', extra, filler)).rejects.toMatchObject({ kind: 'conflict' })
  await call('views.save', extra, vera)
})
